import type { z } from 'zod';
import type { Contract, Operation } from '#shared/contracts/contract.ts';
import { ERRORS } from '#shared/contracts/errors.ts';
import { catalog } from '#shared/contracts/catalog.ts';
import { orders } from '#shared/contracts/orders.ts';
import { payments } from '#shared/contracts/payments.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import type { daily } from '#shared/contracts/daily-report.ts';
import { PosError } from '#shared/errors.ts';
import { type LocalSquare, startSquare } from '../sandbox/square/square.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { disagreements } from './card-books.ts';
import type { Way } from './card-faults.ts';
import { cardStories, type Desk, SOUP, type Story } from './card-stories.ts';
import { endTheDay, heldStories } from './held-guests.ts';
import { fileOf, openTill, type Till, type ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';

/** A till's patience with one request, which it repeats under the same key until it is answered. */
const PATIENCE_MS = 60_000;
/** Whatever was begun is settled by then, restarts included. */
const SETTLES_WITHIN_MS = 240_000;
/** Each look opens all files. */
const LOOK_AGAIN_MS = 200;
/**
 * Nothing moved for so long: its next round is up to 30 s away. Each time half as long again: a
 * busy machine takes seconds to load the SDK, and a payments that is killed meanwhile gets nowhere.
 */
const RESTS_AFTER_MS = 1_500;
const LONGEST_REST_MS = 5_000;
const CALLER = { staff_id: 1, isAdmin: true, till: 'main' };
/** One of Square's test terminals: a card of up to 25.00 pays. */
const TERMINAL = '9fa747a2-25ff-48ee-b078-04381f7c828f';

/** Guests who pay with cards in every way there is, in a house whose Square is ours. */
export interface CardGuests {
  house: House;
  till: Till;
  square: LocalSquare;
  /** A guest up to the point where it matters; what is returned goes on, however it ends. */
  seat(way: Way): Promise<() => Promise<Served>>;
  /** Kills, and starts again. */
  restart(services: readonly string[]): Promise<void>;
  /** Lets what is under way come to its end. */
  settle(): Promise<void>;
  /** Where Square's ledger, payments, orders and the report do not agree. */
  disagreements(): Promise<string[]>;
  close(): Promise<void>;
}
export interface Served {
  way: Way;
  order: { id: number };
  /** What the till was told at the end; a code where it was refused. */
  said: string;
}

/** On the restaurant's clock, as `HH:MM`. */
function halfADayAway(): string {
  const at = new Date(Date.now() + 12 * 3600_000);
  const timeZone = 'America/New_York';
  return at.toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' });
}

export async function openCardGuests(
  card_capture: 'immediate' | 'delayed' = 'immediate',
): Promise<CardGuests> {
  const square = await startSquare();
  square.control.settings({ list_lag_ms: 0, refund_reads: 1 });
  const house = await openHouse(['catalog', 'staff', 'orders', 'payments', 'reporting'], {
    SQUARE_ENVIRONMENT: 'local',
    SQUARE_BASE_URL: square.url,
    SQUARE_ACCESS_TOKEN: square.access_token,
    SQUARE_LOCATION_ID: square.location_id,
  });
  const till = await openTill(house);
  const books = openBooks(house.config.POS_DATA_DIR);
  await house.asker.ask(catalog, 'set_settings', {
    card_capture,
    business_day_cutoff: halfADayAway(), // all evenings are of one business day
  });
  await until('payments has heard of it', () => {
    const [terms] = books.rows<{ card_capture: string }>('payments', 'SELECT * FROM store_terms');
    return terms?.card_capture === card_capture;
  });

  /** As a good till asks: the same key until there is an answer. */
  async function ask<T = ToldOrder>(of: Contract, name: string, input: object): Promise<T> {
    const key = crypto.randomUUID();
    const { kind } = of.operations[name] as Operation;
    const end = performance.now() + PATIENCE_MS;
    for (;;) {
      const patience_ms = Math.max(1, end - performance.now());
      const options = { caller: CALLER, key, patience_ms };
      try {
        return (await house.asker.question(of.service, name, kind, input, options)).output as T;
      } catch (error) {
        const isAway = error instanceof PosError && ERRORS[error.code].status === 503;
        if (!isAway || performance.now() > end) throw error;
      }
    }
  }
  const pay = ({ id }: { id: number }, more: object = {}) => {
    const token = { method: 'card', source_id: 'cnon:card-nonce-ok', tip: SOUP.tip };
    return ask(orders, 'add_payment', { order_id: id, ...token, ...more });
  };
  const begin = async ({ id: order_id }: { id: number }) => {
    const begun = await ask<Begun>(payments, 'begin_attempt', { order_id });
    return { reference_id: begun.attempt_id, amount: Math.round(begun.charge_amount * 100) };
  };
  /** Refused while Square cannot be asked: then the waiter taps again. */
  async function cancel({ reference_id: attempt_id }: { reference_id: string }): Promise<void> {
    for (let taps = 1; ; taps++) {
      try {
        await ask(payments, 'cancel_attempt', { attempt_id, reason: 'timed_out' });
        return;
      } catch (error) {
        const isUnknown = error instanceof PosError && error.code === 'PAYMENT_UNKNOWN';
        if (!isUnknown || taps === 10) throw error;
      }
    }
  }
  const checkOut = ({ id: order_id }: { id: number }) =>
    ask(payments, 'begin_checkout', { order_id, device_id: TERMINAL });
  const refund = ({ id: order_id }: { id: number }, more: object = {}) =>
    ask(orders, 'refund_order', { order_id, reason: 'cold', include_tip: true, ...more });

  const desk: Desk = { square, ask, pay, begin, cancel, checkOut, refund };
  const stories: Record<Way, Story> = { ...cardStories(desk), ...heldStories(desk) };

  async function restart(services: readonly string[]): Promise<void> {
    await Promise.all(services.map((service) => house.kill(service)));
    await Promise.all(services.map((service) => house.start(service)));
  }

  const count = (service: string, sql: string) =>
    books.rows<{ n: number }>(service, `SELECT count(*) AS n FROM ${sql}`)[0]?.n ?? 0;
  /** What somebody still has to find out, or to do. */
  const underWay = () => ({
    tenders: count('orders', "payment WHERE status = 'pending'"),
    attempts: count('payments', "attempt WHERE status IN ('created', 'sending', 'unknown')"),
    refunds: count('payments', "card_refund WHERE status IN ('requested', 'pending')"),
    held: count('payments', 'attempt WHERE capture_at IS NOT NULL'),
    late: unseenLate(),
  });
  const isSettled = () => Object.values(underWay()).every((n) => n === 0);
  /** A payment after its attempt was given up: it turns up when Square is looked through. */
  const unseenLate = () => {
    const known = new Set(
      books
        .rows<{ id: string }>(
          'payments',
          `SELECT square_payment_id AS id FROM attempt WHERE square_payment_id IS NOT NULL
           UNION SELECT square_payment_id FROM unmatched_payment`,
        )
        .map(({ id }) => id),
    );
    const moved = ['COMPLETED', 'APPROVED'];
    const taken = square.ledger.payments().filter(({ status }) => moved.includes(status));
    return taken.filter(({ id }) => !known.has(id)).length;
  };

  /** Nobody waits at these readers any more, as ten minutes later payments would say itself. */
  async function giveUpReaders(): Promise<void> {
    const open = "SELECT attempt_id FROM attempt WHERE kind = 'reader' AND status = 'created'";
    const waiting = books.rows<{ attempt_id: string }>('payments', open);
    for (const { attempt_id } of waiting) {
      await ask(payments, 'cancel_attempt', { attempt_id }).catch(() => undefined);
    }
  }

  return {
    house,
    till,
    square,
    async seat(way) {
      const order = await till.create(['Tomato soup', 'Espresso']);
      const goOn = await stories[way](order);
      return async () => {
        const said = await goOn().then(
          () => 'done',
          (error: unknown) => (error instanceof PosError ? error.code : String(error)),
        );
        return { way, order, said };
      };
    },
    restart,
    async settle() {
      const end = performance.now() + SETTLES_WITHIN_MS;
      let before = '';
      let rests_after_ms = RESTS_AFTER_MS;
      let moved_ms = 0; // at once: as after a night, payments looks through all that is open
      for (let looks = 0; !isSettled() || books.behind().length > 0; looks++) {
        const now = JSON.stringify([underWay(), books.behind()]);
        if (performance.now() > end) throw new Error(`not settled in time: ${now}`);
        await new Promise((again) => setTimeout(again, LOOK_AGAIN_MS));
        if (now !== before && looks > 0) moved_ms = performance.now();
        before = now;
        if (performance.now() - moved_ms < rests_after_ms) continue;
        if (looks > 0) rests_after_ms = Math.min(rests_after_ms * 1.5, LONGEST_REST_MS);
        endTheDay(fileOf(house, 'payments'));
        await restart(['payments']);
        await giveUpReaders();
        moved_ms = performance.now();
        if (looks > 0) square.control.clear_faults(); // one night Square is well again
      }
      square.control.clear_faults();
    },
    async disagreements() {
      const said = await ask<z.input<typeof daily>>(reporting, 'report_today', {});
      const cents = (sum: number) => Math.round(sum * 100);
      const { card_sales, card_fees, tips_received } = said;
      const told = { payments: square.ledger.payments(), sums: square.ledger.sums() };
      return disagreements(books, told, {
        card_sales: cents(card_sales),
        card_fees: cents(card_fees),
        tips_received: cents(tips_received),
      });
    },
    async close() {
      await house.close();
      await square.close();
    },
  };
}
interface Begun {
  attempt_id: string;
  charge_amount: number;
}
