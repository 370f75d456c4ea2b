import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Broker, type Keys, openBroker } from '../../services/gateway/broker.ts';
import { type Asker, openAsker } from '#shared/ask.ts';
import type { Bus, Status } from '#shared/bus.ts';
import { type Config, readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { COMPILED } from './compiled.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const FROM_BUNDLES = join(ROOT, 'deploy/from-bundles.ts');

/** A real broker in the test's process, real services in theirs, files in a new folder. */
export interface House {
  config: Config;
  env: NodeJS.ProcessEnv;
  broker: Broker;
  /** The test's connection, in the gateway's place. */
  bus: Bus;
  asker: Asker;
  /** Starts a service and waits until it is ready; rejects after a minute, or when it has ended. */
  start(service: string, env?: NodeJS.ProcessEnv, within_ms?: number): Promise<ChildProcess>;
  /** SIGKILL, or another signal, and waits for the end. */
  kill(service: string, signal?: NodeJS.Signals): Promise<void>;
  /**
   * Resolves with the first message of a topic (filter) that fits; rejects after 30 s. What is
   * retained comes only to the first who asks for a filter: ask before you act.
   */
  heard<T>(
    filter: string,
    fits?: (message: T, topic: string) => boolean,
    within_ms?: number,
  ): Promise<T>;
  close(): Promise<void>;
}

/** Six services at once on a machine that is busy otherwise take half a minute. */
const STARTS_WITHIN_MS = 60_000;
const NOBODY: Keys = { session: async () => undefined, screen: async () => undefined };

/** Opens a house with these services ready; without keys no screen comes in. */
export async function openHouse(
  services: string[],
  extra: NodeJS.ProcessEnv = {},
  keys: Partial<Keys> = {},
): Promise<House> {
  const dir = mkdtempSync(join(tmpdir(), 'pos-'));
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    POS_DATA_DIR: join(dir, 'data'),
    POS_STATE_DIR: join(dir, 'state'),
    POS_DEMO: '1',
    SQUARE_ENVIRONMENT: 'sandbox', // and no token: without one of its own a test takes no cards
    TZ: 'America/New_York',
    LOG_LEVEL: process.env.POS_TEST_LOG ?? 'silent',
    NODE_COMPILE_CACHE: COMPILED,
    // a mutant: see test/faults/mutants.js
    NODE_OPTIONS: process.env.POS_TEST_NODE_OPTIONS,
    POS_MUTANT: process.env.POS_MUTANT,
    ...extra,
  };
  const config = readConfig(env);
  const log = openLog('test', config);
  const broker = await openBroker(config, log, { ...NOBODY, ...keys });
  const bus = broker.connect();
  const asker = openAsker(bus);
  const running = new Map<string, ChildProcess>();

  const house: House = {
    config,
    env,
    broker,
    bus,
    asker,
    async start(service, more = {}, within_ms = STARTS_WITHIN_MS) {
      const main = join(ROOT, 'services', service, 'main.ts');
      const child = spawn(process.execPath, [`--import=${FROM_BUNDLES}`, main], {
        cwd: ROOT,
        env: { ...env, ...more },
        stdio: ['ignore', 'inherit', 'inherit'],
      });
      running.set(service, child);
      const started = house.heard<Status>(
        `pos/${service}/status`,
        ({ state, pid }) => state === 'ready' && pid === child.pid,
        within_ms,
      );
      const ended = once(child, 'exit').then(() => {
        throw new Error(`${service} has ended before it was ready`);
      });
      await Promise.race([started, ended]);
      return child;
    },
    async kill(service, signal = 'SIGKILL') {
      const child = running.get(service);
      running.delete(service);
      if (!child || child.exitCode !== null) return;
      const ended = once(child, 'exit');
      child.kill(signal);
      await ended;
    },
    heard(filter, fits = () => true, within_ms = 30_000) {
      const heard = Promise.withResolvers<never>();
      const timer = setTimeout(
        () => heard.reject(new Error(`nothing fitting heard at ${filter}`)),
        within_ms,
      ).unref();
      bus.subscribe(filter, (message, topic) => {
        const parsed = (message ? JSON.parse(message) : null) as never;
        if (!fits(parsed, topic)) return;
        clearTimeout(timer);
        heard.resolve(parsed);
      });
      return heard.promise;
    },
    async close() {
      await Promise.all([...running.keys()].map((service) => house.kill(service, 'SIGTERM')));
      await bus.close();
      await broker.close();
      rmSync(dir, { recursive: true });
    },
  };
  await Promise.all(services.map((service) => house.start(service)));
  return house;
}
