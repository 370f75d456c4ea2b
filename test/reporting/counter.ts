import { join, resolve } from 'node:path';
import { z } from 'zod';
import { openAlarms } from '#shared/alarms.ts';
import { type Call, parseInput } from '#shared/answer.ts';
import type { Payload } from '#shared/contracts/contract.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { TenderOutcome } from '#shared/contracts/payments.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import { openDatabase } from '#shared/database.ts';
import { encode } from '#shared/encode.ts';
import { follow } from '#shared/follow.ts';
import type { Reactions } from '#shared/reactions.ts';
import { BEGINNING, openJournal, type Point } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { refold } from '#shared/refold.ts';
import type { Connection } from '#shared/storage.ts';
import { openCards } from '../../services/orders/cards.ts';
import { openClosing } from '../../services/orders/closing.ts';
import { openDesk } from '../../services/orders/desk.ts';
import { followed } from '../../services/orders/followers.ts';
import { ordersHandlers } from '../../services/orders/handlers.ts';
import { openLookupStore } from '../../services/orders/lookup-store.ts';
import { openRefunding } from '../../services/orders/refunding.ts';
import { openChecks } from '../../services/reporting/check-store.ts';
import { openDayBook } from '../../services/reporting/day-book.ts';
import { reportingHandlers } from '../../services/reporting/handlers.ts';
import { brokenOf, identitiesOf } from '../../services/reporting/identity.ts';
import { openRebuild } from '../../services/reporting/rebuild.ts';
import { openReports } from '../../services/reporting/reports-store.ts';
import { salesProjection } from '../../services/reporting/sales.ts';
import type { House } from '../support/house.ts';
import type { ToldOrder } from '../support/till.ts';

const migrationsOf = (service: string) =>
  resolve(import.meta.dirname, '../../services', service, 'migrations');
const NOBODY = { touched() {}, counted() {} };
type Asked = keyof (typeof orders)['operations'];
type Report = keyof (typeof reporting)['operations'];
type Told<N extends Asked> = z.input<(typeof orders)['operations'][N]['output']>;
type Reported<N extends Report> = z.input<(typeof reporting)['operations'][N]['output']>;

function react(reactions: Reactions<typeof orders>, entry: Entry): void {
  const event = orders.events[entry.type as keyof typeof orders.events];
  const reaction = reactions[entry.type as keyof typeof orders.events];
  reaction?.(z.decode(event.payload, entry.body as never) as never, entry);
}

export type Counter = Awaited<ReturnType<typeof openCounter>>;

/**
 * Orders and reporting in the test's own process, on real files and a real broker, so that a call
 * can be of any instant: their handlers and folds are the ones that are served, and what they
 * answer is what HTTP would tell.
 */
export async function openCounter(house: House) {
  const { config, bus, asker } = house;
  const log = openLog('counter', config);
  const open = (name: string) => openDatabase(name, config, migrationsOf(name), () => undefined);
  const [database, books] = [open('orders'), open('reporting')];
  // what is looked at here is sums, not what a power cut leaves
  for (const { connection } of [database, books]) connection.pragma('synchronous = OFF');
  const { connection } = database;
  const journal = openJournal(orders, database, bus);
  const alarms = openAlarms(database, bus);
  const desk = openDesk(database, journal, bus);
  const { menu } = desk;
  const lookup = openLookupStore(connection);
  const [closing, refunding] = [openClosing(desk, lookup), openRefunding(desk, lookup)];
  const migrations = migrationsOf('orders');
  const on = { bus, asker, database, config, alarms, log, migrations, journal };
  const cards = openCards({ ...desk, ...on, closing });
  const followers = followed(cards, refunding).map((one) => follow(on, one));
  await Promise.all(followers.map(({ ready }) => ready));
  const handlers = ordersHandlers(desk, lookup, closing, cards, refunding);

  const reports = openReports(books.connection);
  const book = openDayBook(reports);
  const rebuild = openRebuild([], () => undefined);
  const toldBy = { database: books, journal: openJournal(reporting, books, bus) };
  const reportHandlers = reportingHandlers({
    ...toldBy,
    reports,
    book,
    rebuild,
    zFiles: { write() {} },
    show() {},
  });
  const { zReports, house: terms } = reports;
  terms.saveTerms(menu.settings() as never);
  const reactions = salesProjection(zReports.closedBefore, NOBODY).apply(books.connection);
  const checks = openChecks(books.connection);
  let folded: Point = BEGINNING;

  const callOf = (at: string, caller: Call['caller']): Call => {
    return { caller, actor: caller, at, key: `${Math.random()}`, budget_ms: 1000 };
  };

  return {
    menu,
    books,
    /** What orders would answer at this instant; a refusal throws, and leaves nothing behind. */
    async ask<N extends Asked>(
      name: N,
      input: object,
      at: string,
      caller: Call['caller'] = { staff_id: 1, till: 'main' },
    ): Promise<Told<N>> {
      const operation = orders.operations[name];
      const parsed = parseInput(operation.input, input);
      const run = handlers[name] as unknown as (input: unknown, call: Call) => never;
      const answer = await database.transact(() => run(parsed, callOf(at, caller)));
      return encode(operation.output as z.ZodType, answer) as Told<N>;
    },
    /** A card that was begun has paid. */
    settle: (outcome: TenderOutcome, at: string) =>
      database.transact(() => cards.settle(outcome, { service: 'payments' }, at)),
    announce: (tip: Payload<typeof orders, 'tip_adjusted'>, at: string) =>
      database.transact(() => journal.announce('tip_adjusted', tip, { staff_id: 1 }, at)),
    /** As when Square refuses a refund afterwards: the same with its sums the other way round. */
    async reverse(made: ToldOrder['refunds'][number], order: ToldOrder, day: string) {
      const turn = (value: unknown): unknown => {
        if (typeof value !== 'object' || value === null) return value;
        const sums = /^(amount|net|tax|taxable|card_fee|tip|cash_rounding|quantity)$/;
        const parts = Object.entries(value).map(([name, part]) =>
          sums.test(name) ? [name, 0 - (part as number)] : [name, turn(part)],
        );
        return Array.isArray(value) ? value.map(turn) : Object.fromEntries(parts);
      };
      const told = {
        ...(turn(made) as object),
        id: made.id + 1000,
        reverses: made.id,
        business_day: day,
        original_business_day: order.business_day,
        status: 'closed',
        sold_by: order.staff_id,
      };
      const { payload } = orders.events.refund_made;
      const event = z.decode(payload, told as never);
      const at = new Date().toISOString();
      await database.transact(() => journal.announce('refund_made', event, {}, at));
    },
    /** As if the Z of a day had just been made, and orders had not heard of it. */
    seal: (business_day: string) =>
      books.transact(() => {
        const { seq: orders_seq } = journal.head();
        const made = { number: 1, business_day, key: 'z', closed_at: '', content: '{}' };
        zReports.add({ ...made, orders_seq });
      }),
    /** Everything once more, beside what is there. */
    async foldAnew(moved = (_end: Point) => {}): Promise<void> {
      const projection = salesProjection(zReports.closedBefore, NOBODY);
      const fold = (scratch: Connection) => {
        const anew = projection.apply(scratch);
        return (entry: Entry) => react(anew, entry);
      };
      const changes = async (point: Point) => journal.changes(point);
      const file = { database: books, migrations: migrationsOf('reporting') };
      await refold(file, projection.tables, fold, changes, moved, () => {});
    },
    /** Folds what was announced since the last time. */
    async fold(): Promise<void> {
      for (;;) {
        const { entries } = journal.changes(folded);
        const last = entries.at(-1);
        if (!last) return;
        await books.transact(() => {
          for (const entry of entries) react(reactions, entry);
        });
        folded = { seq: last.seq, hash: last.hash };
      }
    },
    /** What reporting would answer now. */
    report<N extends Report>(name: N, input: object): Reported<N> {
      const operation = reporting.operations[name];
      const run = reportHandlers[name] as unknown as (input: unknown, call: Call) => never;
      const parsed = parseInput(operation.input, input);
      const answer = run(parsed, callOf(new Date().toISOString(), { staff_id: 1, till: 'main' }));
      return encode(operation.output as z.ZodType, answer) as Reported<N>;
    },
    /** In words, what of a day does not agree. */
    broken(date: string): string | undefined {
      const found = checks.day(date);
      return found && brokenOf(date, identitiesOf(found.sums, found.checks));
    },
    rows: (table: string) =>
      books.connection.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all() as object[],
    file: join(config.POS_DATA_DIR, 'reporting.db'),
    close(): void {
      for (const follower of followers) follower.stop();
      database.close();
      books.close();
    },
  };
}
