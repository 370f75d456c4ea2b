import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '#shared/contracts/catalog.ts';
import type { Log } from '#shared/log.ts';
import { attempt, type Press, resolveInterrupted, tellAway } from './attempt.ts';
import type { Address } from './store.ts';

/** Soon at first, since many a printer is only busy; later rarely, but for ever. */
const AGAIN_AFTER_MS = [1_000, 2_000, 5_000, 10_000, 15_000];
/** About 18 s without a connection: no longer somebody else's job that is just being printed. */
const AWAY_AFTER_TRIES = 5;
/** A job under way gets this long at a stop, of the 2.5 s in which a process has to be gone. */
const FINISH_WITHIN_MS = 1_500;

interface Printing extends Press {
  /** The store's terms; nothing is printed before they are known. */
  settings: () => Settings | undefined;
  log: Log;
}

export interface Spooler {
  /** There may be something to print. */
  wake: () => void;
  /** Waits for the jobs under way; what is not done by then is resolved at the next start. */
  stop: () => Promise<void>;
}

/** Brings queued jobs to paper: one worker for each address, one job after the other. */
export function openSpooler(on: Printing): Spooler {
  const workers = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  return {
    wake() {
      for (const { host, port } of on.queue.printers()) {
        const key = `${host}:${port}`;
        if (workers.has(key) || stopping.signal.aborted) continue;
        const worker = work(on, { host, port }, stopping.signal, () => workers.delete(key));
        workers.set(key, worker);
      }
    },
    async stop() {
      stopping.abort();
      await Promise.race([Promise.all(workers.values()), sleep(FINISH_WITHIN_MS)]);
    },
  };
}

/** `finished` is called in the same tick in which the queue was found empty. */
async function work(
  on: Printing,
  address: Address,
  signal: AbortSignal,
  finished: () => void,
): Promise<void> {
  await Promise.resolve(); // the worker is known before it can finish
  for (let failures = 0; !signal.aborted; ) {
    try {
      const done = await printNext(on, address, failures + 1);
      if (done === 'nothing to do') break;
      failures = done ? 0 : failures + 1;
    } catch (error) {
      on.log.error({ err: error, address }, 'a job could not be printed');
      failures++;
    }
    const wait_ms = AGAIN_AFTER_MS[Math.min(failures, AGAIN_AFTER_MS.length) - 1] ?? 0;
    await sleep(wait_ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
  finished();
}

/** False: the job, or its printer, is to be tried again later. */
async function printNext(
  on: Printing,
  address: Address,
  tries: number,
): Promise<boolean | 'nothing to do'> {
  const store = on.settings();
  if (!store) return 'nothing to do';
  await resolveInterrupted(on, address);
  const job = on.queue.next(address);
  const printer = job && on.queue.printers().find(({ id }) => id === job.printer_id);
  if (!printer) return 'nothing to do';
  const outcome = await attempt(on, job, printer, store);
  if (typeof outcome === 'string') return outcome === 'settled';
  if (tries >= AWAY_AFTER_TRIES) await tellAway(on, address, outcome.away);
  return false;
}
