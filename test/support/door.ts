import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MqttClient } from 'mqtt';
import { WebSocket } from 'ws';
import type { Screen } from '#shared/contracts/screens.ts';
import type { Session } from '#shared/contracts/staff.ts';
import { http } from '#shared/http.ts';
import { openDoorman, type Pace } from '../../services/gateway/doorman.ts';
import { type House, openHouse } from './house.ts';

/** A house whose broker takes screens; the tokens `ada` (an admin) and `ben` are good. */
export interface Door {
  house: House;
  server: Server;
  port: number;
  /** A raw WebSocket, open. Rejects with `refused with <status>`. */
  webSocket(options?: { origin?: string; localAddress?: string }): Promise<WebSocket>;
  close(): Promise<void>;
}

const session = (id: number, isAdmin: boolean): Session => ({
  staff: { id, name: isAdmin ? 'Ada' : 'Ben', isAdmin, available: true },
  till: 'main',
  expires_at: '2999-01-01T00:00:00.000Z',
});
const SESSIONS = new Map([
  ['ada', session(1, true)],
  ['ben', session(2, false)],
]);

/** `screens` by themselves are known by their secrets. */
export async function openDoor(
  extra: NodeJS.ProcessEnv = {},
  pace?: Pace,
  screens: Record<string, Screen> = {},
): Promise<Door> {
  const house = await openHouse([], extra, {
    async session(token) {
      const found = SESSIONS.get(token);
      return found && { session: found, token_hash: `hash of ${token}` };
    },
    screen: async (secret) => screens[secret],
  });
  const server = http.createServer();
  house.broker.takeScreens(server, openDoorman(house.config, pace));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    house,
    server,
    port,
    webSocket(options) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/mqtt`, 'mqtt', options);
      return new Promise((open, refused) => {
        socket.once('open', () => open(socket));
        socket.once('error', () => undefined);
        socket.once('unexpected-response', (_request, { statusCode }) =>
          refused(new Error(`refused with ${statusCode}`)),
        );
      });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await house.close();
    },
  };
}

/** Whether a client may hear a filter. */
export function mayHear(client: MqttClient, filter: string): Promise<boolean> {
  return client.subscribeAsync(filter, { qos: 1 }).then(
    () => true,
    () => false,
  );
}
