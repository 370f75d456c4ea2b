import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Bus, Status } from '#shared/bus.ts';
import { connectBus } from '#shared/bus.ts';
import { type Config, readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { lendCompiled } from './compiled.ts';
import { openMosquitto } from './mosquitto.ts';
import { freePorts } from './ports.ts';

export { freePorts } from './ports.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Seconds by itself; four of them at once on a machine of two cores have taken a minute. */
const OPENS_WITHIN_MS = 150_000;

/** An HTTP answer, its body parsed. */
export interface Answer<T> {
  status: number;
  headers: Headers;
  body: T;
}

/** The whole system, started as `npm start` starts it, with folders and ports of its own. */
export interface Restaurant {
  url: string;
  config: Config;
  env: NodeJS.ProcessEnv;
  /** What it printed so far. */
  output(): string;
  /** A token for a PIN. */
  login(pin?: string): Promise<string>;
  call<T>(method: string, path: string, body?: object, headers?: object): Promise<Answer<T>>;
  /** A look at the services' own bus: statuses, announcements. */
  observer: Bus;
  /** The last status that a service said. */
  status(service: string): Status | undefined;
  /** Stops it as Ctrl-C does; the files stay until `remove`. */
  stop(): Promise<number | null>;
  /** Starts it again with the same files. */
  start(): Promise<void>;
  /** Stops and deletes everything. */
  close(): Promise<void>;
}

/** Opens a restaurant and waits until it is healthy; `POS_TEST_BROKER=mosquitto`: over that. */
export async function openRestaurant(extra: NodeJS.ProcessEnv = {}): Promise<Restaurant> {
  const dir = mkdtempSync(join(tmpdir(), 'pos-'));
  const [port, printerPort, squarePort] = await freePorts(3);
  const mosquitto =
    process.env.POS_TEST_BROKER === 'mosquitto' && !extra.POS_BROKER_URL
      ? await openMosquitto()
      : undefined;
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TZ: 'America/New_York',
    POS_HOST: '127.0.0.1',
    POS_PORT: String(port),
    POS_DEMO_PRINTER_PORT: String(printerPort),
    POS_DEMO_SQUARE_PORT: String(squarePort),
    POS_DATA_DIR: join(dir, 'data'),
    POS_STATE_DIR: join(dir, 'state'),
    POS_ADVERTISE: '0', // nor does it look around: a test stays on this machine
    PRINTER_DISCOVERY_ENABLED: '0',
    KITCHEN_SCREEN_DISCOVERY_ENABLED: '0',
    // a mutant: see test/faults/mutants.js
    NODE_OPTIONS: process.env.POS_TEST_NODE_OPTIONS,
    POS_MUTANT: process.env.POS_MUTANT,
    ...(mosquitto && { POS_BROKER_URL: mosquitto.url }),
    ...extra,
  };
  const config = readConfig(env);
  lendCompiled(config.POS_STATE_DIR);
  const url = `http://127.0.0.1:${port}`;
  const statuses = new Map<string, Status>();
  let child: ChildProcess;
  let output = '';
  let observer: Bus;

  async function start(): Promise<void> {
    output = '';
    child = spawn('npm', ['start'], { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (bytes: Buffer) => (output += bytes.toString()));
    }
    const until = performance.now() + OPENS_WITHIN_MS;
    while (!output.includes('Restaurant POS is open')) {
      if (child.exitCode !== null || performance.now() > until) {
        throw new Error(`The restaurant did not open:\n${output}`);
      }
      await new Promise((again) => setTimeout(again, 50));
    }
    observer = connectBus(
      'observer',
      config,
      openLog('observer', { ...config, LOG_LEVEL: 'silent' }),
    );
    observer.onStatus('+', (status, service) => statuses.set(service, status));
  }

  async function stop(): Promise<number | null> {
    await observer.close();
    return end();
  }

  async function end(): Promise<number | null> {
    if (child.exitCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill('SIGINT');
    await ended;
    return child.exitCode;
  }

  async function call<T>(method: string, path: string, body?: object, headers: object = {}) {
    const answer = await fetch(url + path, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return {
      status: answer.status,
      headers: answer.headers,
      body: (text ? JSON.parse(text) : undefined) as T,
    };
  }

  await start().catch(async (error: unknown) => {
    await end(); // nobody else could
    throw error;
  });
  return {
    url,
    config,
    env,
    output: () => output,
    async login(pin = '2468') {
      const { body } = await call<{ token: string }>('POST', '/auth/login', { pin });
      return body.token;
    },
    call,
    get observer() {
      return observer;
    },
    status: (service) => statuses.get(service),
    stop,
    start,
    async close() {
      await stop();
      await mosquitto?.close();
      rmSync(dir, { recursive: true });
    },
  };
}
