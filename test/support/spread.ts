import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lendCompiled } from './compiled.ts';
import { openMosquitto } from './mosquitto.ts';
import { freePorts } from './ports.ts';
import { openRestaurant, type Restaurant } from './restaurant.ts';
import { ROOT } from './sources.ts';

/** What faces the guests; the other machine has the books. */
const FRONT = 'gateway,discovery,staff,print-spooler';
const BACK = 'catalog,orders,payments,reporting';

/**
 * A restaurant on two machines with Mosquitto between them, as the README says to spread it: two
 * `npm start`, each with folders of its own and nothing in common but the broker.
 */
export async function openSpread(): Promise<Restaurant> {
  const mosquitto = await openMosquitto();
  const dir = mkdtempSync(join(tmpdir(), 'pos-back-'));
  const [port, square] = await freePorts(2);
  const shared: NodeJS.ProcessEnv = { POS_BROKER_URL: mosquitto.url };
  const env: NodeJS.ProcessEnv = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TZ: 'America/New_York',
    POS_PORT: String(port), // which nobody takes there
    POS_DEMO_SQUARE_PORT: String(square),
    POS_DATA_DIR: join(dir, 'data'),
    POS_STATE_DIR: join(dir, 'state'),
    POS_SERVICES: BACK,
    ...shared,
  };
  lendCompiled(env.POS_STATE_DIR as string);
  let back: ChildProcess;

  function startBack(): void {
    back = spawn('npm', ['start'], { cwd: ROOT, env, stdio: 'ignore' });
  }
  async function stopBack(): Promise<void> {
    if (back.exitCode !== null) return;
    const ended = once(back, 'exit');
    back.kill('SIGINT');
    await ended;
  }
  async function clear(): Promise<void> {
    await stopBack();
    await mosquitto.close();
    rmSync(dir, { recursive: true });
  }

  startBack();
  // it is open when the services of both machines are ready
  const front = await openRestaurant({ ...shared, POS_SERVICES: FRONT }).catch(async (error) => {
    await clear();
    throw error;
  });
  return {
    ...front,
    get observer() {
      return front.observer;
    },
    async stop() {
      const code = await front.stop();
      await stopBack();
      return code;
    },
    async start() {
      startBack();
      await front.start();
    },
    async close() {
      await front.close();
      await clear();
    },
  };
}
