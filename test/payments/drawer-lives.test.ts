import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { type House, openHouse } from '../support/house.ts';
import type { Till } from '../support/till.ts';
import { until } from '../support/until.ts';
import { at, type Counter, openCounter } from './counter.ts';

const TILLS = ['bar', 'terrace'] as const;
type TillName = (typeof TILLS)[number];
/** A tomato soup with its tax, in cents. */
const BILL = 756;

/** The drawers as a child would keep them: a heap of cents each, or none. */
const heaps: Record<TillName, number | undefined> = { bar: undefined, terrace: undefined };
/** What could be given back or refunded: a payment of an open order, or a closed order. */
const parts: { payment_id: number; cash: number }[] = [];
const sales: { order_id: number; tip: number }[] = [];

let house: House;
let till: Till;
let counter: Counter;
before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders', 'payments']);
  counter = await openCounter(house);
  till = counter.till;
});
after(() => house.close());

const decimal = (cents: number) => cents / 100;
const put = (name: TillName, cents: number) => void (heaps[name] = (heaps[name] ?? 0) + cents);

/** Waits until each drawer has heard of all cash, and holds what is in its heap. */
async function agree(): Promise<void> {
  for (const name of TILLS) {
    const heap = heaps[name];
    await until(`${name} holds ${heap}`, async () => {
      const { session } = await counter.ask('get_drawer', {}, at(name));
      return session?.expected === (heap === undefined ? undefined : decimal(heap));
    });
  }
}

type Deed = (name: TillName, amount: number, yes: boolean) => Promise<void>;

async function sell(name: TillName, amount: number, withTip: boolean): Promise<void> {
  const { id } = await till.create(['Tomato soup'], {}, { till: name });
  const tip = withTip ? amount % 300 : 0;
  const cash = { cash_tendered: decimal(BILL + tip + amount), tip: decimal(tip) };
  await till.ask('close_order', { order_id: id, method: 'cash', ...cash }, { till: name });
  put(name, BILL + tip);
  sales.push({ order_id: id, tip });
}

const DEEDS: Record<string, Deed> = {
  sell,

  async sellAtOnce(name, amount, yes) {
    await Promise.all([1, 2, 3].map((n) => sell(name, amount + n, yes)));
  },

  async payInPart(name, amount) {
    const { id } = await till.create(['Tomato soup'], {}, { till: name });
    const cash = 1 + (amount % (BILL - 1));
    const tendered = { amount: decimal(cash), cash_tendered: decimal(cash + amount) };
    const input = { order_id: id, method: 'cash', ...tendered };
    const { payments } = (await till.ask('add_payment', input, { till: name })).output;
    put(name, cash);
    parts.push({ payment_id: payments[0]?.id as number, cash });
  },

  async giveBack(name) {
    const part = parts.pop();
    if (!part) return;
    await till.ask('give_back_payment', { payment_id: part.payment_id }, { till: name });
    put(name, -part.cash);
  },

  async refund(name, _, include_tip) {
    const sale = sales.pop();
    if (!sale) return;
    const input = { order_id: sale.order_id, include_tip, reason: 'cold' };
    await till.ask('refund_order', input, { till: name });
    put(name, -BILL - (include_tip ? sale.tip : 0));
  },

  async open(name, amount) {
    await agree();
    const opening = counter.ask('open_drawer_session', { float: decimal(amount) }, at(name));
    if (heaps[name] !== undefined) return assert.rejects(opening, { code: 'DRAWER_OPEN' });
    await opening;
    put(name, amount);
  },

  async payIn(name, amount) {
    await agree();
    const paid = counter.ask('pay_in', { amount: decimal(1 + amount), reason: 'x' }, at(name));
    if (heaps[name] === undefined) return assert.rejects(paid, { code: 'DRAWER_NOT_OPEN' });
    await paid;
    put(name, 1 + amount);
  },

  async payOut(name, amount) {
    await agree();
    const paid = counter.ask('pay_out', { amount: decimal(1 + amount), reason: 'x' }, at(name));
    const heap = heaps[name];
    if (heap === undefined) return assert.rejects(paid, { code: 'DRAWER_NOT_OPEN' });
    if (1 + amount > heap) return assert.rejects(paid, { code: 'NOT_ENOUGH_CASH' });
    await paid;
    put(name, -1 - amount);
  },

  async openWithoutSale(name) {
    await agree();
    const opening = counter.ask('no_sale', {}, at(name));
    if (heaps[name] === undefined) return assert.rejects(opening, { code: 'DRAWER_NOT_OPEN' });
    await opening;
  },

  /** Without waiting: the count itself has to. */
  async count(name, amount) {
    const counting = counter.ask('close_drawer_session', { counted: decimal(amount) }, at(name));
    const heap = heaps[name];
    if (heap === undefined) return assert.rejects(counting, { code: 'DRAWER_NOT_OPEN' });
    const { expected, over_short } = await counting;
    assert.deepEqual([expected, over_short], [decimal(heap), decimal(amount - heap)]);
    heaps[name] = undefined;
  },

  async die() {
    await house.kill('payments');
    await house.start('payments');
  },
};

const deed = fc.record({
  name: fc.constantFrom(...TILLS),
  // a sale is what happens most, a dead process what happens least
  kind: fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom('sell', 'sellAtOnce', 'payInPart') },
    { weight: 12, arbitrary: fc.constantFrom(...Object.keys(DEEDS).filter((k) => k !== 'die')) },
    { weight: 1, arbitrary: fc.constant('die') },
  ),
  amount: fc.integer({ min: 0, max: 5000 }),
  yes: fc.boolean(),
});

describe('two drawers', { timeout: 300_000 }, () => {
  it('hold what a heap of cents would, whatever is done with them', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 15, maxLength: 30 }), async (deeds) => {
        for (const { kind, name, amount, yes } of deeds) await DEEDS[kind]?.(name, amount, yes);
        await agree();
      }),
      { numRuns: 8, endOnFailure: true }, // one house for all: what failed is not tried again
    );
  });

  it('have told of every session: what was closed and what is open', async () => {
    const { sessions } = await counter.ask('list_drawer_sessions', { limit: 200 });
    const told = (type: string) =>
      counter.announced(type).map(({ body }) => (body as { id: number }).id);
    const ids = (some: typeof sessions) => some.map(({ id }) => id).toSorted((a, b) => a - b);
    assert.deepEqual(told('drawer_opened'), ids(sessions));
    const closed = sessions.filter(({ status }) => status === 'closed');
    assert.deepEqual(
      told('drawer_closed').toSorted((a, b) => a - b),
      ids(closed),
    );
    assert.deepEqual(counter.rows('SELECT * FROM alarm'), []);
  });
});
