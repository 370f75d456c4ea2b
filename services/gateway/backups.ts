import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { listBackups, readBackup } from '#shared/backups.ts';
import type { Bus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';
import type { Manifest } from '#shared/contracts/backups.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import { isDue, lateness, type Proven } from './backup-age.ts';
import { openOwnAlarm } from './own-alarm.ts';

/** Reads and copies files: in a process of its own, since nobody may wait for a disk here. */
const WORKER = join(import.meta.dirname, '../../deploy/back-up.ts');
/** Often enough for a quarter of an hour. */
const LOOK_EVERY_MS = 15_000;
/** The services have begun by then, and what it finds is of the restaurant that is open. */
const FIRST_LOOK_MS = 60_000;

export type Backups = ReturnType<typeof openBackups>;

/** Makes a backup every quarter of an hour, and says how they are. */
export function openBackups(bus: Bus, config: Config, log: Log) {
  const folder = config.POS_BACKUP_DIR;
  const opened_ms = Date.now();
  let running: { child: ChildProcess; verifies?: string } | undefined;
  let newest: Proven | undefined;
  let tried_ms = 0;
  let problem: string | null = null;
  const alarm = openOwnAlarm(bus, 'backup');
  let looking = folder ? setTimeout(look, FIRST_LOOK_MS).unref() : undefined;
  void remember().catch(() => undefined);

  /** Which one is the newest that was proven: health is asked often, and reads no disk. */
  async function remember(): Promise<void> {
    if (!folder) return;
    const one = (await listBackups(folder)).find(({ proven_at }) => proven_at !== null);
    const until_ms = Date.parse(one?.same_until ?? one?.made_at ?? '');
    newest = one && { until_ms, proven_at: one.proven_at as string };
  }

  function look(): void {
    looking = setTimeout(look, LOOK_EVERY_MS).unref();
    const now_ms = Date.now();
    if (!running && isDue(newest, tried_ms, now_ms)) begin({ onlyIfChanged: true });
    if (lateness(newest, opened_ms, now_ms) === 'too_old' && !problem) {
      alarm.raise('No backup was proven for too long.');
    }
  }

  function begin(how: { verifies?: string; onlyIfChanged?: boolean } = {}): void {
    const { verifies } = how;
    const order = JSON.stringify({ ...placesOf(config), ...how });
    const child = fork(WORKER, [order], { stdio: 'ignore' });
    running = { child, ...(verifies && { verifies }) };
    if (!verifies) tried_ms = Date.now();
    let said: string | null = 'It ended before it was ready.';
    child.on('message', (message) => void ({ problem: said } = message as { problem: null }));
    child.on('error', (error) => void (said = error.message));
    child.on('close', () => void ended(said));
  }

  async function ended(said: string | null): Promise<void> {
    problem = said;
    await remember().catch(() => undefined);
    running = undefined;
    if (said === null) return alarm.clear();
    log.error({ problem: said }, 'a backup failed');
    alarm.raise(`A backup failed: ${said}`);
  }

  /** BACKUPS_OFF, BACKUPS_UNREADABLE. */
  async function read<T>(how: (at: string) => Promise<T>): Promise<T> {
    if (!folder) throw new PosError('BACKUPS_OFF');
    try {
      return await how(folder);
    } catch (error) {
      log.error({ err: error }, 'the backups cannot be read');
      throw new PosError('BACKUPS_UNREADABLE');
    }
  }

  function told(kept: Manifest) {
    const isBeingVerified = running?.verifies === kept.id;
    const status = kept.proven_at ? 'proven' : kept.problem ? 'failed' : 'made';
    return { ...kept, status: isBeingVerified ? ('being_verified' as const) : status } as const;
  }

  async function find(id: string) {
    const found = await read((at) => readBackup(at, id));
    if (!found) throw new PosError('BACKUP_NOT_FOUND');
    return told(found);
  }

  function mustRest(): void {
    if (!folder) throw new PosError('BACKUPS_OFF');
    if (running) throw new PosError('BACKUP_RUNNING');
  }

  return {
    find,
    async list() {
      const backups = (await read(listBackups)).map(told);
      return { backups, running: running !== undefined, problem };
    },
    /** BACKUP_RUNNING: one is made or verified already. */
    make() {
      mustRest();
      begin();
      return { running: true };
    },
    async verify(id: string) {
      await find(id);
      mustRest();
      begin({ verifies: id });
      return find(id);
    },
    health(now_ms: number) {
      const age = newest ? Math.max(0, Math.floor((now_ms - newest.until_ms) / 1000)) : null;
      const status = folder ? lateness(newest, opened_ms, now_ms) : ('off' as const);
      return { status, proven_at: newest?.proven_at ?? null, age };
    },
    acknowledge: alarm.acknowledge,
    stop() {
      clearTimeout(looking);
      running?.child.kill('SIGKILL'); // what is half made is swept away by the next one
    },
  };
}

/** What the process that makes them has to know. */
function placesOf(config: Config) {
  const { POS_DATA_DIR, POS_STATE_DIR, POS_BACKUP_DIR, POS_BACKUP_MOST_BYTES } = config;
  const { POS_REQUIRE_MOUNT, POS_STICK_ID } = config;
  const stick = { POS_REQUIRE_MOUNT, POS_STICK_ID };
  return { POS_DATA_DIR, POS_STATE_DIR, POS_BACKUP_DIR, POS_BACKUP_MOST_BYTES, ...stick };
}
