import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import type { z } from 'zod';
import type { daily } from '#shared/contracts/daily-report.ts';
import { PosError } from '#shared/errors.ts';
import { type House, openHouse } from '../support/house.ts';
import { fileOf, openTill, type Till, type Told } from '../support/till.ts';
import { until } from '../support/until.ts';

type Report = z.input<typeof daily>;
type Closed = Told<'close_order'>;

let house: House;
let till: Till;
const sold: Closed[] = [];

/** What HTTP would answer. */
async function report(date?: string): Promise<Report> {
  const name = date ? 'report_day' : 'report_today';
  const { output } = await house.asker.question('reporting', name, 'read', date ? { date } : {});
  return output as Report;
}

const NAMES = ['Espresso', 'Tomato soup', 'Draft lager', 'Rye old fashioned', 'Affogato'];
const someGuest = fc.record({
  names: fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 6 }),
  discount: fc.constantFrom(undefined, '$5 off', 'Neighbors 10%'),
  tip: fc.nat({ max: 500 }),
  refund: fc.constantFrom(undefined, undefined, {}, { include_tip: true }, { amount: 1.5 }),
});

/** Guests who order at random, all of whom pay. */
async function serve(count: number): Promise<void> {
  for (const { names, discount, tip, refund } of fc.sample(someGuest, count)) {
    const discount_id = discount && till.idOf(discount);
    const order = await till.create(names, { discount_id });
    const paid = await till.pay(order, 200, tip / 100);
    const back = { order_id: order.id, reason: 'not what I ordered', ...refund };
    if (refund && paid.total > 2) await till.ask('refund_order', back);
    sold.push({ ...paid, ...(await till.see(order.id)) });
  }
}

/** The day's figures as somebody finds them who adds up the receipts. */
function addedUp(receipts: Closed[], open_orders: number): Report {
  const inCents = (of: (order: Closed) => number) =>
    receipts.reduce((sum, order) => sum + Math.round(of(order) * 100), 0);
  const back = (of: 'net' | 'tax' | 'tip' | 'amount') =>
    inCents((order) => order.refunds.reduce((sum, refund) => sum + refund[of], 0));
  const net = inCents((order) => order.subtotal) - inCents((order) => order.discount_total);
  const times = receipts.map((order) => order.closed_at as string).toSorted();
  return {
    date: receipts[0]?.business_day as string,
    total_sales_gross: inCents((order) => order.subtotal) / 100, // no tax is in these prices
    total_sales_net: (net - back('net')) / 100,
    card_sales: 0,
    cash_sales: inCents((order) => order.total) / 100,
    card_fees: 0,
    discounts_applied: inCents((order) => order.discount_total) / 100,
    tips_received: (inCents((order) => order.tip) - back('tip')) / 100,
    tax_collected: (inCents((order) => order.tax) - back('tax')) / 100,
    refunds: back('amount') / 100,
    voids: 0,
    comps: 0,
    cash_rounding: 0,
    late_entries: 0,
    orders_count: receipts.length,
    average_order: Math.round(net / receipts.length) / 100,
    open_orders,
    deposits_held: 0,
    unmatched_payments: 0,
    z_number: null,
    first_sale_at: times[0] as string,
    last_sale_at: times.at(-1) as string,
  };
}

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
  await serve(15);
  await till.create(['Espresso']);
  await till.create([]);
  await house.start('reporting'); // ready when it has read all of that
});
after(() => house.close());

describe("a day's report", { timeout: 300_000 }, () => {
  it('is the sum of its receipts', async () => {
    assert.deepEqual(await report(), addedUp(sold, 2));
  });

  it('balances: what came in and did not go back is what was sold, with its taxes', async () => {
    const { cash_sales, card_sales, total_sales_net, tax_collected, refunds } = await report();
    const off = cash_sales + card_sales - refunds - total_sales_net - tax_collected;
    assert.ok(Math.abs(off) < 0.005, `${off}`);
  });

  it('goes on with each sale, at once', async () => {
    await serve(10);
    const wanted = addedUp(sold, 2); // what went back last comes after the last sale
    const isReported = async () => isDeepStrictEqual(await report(), wanted);
    await until('all is reported', isReported).catch(() => undefined);
    assert.deepEqual(await report(), wanted);
  });

  it('is the same when it is asked for by its date', async () => {
    const today = await report();
    assert.deepEqual(await report(today.date), today);
    const by = { date: today.date };
    const asked = house.asker.question('reporting', 'report_today', 'read', by);
    assert.deepEqual((await asked).output, today);
  });

  it('of a day with nothing is zeros; what is open now is open today', async () => {
    const empty = await report('2020-02-29');
    const { date, first_sale_at, last_sale_at, z_number, ...figures } = empty;
    const none = [date, first_sale_at, last_sale_at, z_number];
    assert.deepEqual(none, ['2020-02-29', null, null, null]);
    assert.ok(Object.values(figures).every((figure) => figure === 0));
  });

  it('needs a day that exists', async () => {
    for (const date of ['2026-02-30', '2026-2-3', 'yesterday', '2026-11-23T00:00:00Z']) {
      for (const name of ['report_day', 'report_today']) {
        const asked = house.asker.question('reporting', name, 'read', { date });
        await assert.rejects(asked, (error: PosError) => {
          assert.deepEqual(
            [error.code, error.info.errors?.[0]?.field],
            ['VALIDATION_FAILED', 'date'],
          );
          return true;
        });
      }
    }
  });
});

describe('reporting', { timeout: 300_000 }, () => {
  it('finds the same figures again when its file was lost', async () => {
    const written = await report();
    await house.kill('reporting', 'SIGTERM');
    for (const suffix of ['', '-wal', '-shm', '.lock']) {
      rmSync(fileOf(house, 'reporting') + suffix, { force: true });
    }
    await house.start('reporting');
    assert.deepEqual(await report(), written);
  });

  it('counts no sale twice when it is killed while they come in', async () => {
    const soFar = sold.length;
    const serving = serve(30);
    await until('some are in', async () => (await report()).orders_count > soFar + 5);
    await house.kill('reporting');
    await house.start('reporting');
    await serving;
    const count = sold.length;
    await until('all is reported', async () => (await report()).orders_count >= count);
    assert.deepEqual(await report(), addedUp(sold, 2));
  });

  it('answers from what it knows while orders and catalog are down', async () => {
    const written = await report();
    await Promise.all(['orders', 'catalog'].map((service) => house.kill(service)));
    assert.deepEqual(await report(), written);
  });
});
