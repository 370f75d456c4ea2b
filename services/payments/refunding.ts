import { z } from 'zod';
import type { Alarms } from '#shared/alarms.ts';
import { money } from '#shared/contracts/money.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { Log } from '#shared/log.ts';
import { SELF } from './attempt-book.ts';
import { isLate, nextLook, NOT_HEARD_OF, type StoredRefund } from './card-refund.ts';
import type { RefundStore } from './refund-store.ts';
import type { Said } from './square-refund.ts';
import type { Unmatched } from './unmatched.ts';

interface Desk {
  database: Database;
  journal: Journal<typeof payments>;
  alarms: Alarms;
  refunds: RefundStore;
  unmatched: Unmatched;
  log: Log;
  ask: (row: StoredRefund) => Promise<Said>;
}

type Ended = 'completed' | 'failed';

/** A clock that was set back is noticed within this; a new refund wakes it earlier anyway. */
const LONGEST_SLEEP_MS = 60_000;
/** After an error of our own: it must not come again without a pause. */
const AFTER_ERROR_MS = 60_000;

export type Refunding = ReturnType<typeof openRefunding>;

/** Takes what goes back to a card to Square, one at a time, until it is done or refused. */
export function openRefunding(desk: Desk) {
  const { database, journal, alarms, refunds, unmatched, log, ask } = desk;
  const now = () => new Date().toISOString();
  let running = false;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let latest = ''; // that the clock has said here

  async function step(row: StoredRefund): Promise<void> {
    const said = { ...(await ask(row)), id: row.id };
    // first, so that it is not lost with the process; unmatched money has its own
    if (said.status === 'failed' && row.payment_id !== null) {
      await alarms.raise(`refund_failed_${row.id}`, wordsOf(row, said.code));
    }
    const at = now();
    if (at > latest) latest = at; // the clock may have jumped while Square was asked
    await database.transact(() => {
      if (said.status === 'requested' || said.status === 'pending') {
        const tries = row.tries + Number(said.code !== NOT_HEARD_OF);
        return refunds.later({ ...said, tries, next_at: nextLook({ ...row, ...said }, at) });
      }
      refunds.settle({ ...said, at });
      tell(row, said.status, said.code, at);
    });
  }

  /** Orders has never heard of unmatched money: what Square refuses of it is open again. */
  function tell(row: StoredRefund, outcome: Ended, code: string | null, at: string): void {
    const { refund_id, payment_id, order_id, amount } = row;
    if (payment_id !== null) {
      const told = { refund_id, payment_id, order_id, amount, code };
      journal.announce('card_refund_settled', { ...told, outcome }, SELF, at);
    } else if (outcome === 'failed') {
      unmatched.reopen(row.square_payment_id as string, { actor: SELF, at });
    }
  }

  /** One alarm for all that wait too long; gone when none does. */
  async function alarmLate(): Promise<void> {
    const late = refunds.unsettled().filter((row) => isLate(row, now()));
    const [oldest] = late;
    if (!oldest) return alarms.clear('refunds_waiting');
    const more = late.length > 1 ? `, and ${late.length - 1} more` : '';
    const why =
      oldest.code === 'CARD_NOT_CONFIGURED'
        ? 'Square is not set up'
        : `Square has not done it yet (${oldest.code ?? oldest.status})`;
    const words = `${sumOf(oldest)} waits to go back to a card${more}: ${why}.`;
    await alarms.raise('refunds_waiting', words);
  }

  async function run(): Promise<void> {
    if (running || stopped) return;
    running = true;
    clearTimeout(timer);
    try {
      await noticeClock();
      for (let row = refunds.due(now()); row && !stopped; row = refunds.due(now())) await step(row);
      if (!stopped) await alarmLate();
      running = false;
      sleep(0);
    } catch (error) {
      log.error({ err: error }, 'a refund could not be taken further');
      running = false;
      sleep(AFTER_ERROR_MS);
    }
  }

  /** What was to be asked after hours of a clock that was ahead, and is right now, is due. */
  async function noticeClock(): Promise<void> {
    const at = now();
    if (at < latest) await database.transact(() => refunds.hurry(at));
    latest = at;
  }

  function sleep(least_ms: number): void {
    const next_at = stopped ? null : refunds.next();
    if (!next_at) return;
    const left_ms = Math.max(Date.parse(next_at) - Date.now(), least_ms);
    clearTimeout(timer);
    timer = setTimeout(() => void run(), Math.min(left_ms, LONGEST_SLEEP_MS)).unref();
  }

  /** The same, once what it is called in is committed. */
  const begin = () => database.afterCommit(() => void run());

  return {
    /** In a transaction: something is to go back. */
    begin,
    /** Asks about all that is not done: at a start, and when Square has been set up. */
    hurry: () =>
      database.transact(() => {
        refunds.hurry(now());
        begin();
      }),
    /** Square says that it has news of a refund of its own. */
    look: (square_refund_id: string) =>
      database.transact(() => {
        refunds.hurryOne(square_refund_id, now());
        begin();
      }),
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

const sumOf = ({ amount, order_id }: StoredRefund) =>
  `${z.encode(money, amount).toFixed(2)} of order ${order_id}`;

function wordsOf(row: StoredRefund, code: string | null): string {
  const what = `Square will not give ${sumOf(row)} back to the card (${code})`;
  return row.refund_id === null
    ? `${what}: the money is still to be returned to the guest, in cash for example.`
    : `${what}: the order counts it as paid again; refund it in another way.`;
}
