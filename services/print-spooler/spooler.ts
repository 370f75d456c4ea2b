import { setTimeout as sleep } from 'node:timers/promises';
import type { Settings } from '#shared/contracts/catalog.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Journal } from '#shared/journal.ts';
import type { Log } from '#shared/log.ts';
import { attempt, type Outcome, type Press, resolveInterrupted } from './attempt.ts';
import { settleOverdue } from './overdue.ts';
import type { Address, Printer } from './printer-setup.ts';
import type { openPrintSettings } from './printer-store.ts';

/** Soon at first, since many a printer is only busy; later rarely, but for ever. */
const AGAIN_AFTER_MS = [1_000, 2_000, 5_000, 10_000, 15_000];
/** Somebody is just putting paper in: it goes on soon after. */
const BLOCKED_AGAIN_MS = 1_000;
/** About 18 s without a connection: no longer somebody else's job that is just being printed. */
const AWAY_AFTER_TRIES = 5;
/** A job under way gets this long at a stop, of the 2.5 s in which a process has to be gone. */
const FINISH_WITHIN_MS = 1_500;
/** How exactly a drawer's 10 s and the wait for a backup printer are kept. */
const OVERDUE_EVERY_MS = 500;
/** Paper that ran out between two jobs is told before the next guest. */
const LOOK_EVERY_MS = 60_000;
/** Whoever asks again or explains an old day does it within a month; a year of them is 1 GB. */
const FORGET_AFTER_MS = 31 * 24 * 3600_000;

interface Printing extends Press {
  journal: Journal<typeof printSpooler>;
  printSettings: ReturnType<typeof openPrintSettings>;
  /** The store's terms; nothing is printed before they are known. */
  settings: () => Settings | undefined;
  log: Log;
}

export interface Spooler {
  /** There may be something to print. */
  wake: () => void;
  /** Asks every printer that is not just printing how it is. */
  look: () => Promise<void>;
  /** Waits for the jobs under way; what is not done by then is resolved at the next start. */
  stop: () => Promise<void>;
}

/** Brings queued jobs to paper: one worker for each address, one job after the other. */
export function openSpooler(on: Printing): Spooler {
  const workers = new Map<string, Promise<void>>();
  const stopping = new AbortController();
  const underWay = new Set<string>();

  /** One at a time for each address; undefined while there is somebody. */
  function occupy({ host, port }: Address, doing: () => Promise<void>): Promise<void> | undefined {
    const key = `${host}:${port}`;
    if (workers.has(key) || stopping.signal.aborted) return undefined;
    const worker = Promise.resolve()
      .then(doing) // it is known before it can finish
      .catch((error: Error) => on.log.error({ err: error, key }, 'a printer was not served'))
      .finally(() => workers.delete(key));
    workers.set(key, worker);
    return worker;
  }
  function wake(): void {
    for (const { host, port } of on.machines.printers()) {
      void occupy({ host, port }, () => work(on, { host, port }, stopping.signal, underWay));
    }
  }
  async function look(): Promise<void> {
    const looks = on.machines.printers().map((printer) => {
      return occupy(printer, async () => {
        const opened = await on.machines.open(printer);
        if ('line' in opened) return opened.line.close();
        if ('away' in opened) return on.machines.note(printer, 'away', opened.away);
        return on.machines.note(printer, opened.blocked);
      });
    });
    await Promise.all(looks.filter((one) => one !== undefined));
    wake(); // what came meanwhile
  }
  async function settle(): Promise<void> {
    const now = new Date();
    if (await settleOverdue(on, now.toISOString())) wake();
  }
  function forget(): void {
    const before = new Date(Date.now() - FORGET_AFTER_MS).toISOString();
    on.database.transact(() => on.queue.forget(before)).catch(() => undefined);
  }
  const quietly = (doing: () => Promise<void>) => () =>
    void doing().catch((error: Error) => on.log.error({ err: error }, 'not settled'));
  const timers = [
    setInterval(quietly(settle), OVERDUE_EVERY_MS),
    setInterval(quietly(look), LOOK_EVERY_MS),
    setInterval(forget, LOOK_EVERY_MS),
  ];
  for (const timer of timers) timer.unref();

  return {
    wake,
    look,
    async stop() {
      for (const timer of timers) clearInterval(timer);
      stopping.abort();
      await Promise.race([Promise.all(workers.values()), sleep(FINISH_WITHIN_MS)]);
    },
  };
}

async function work(
  on: Printing,
  address: Address,
  signal: AbortSignal,
  underWay: Set<string>,
): Promise<void> {
  for (let failures = 0; !signal.aborted; ) {
    let wait_ms = 0;
    try {
      const done = await printNext(on, address, failures + 1, underWay);
      if (done === 'nothing to do') return;
      failures = done === 'settled' || done === 'blocked' || done === 'gone' ? 0 : failures + 1;
      if (done === 'blocked') wait_ms = BLOCKED_AGAIN_MS;
    } catch (error) {
      on.log.error({ err: error, address }, 'a job could not be printed');
      failures++;
    }
    wait_ms ||= AGAIN_AFTER_MS[Math.min(failures, AGAIN_AFTER_MS.length) - 1] ?? 0;
    if (wait_ms) await sleep(wait_ms, undefined, { signal, ref: false }).catch(() => undefined);
  }
}

async function printNext(
  on: Printing,
  address: Address,
  tries: number,
  underWay: Set<string>,
): Promise<Outcome | 'nothing to do'> {
  const store = on.settings();
  if (!store) return 'nothing to do';
  await resolveInterrupted(on, address, underWay);
  const job = on.queue.next(address);
  const printer = job && on.machines.printer(job.printer_id);
  if (!printer) return 'nothing to do';
  underWay.add(job.id);
  try {
    const outcome = await attempt(on, job, printer, store);
    if (typeof outcome === 'object') await tellAway(on, printer, outcome.away, tries);
    return outcome;
  } finally {
    underWay.delete(job.id);
  }
}

/** A drawer cannot wait until it is sure that the printer is not only busy. */
async function tellAway({ machines }: Printing, printer: Printer, why: string, tries: number) {
  if (tries >= AWAY_AFTER_TRIES) await machines.note(printer, 'away', why);
}
