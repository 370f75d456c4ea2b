import { execFile } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { type Config, runtimeDir } from '#shared/config.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import { stickProblem } from '#shared/stick.ts';
import type { Supervisor } from './supervisor.ts';

/** Time to walk to the machine; a stick that nobody pulled is used again after it. */
const HOLD_MS = 5 * 60_000;
/** How soon it is seen that the stick was pulled, or that the time is over. */
const LOOK_EVERY_MS = 1_000;
/** What is written already goes out within this, also to a slow stick. */
const SYNC_WITHIN_MS = 20_000;
/** What root was asked for is done by then: nothing is left to be written. */
const ROOT_WITHIN_MS = 5_000;

export interface Ejection {
  safe_to_remove: boolean;
  unmounted: boolean;
  detail: string;
  until: string;
}

/** What is remembered while it may be pulled. */
interface Held {
  until_ms: number;
  /** Those that have a file on it. */
  owners: string[];
}

/** Lets the stick with the data go, and takes care that the restaurant comes back in any case. */
export function openEjector(
  config: Config,
  log: Log,
  supervisor: Pick<Supervisor, 'stop' | 'restart'>,
  services: readonly string[],
  hold_ms = HOLD_MS,
) {
  /** Outlives the gateway: what was stopped is started, whoever is running then. */
  const note = join(runtimeDir(config), 'ejected-until');
  const mount = config.POS_REQUIRE_MOUNT ?? '';

  const problem = () => {
    try {
      return stickProblem(config);
    } catch (error) {
      return (error as Error).message;
    }
  };

  /** Owners start at once when it is gone: they wait for their storage, and say so. */
  function watch({ until_ms, owners }: Held): void {
    const timer = setInterval(() => {
      if (!problem() && Date.now() < until_ms) return;
      clearInterval(timer);
      rmSync(note, { force: true });
      for (const name of owners) {
        supervisor.restart(name).catch((err: unknown) => log.error({ err, name }, 'not started'));
      }
    }, LOOK_EVERY_MS);
    timer.unref();
  }
  if (existsSync(note)) watch(JSON.parse(readFileSync(note, 'utf8')) as Held);

  const run = promisify(execFile);

  /** Only root may, unless /etc/fstab says otherwise; resolves with whether it is unmounted. */
  const unmount = () =>
    run('umount', [mount], { timeout: SYNC_WITHIN_MS }).then(() => true, askRoot);

  async function askRoot(): Promise<boolean> {
    const asked = config.POS_EJECT_FILE;
    if (!asked) return false;
    try {
      writeFileSync(asked, '');
    } catch {
      return false; // nobody listens there: whoever ejects is told how
    }
    const until_ms = performance.now() + ROOT_WITHIN_MS;
    while (!problem() && performance.now() < until_ms) await sleep(LOOK_EVERY_MS / 10);
    rmSync(asked, { force: true });
    return problem() !== undefined;
  }

  function check(): void {
    if (!mount || problem()) throw new PosError('NO_STICK');
  }

  return {
    /** NO_STICK: there is nothing to eject. */
    check,
    /** NO_STICK, NOT_SUPERVISED. Each owner folds its write-ahead log into its file as it stops. */
    async eject(): Promise<Ejection> {
      check();
      const until_ms = Date.now() + hold_ms;
      const owners = services.filter((name) => existsSync(join(config.POS_DATA_DIR, `${name}.db`)));
      writeFileSync(note, JSON.stringify({ until_ms, owners } satisfies Held));
      watch({ until_ms, owners });
      await Promise.all(owners.map((name) => supervisor.stop(name)));
      await run('sync', ['-f', mount], { timeout: SYNC_WITHIN_MS });
      const unmounted = await unmount();
      const end = `If it is still in at ${new Date(until_ms).toISOString()}, it is used again.`;
      const how = unmounted
        ? 'It is unmounted: pull it out.'
        : `Every file is closed and written: pull it out, or first: sudo umount ${mount}.`;
      return {
        safe_to_remove: true,
        unmounted,
        detail: unmounted ? how : `${how} ${end}`,
        until: new Date(until_ms).toISOString(),
      };
    },
  };
}
