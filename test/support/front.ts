import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { openLog } from '#shared/log.ts';
import { openBackups } from '../../services/gateway/backups.ts';
import { openCallers } from '../../services/gateway/caller.ts';
import { systemHandlers } from '../../services/gateway/handlers.ts';
import { openHttp } from '../../services/gateway/http.ts';
import { openDoorman } from '../../services/gateway/doorman.ts';
import { openServer } from '../../services/gateway/front-door.ts';
import { tellDelivered } from '../../services/gateway/delivery.ts';
import { type Devices, openDevices } from '../../services/gateway/devices.ts';
import { keepAnswers } from '../../services/gateway/kept.ts';
import { pages } from '../../services/gateway/pages.ts';
import { openSessions, type Sessions } from '../../services/gateway/sessions.ts';
import { openSetup } from '../../services/gateway/setup.ts';
import { type House, openHouse } from './house.ts';
import type { Answer } from './restaurant.ts';

/** A house with the gateway's front in this process: HTTP with its pages, screens at `/mqtt`. */
export interface Front {
  house: House;
  port: number;
  call<T>(method: string, path: string, how?: Call): Promise<Answer<T>>;
  /** A token for a PIN. */
  login(pin?: string, till?: string): Promise<string>;
  /** A screen that has connected; rejects when it is refused. */
  screen(token: string, options?: IClientOptions): Promise<MqttClient>;
  close(): Promise<void>;
}

interface Call {
  token?: string;
  /** JSON, or a text that is sent as it is. */
  body?: object | string;
  headers?: Record<string, string>;
}

const VERSION = '1.2.3';

export async function openFront(services: string[], extra: NodeJS.ProcessEnv = {}): Promise<Front> {
  let sessions: Sessions | undefined;
  let devices: Devices | undefined;
  const house = await openHouse(services, extra, {
    session: async (token) => sessions?.find(token),
    screen: async (secret) => devices?.admit(secret),
  });
  const { bus, asker, broker, config } = house;
  sessions = openSessions(bus, asker, broker.endSession);
  devices = openDevices(bus, asker, broker.endScreen);
  broker.onDelivered(tellDelivered(asker));
  const log = openLog('gateway', config);
  const setup = openSetup(bus, asker);
  const callers = openCallers(asker, { sessions, devices }, setup);
  const backups = openBackups(bus, config, log);
  const gateway = { bus, asker, setup, broker, devices, backups };
  const handlers = systemHandlers(gateway, config, VERSION, log);
  const kept = keepAnswers(bus, asker);
  const doorman = openDoorman(config);
  const people = pages(config, VERSION);
  const server = openServer(openHttp(kept, callers, handlers, log, doorman, [people]));
  broker.takeScreens(server, doorman);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  const url = `127.0.0.1:${port}`;

  async function call<T>(method: string, path: string, { token, body, headers }: Call = {}) {
    const answer = await fetch(`http://${url}${path}`, {
      method,
      body: typeof body === 'object' ? JSON.stringify(body) : body,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(token && { authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
    const text = await answer.text();
    const parsed = (text ? JSON.parse(text) : undefined) as T;
    return { status: answer.status, headers: answer.headers, body: parsed };
  }

  return {
    house,
    port,
    call,
    async login(pin = '2468', till = 'main') {
      const { body } = await call<{ token: string }>('POST', '/auth/login', {
        body: { pin, till },
      });
      return body.token;
    },
    screen: (token, options) => connectScreen(port, token, options),
    async close() {
      server.closeAllConnections();
      server.close();
      backups.stop();
      await house.close();
    },
  };
}

/** A screen as an app or a browser would be one. */
export function connectScreen(port: number, token: string, options: IClientOptions = {}) {
  return mqtt.connectAsync(
    `ws://127.0.0.1:${port}/mqtt`,
    {
      username: 'token',
      password: token,
      protocolVersion: 4,
      reconnectPeriod: 0,
      ...options,
    },
    false,
  );
}
