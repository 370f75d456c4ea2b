import type { Log } from '#shared/log.ts';
import type { Office } from './desk.ts';
import { OURSELVES } from './queue.ts';
import { bump, isDue } from './ticket.ts';

/** Nobody makes it any more; a kitchen that cooks from paper bumps nothing, ever. */
const LEFT_AFTER_MS = 24 * 3600_000;
/**
 * It has to be found old twice, so long apart: a clock that was just set right makes all look old
 * that hangs, and what was just recalled is to be made.
 */
const LOOK_EVERY_MS = 3600_000;
/** Tickets in one transaction: tills wait for no longer than a busy second's commit. */
const AT_ONCE = 100;

/** Takes down what has hung for more than a day. */
export interface Sweeper {
  look: () => Promise<void>;
  stop: () => void;
}

export function openSweeper(
  { database, journal, kitchen }: Pick<Office, 'database' | 'journal' | 'kitchen'>,
  log: Log,
): Sweeper {
  const { tickets } = kitchen;
  const left = () => tickets.left(new Date(Date.now() - LEFT_AFTER_MS).toISOString());
  let wasLeft = new Set(left());

  /** In a transaction. */
  function takeDown(ticket_id: number): void {
    const ticket = tickets.find(ticket_id);
    if (!ticket || !isDue(ticket)) return;
    const bumped_at = new Date().toISOString();
    kitchen.keep(bump(ticket, bumped_at));
    journal.announce('ticket_bumped', { ticket_id, bumped_at }, OURSELVES, bumped_at);
  }
  async function look(): Promise<void> {
    const ids = left();
    const again = ids.filter((id) => wasLeft.has(id));
    wasLeft = new Set(ids);
    for (let from = 0; from < again.length; from += AT_ONCE) {
      await database.transact(() => again.slice(from, from + AT_ONCE).forEach(takeDown));
    }
  }
  const timer = setInterval(() => {
    look().catch((error: Error) => log.error({ err: error }, 'an old ticket was not taken down'));
  }, LOOK_EVERY_MS).unref();

  return { look, stop: () => clearInterval(timer) };
}
