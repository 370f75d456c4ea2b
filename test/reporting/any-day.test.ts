import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { dayAfter } from '#shared/business-day.ts';
import { explained } from '#shared/contracts/z-reports.ts';
import { type House, openHouse } from '../support/house.ts';
import type { ToldOrder } from '../support/till.ts';
import { dailyByHand, rowsByHand, c, wire } from './by-hand.ts';
import { type Counter, openCounter } from './counter.ts';
import { liveThrough, type Notes } from './some-day.ts';

/** `POS_DAY_SEEDS=5000` lives through more days; `POS_DAY_SEED=17` through one of them again. */
const ONE = Number(process.env.POS_DAY_SEED ?? 0);
const SEEDS = Number(process.env.POS_DAY_SEEDS ?? 150);
/** In the next 150 days New York's clocks change twice. */
const FIRST_DAY = '2010-10-20'; // 5,000 days on it is still not today
const SETTINGS = [0, 5, 10];

let house: House;
let counter: Counter;
const lived: Notes[] = [];

/** What every report tells of a day, against what was written down. */
function compare(notes: Notes): void {
  const { date } = notes;
  const of = { start: date, end: date };
  const hand = rowsByHand(notes);
  assert.deepEqual(counter.report('report_day', { date }), dailyByHand(notes));

  const { items } = counter.report('report_items', of);
  assert.deepEqual(
    items.map((row) => String(row.item_id)),
    hand.items.keys(),
  );
  for (const row of items) {
    const is = (name: string) => hand.items.get(row.item_id, name);
    assert.deepEqual(
      [row.quantity, row.quantity_refunded, row.gross, row.discounts, row.refunds, row.tax],
      [is('quantity'), is('returned'), ...['gross', 'off', 'back', 'tax'].map((n) => wire(is(n)))],
    );
    assert.equal(c(row.net), is('gross') - is('off') - is('back'));
    for (const mod of row.modifiers) {
      const key = `${row.item_id}/${mod.mod_id}`;
      const wanted = [hand.mods.get(key, 'times'), wire(hand.mods.get(key, 'amount'))];
      assert.deepEqual([mod.quantity, mod.amount], wanted);
    }
  }
  const modifiers = items.flatMap((row) => row.modifiers);
  assert.equal(modifiers.length, hand.mods.keys().length);

  const { hours } = counter.report('report_hours', of);
  assert.deepEqual(
    hours.map((row) => String(row.hour)),
    hand.hours.keys(),
  );
  for (const row of hours) {
    const is = (name: string) => hand.hours.get(row.hour, name);
    const told = [row.orders_count, c(row.gross), c(row.discounts), c(row.refunds)];
    assert.deepEqual(told, [is('orders'), is('gross'), is('off'), is('back')]);
  }

  const { staff } = counter.report('report_staff', of);
  assert.deepEqual(
    staff.map((row) => String(row.staff_id)),
    hand.staff.keys(),
  );
  for (const row of staff) {
    const is = (name: string) => hand.staff.get(row.staff_id, name);
    const told = [row.orders_count, c(row.gross), c(row.discounts), c(row.refunds), c(row.tips)];
    assert.deepEqual(told, [is('orders'), is('gross'), is('off'), is('back'), is('tips')]);
  }

  const { discounts } = counter.report('report_discounts', of);
  assert.deepEqual(
    discounts.map((row) => String(row.discount_id ?? 0)),
    hand.discounts.keys(),
  );
  for (const row of discounts) {
    const is = (name: string) => hand.discounts.get(row.discount_id ?? 0, name);
    assert.deepEqual([row.times, c(row.amount)], [is('times'), is('amount')]);
  }

  const { taxes } = counter.report('report_taxes', of);
  assert.deepEqual(
    taxes.map((row) => String(row.tax_id)),
    hand.taxes.keys(),
  );
  for (const row of taxes) {
    const is = (name: string) => hand.taxes.get(row.tax_id, name);
    assert.deepEqual([c(row.taxable), c(row.tax)], [is('taxable'), is('tax')]);
  }

  const { payments } = counter.report('report_payments', of);
  assert.deepEqual(
    payments.map((row) => row.method),
    hand.tenders.keys().toSorted(),
  );
  for (const row of payments) {
    const is = (name: string) => hand.tenders.get(row.method, name);
    const told = [row.payments_count, c(row.amount), c(row.card_fees), c(row.tips)];
    assert.deepEqual(told, [is('count'), is('amount'), is('fee'), is('tip')]);
    const back = [row.refunds_count, c(row.refunds), c(row.cash_rounding), c(row.money_moved)];
    assert.deepEqual(back, [is('backs'), is('back'), is('rounding'), is('moved')]);
  }
}

/** Each figure is the sum of what it is explained by, and no entry adds nothing. */
function explain(date: string): void {
  const daily = counter.report('report_day', { date }) as Record<string, unknown>;
  for (const field of explained.options) {
    const told = counter.report('explain', { date, field });
    assert.equal(told.amount ?? told.count, daily[field], field);
    const parts = told.entries.map((one) => one.count ?? c(one.amount as number));
    const whole = parts.reduce((all, one) => all + one, 0);
    assert.equal(told.count ?? c(told.amount as number), whole, field);
    assert.ok(
      parts.every((one) => one !== 0),
      field,
    );
  }
}

before(async () => {
  house = await openHouse(['catalog', 'staff']);
  counter = await openCounter(house);
  const fee = { available: true, percentage_amount: 40_000, min_fee: 50, max_percentage: null };
  counter.menu.saveCardFee(fee as never);
});
after(async () => {
  counter.close();
  await house.close();
});

const WHICH = ONE ? `with seed ${ONE}` : `${SEEDS} times`;

describe('any day', { timeout: 240_000 }, () => {
  it(`is reported as it is added up by hand, ${WHICH}`, async () => {
    const discounts = [1, 2].filter((id) => counter.menu.discount(id));
    assert.equal(discounts.length, 2);
    const earlier: ToldOrder[] = [];
    for (let seed = 1; seed <= Math.max(SEEDS, ONE); seed++) {
      const date = dayAfter(FIRST_DAY, seed);
      const cash_rounding = SETTINGS[seed % SETTINGS.length];
      counter.menu.saveSettings({ ...counter.menu.settings(), cash_rounding } as never);
      const notes = await liveThrough(counter, date, seed, earlier, discounts);
      await counter.fold();
      lived.push(notes);
      earlier.splice(0, earlier.length, ...notes.sold);
      if (ONE && seed !== ONE) continue;
      try {
        compare(notes);
        explain(date);
        assert.equal(counter.broken(date), undefined);
      } catch (error) {
        (error as Error).message = `POS_DAY_SEED=${seed} (${date}): ${(error as Error).message}`;
        throw error;
      }
    }
  });

  it('lives through all that can happen', () => {
    const all = (of: (notes: Notes) => readonly unknown[]) => lived.flatMap(of).length;
    if (ONE || SEEDS < 100) return;
    const sold = lived.flatMap((notes) => notes.sold);
    const some = {
      sold: sold.length,
      refunds: all((notes) => notes.refunds),
      voids: all((notes) => notes.voids),
      tips: all((notes) => notes.tips),
      in_parts: sold.filter(({ payments }) => payments.length > 1).length,
      by_card: sold.filter(({ card_fee }) => card_fee > 0).length,
      rounded: sold.filter(({ cash_rounding }) => cash_rounding !== 0).length,
      given_free: lived.filter((notes) => dailyByHand(notes).comps > 0).length,
    };
    for (const [what, times] of Object.entries(some)) assert.ok(times > 20, `${what}: ${times}`);
  });

  it('adds up to weeks, months and years', () => {
    const first = lived[0]?.date as string;
    const last = lived.at(-1)?.date as string;
    const whole = counter.report('report_range', { start: first, end: last, group: 'month' });
    const cents = (of: (notes: Notes) => number) =>
      lived.reduce((all, notes) => all + c(of(notes)), 0);
    const net = cents((notes) => dailyByHand(notes).total_sales_net);
    assert.equal(c(whole.total.total_sales_net), net);
    const periods = whole.periods.reduce((all, one) => all + c(one.total_sales_net), 0);
    assert.equal(periods, net);
    const days = { start: first, end: last };
    const lists = [
      counter.report('report_items', days).items,
      counter.report('report_categories', days).categories,
      counter.report('report_hours', days).hours,
      counter.report('report_staff', days).staff,
    ];
    for (const rows of lists) {
      assert.equal(
        rows.reduce((all: number, row) => all + c(row.net), 0),
        net,
      );
    }
  });
});
