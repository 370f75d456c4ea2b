import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Config, SERVICES } from '#shared/config.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';
import { type BadMachine, makeBadMachine } from './bad-machine.ts';
import { type Disk, noDisk, openDisk } from './disk.ts';

/** The demo's admin. */
const PIN = '2468';
/** A process that was killed is there again; four of them at once on a busy machine. */
const BACK_WITHIN_MS = 120_000;
/** All that have a process of their own and that a fault may hit. */
export const PROCESSES: string[] = [...SERVICES];

/** The whole restaurant, and the machine under it, which a fault may spoil. */
export interface House {
  restaurant: Restaurant;
  config: Config;
  pin: string;
  /** Where the printer's paper lies: not on the stick, as little as real paper does. */
  paper: string;
  squareUrl: string;
  /** The stick that its data is on; undefined where the machine cannot have one. */
  disk: Disk | undefined;
  /** Undefined without a C compiler. */
  machine: BadMachine | undefined;
  /** What was found at the mount point while nothing was mounted there. */
  underMount: string[];
  /** Processes that were killed, how often several at once, and power cuts, so far. */
  did: { kills: number; bursts: number; cuts: number };
  /** Where the operator's backups are. */
  backups: string;
  /** Papers of what a restore took back, by name: they may be there again. */
  oldPapers: Set<string>;
  /** As an admin asks, who logs in anew where his session is over; throws what is refused. */
  asAdmin<T>(method: string, path: string, body?: object): Promise<T>;
  pid(service: string): number;
  /** Resolves when this process is ready, and is another than it was. */
  isBack(service: string, before: number): Promise<void>;
  /** Resolves when all are ready. */
  isReady(): Promise<void>;
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const dir = mkdtempSync(join(tmpdir(), 'pos-faults-'));
  const paper = join(dir, 'paper');
  mkdirSync(paper);
  const machine = makeBadMachine(dir, PROCESSES);
  const disk = noDisk() ? undefined : await openDisk();
  const restaurant = await openRestaurant({
    LOG_LEVEL: 'info',
    POS_TEST_PAPER: paper,
    ...(disk && { POS_REQUIRE_MOUNT: disk.at, POS_DATA_DIR: join(disk.at, 'data') }),
    ...machine?.env,
  }).catch(async (error: unknown) => {
    await disk?.destroy();
    throw error;
  });
  const { config } = restaurant;
  const status = (service: string) => restaurant.status(service);
  let token = '';
  return {
    restaurant,
    config,
    pin: PIN,
    paper,
    squareUrl: `http://127.0.0.1:${config.POS_DEMO_SQUARE_PORT}`,
    disk,
    machine,
    underMount: [],
    did: { kills: 0, bursts: 0, cuts: 0 },
    backups: join(dir, 'backups'),
    oldPapers: new Set(),
    async asAdmin<T>(method: string, path: string, body?: object) {
      const ask = () =>
        restaurant.call<T>(method, path, body, { authorization: `Bearer ${token}` });
      let answer = await ask();
      if (answer.status === 401) {
        token = await restaurant.login(PIN);
        answer = await ask();
      }
      if (answer.status < 300) return answer.body;
      throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
    },
    pid: (service) => status(service)?.pid as number,
    isBack: (service, before) =>
      until(
        `${service} is back`,
        () => status(service)?.state === 'ready' && status(service)?.pid !== before,
        BACK_WITHIN_MS,
      ),
    isReady: () =>
      until(
        'all are ready',
        async () => {
          if (PROCESSES.some((service) => status(service)?.state !== 'ready')) return false;
          const { services } = await healthOf(restaurant);
          return Object.values(services).every((one) => one.status === 'ready');
        },
        BACK_WITHIN_MS,
      ),
    async close() {
      await restaurant.close();
      await disk?.destroy();
      rmSync(dir, { recursive: true });
    },
  };
}

type Health = { services: Record<string, { status: string }> };
async function healthOf(restaurant: Restaurant): Promise<Health> {
  const nothing = { services: { gateway: { status: 'away' } } };
  return restaurant.call<Health>('GET', '/health').then(
    ({ body }) => (body.services ? body : nothing),
    () => nothing,
  );
}
