import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import { type House, openHouse } from '../support/house.ts';
import type { ToldOrder } from '../support/till.ts';
import { type Counter, openCounter } from './counter.ts';

const DAY = '2026-05-05';
const NEXT = '2026-05-06';
const AT = '2026-05-05T22:00:00.000Z';

let house: House;
let counter: Counter;
let before_: object;
let first: ToldOrder;

const report = (date: string) => counter.report('report_day', { date });
async function sell(): Promise<ToldOrder> {
  const items = [{ item_id: 30, quantity: 1 }];
  const { id } = await counter.ask('create_order', { items }, AT);
  const cash = { order_id: id, method: 'cash', cash_tendered: 50, tip: 1 };
  return counter.ask('close_order', cash, AT);
}

/** The Z is made, and orders goes on for a moment as if it had not been. */
before(async () => {
  house = await openHouse(['catalog', 'staff']);
  counter = await openCounter(house);
  first = await sell();
  await counter.fold();
  await counter.seal(DAY);
  before_ = report(DAY);
});
after(async () => {
  counter.close();
  await house.close();
});

describe('what comes for a day that has its Z', { timeout: 300_000 }, () => {
  it('is counted on the next one, and marked', async () => {
    const late = await sell();
    assert.equal(late.business_day, DAY);
    await counter.ask('refund_order', { order_id: late.id, amount: 1, reason: 'cold' }, AT);
    const { id } = await counter.ask('create_order', { items: [{ item_id: 29, quantity: 1 }] }, AT);
    await counter.ask('void_order', { order_id: id }, AT);
    const [paid] = first.payments;
    const tip = { tip: cents(300), tip_before: cents(100), staff_id: 2, business_day: DAY };
    await counter.announce({ order_id: first.id, payment_id: paid?.id as number, ...tip }, AT);
    await counter.fold();
    const { orders_count, late_entries, tips_received, refunds, voids } = report(NEXT);
    assert.deepEqual([orders_count, late_entries, refunds], [1, 4, 1]);
    assert.deepEqual([tips_received, voids > 0], [3, true]);
    for (const field of ['total_sales_gross', 'tips_received', 'refunds', 'voids']) {
      const { entries } = counter.report('explain', { date: NEXT, field });
      assert.ok(entries.length > 0, field);
      const marks = entries.filter(({ kind }) => kind !== 'payment').map((one) => one.late_of);
      assert.ok(
        marks.every((mark) => mark === DAY),
        field,
      );
    }
    const { entries } = counter.report('explain', { date: NEXT, field: 'late_entries' });
    assert.deepEqual(
      entries.map(({ kind }) => kind),
      ['order', 'refund', 'tip', 'void'],
    );
  });

  it('leaves the closed day as it was', () => {
    const { z_number, ...closed } = report(DAY);
    assert.deepEqual({ ...closed, z_number: 1 }, before_);
    assert.equal(z_number, 1);
  });

  it('changes the tips of who sold it, not of who changed the tip', () => {
    const { staff } = counter.report('report_staff', { start: NEXT, end: NEXT });
    assert.deepEqual(
      staff.map(({ staff_id, tips }) => [staff_id, tips]),
      [[1, 3]],
    );
  });

  it('agrees with all other reports', () => {
    for (const date of [DAY, NEXT]) assert.equal(counter.broken(date), undefined);
  });

  it('lands there again when everything is folded anew', async () => {
    const tables = [
      'sale',
      'refund',
      'tip_change',
      'voided',
      'business_day',
      'hour_day',
      'tax_day',
    ];
    const all = () => tables.map((table) => counter.rows(table));
    const rows = all();
    await counter.foldAnew();
    assert.deepEqual(all(), rows);
  });

  it('is swapped in together with how far it was folded, or not at all', async () => {
    counter.books.connection.exec('UPDATE business_day SET voids = 1');
    const spoilt = counter.rows('business_day');
    const unplugged = counter.foldAnew(() => {
      throw new Error('the power is gone');
    });
    await assert.rejects(unplugged, /power/);
    assert.deepEqual(counter.rows('business_day'), spoilt);
    let [isInside, seq] = [false, 0];
    await counter.foldAnew((end) => {
      isInside = counter.books.connection.inTransaction;
      ({ seq } = end);
    });
    assert.ok(isInside && seq > 0);
    assert.notDeepEqual(counter.rows('business_day'), spoilt);
  });
});

describe('a refund that Square would not make', { timeout: 300_000 }, () => {
  it('is undone by one with its negative sums, on the day on which that was told', async () => {
    const sold = await sell();
    const asked = { order_id: sold.id, reason: 'cold' };
    const order = await counter.ask('refund_order', asked, AT);
    await counter.fold();
    const tenders = () => counter.report('report_payments', { start: DAY, end: '2026-05-07' });
    const refunded = tenders();
    const [made] = order.refunds;
    assert.ok(made);
    await counter.reverse(made, sold, '2026-05-07');
    await counter.fold();
    const undone = report('2026-05-07');
    assert.equal(undone.total_sales_net, made.net);
    assert.equal(undone.refunds, -made.amount);
    const [cash] = tenders().payments;
    assert.equal(cash?.refunds_count, (refunded.payments[0]?.refunds_count ?? 0) - 1);
    assert.equal(counter.broken('2026-05-07'), undefined);
  });
});
