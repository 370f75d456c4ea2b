import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import { PosError } from '#shared/errors.ts';
import type { WantedRefund } from '../../services/orders/refund.ts';
import type { RefundStanding, Standing } from '../../services/orders/standing.ts';
import { sum } from '../../services/orders/price.ts';
import { after, rate, sale, type Sold, undone } from './sale.ts';

const last = (order: Standing) => order.refunds.at(-1) as RefundStanding;
const units = (order_item_id: number, quantity = 1) => ({ items: [{ order_item_id, quantity }] });
const refuses = (order: Standing, wanted: Partial<WantedRefund>, code: string, field?: string) =>
  assert.throws(
    () => after(order, wanted),
    (error: unknown) => {
      assert.ok(error instanceof PosError, String(error));
      assert.deepEqual([error.code, error.info.errors?.[0]?.field], [code, field]);
      return true;
    },
  );

describe('a full refund', () => {
  it('is equal and opposite to its sale, to the cent, per line and per rate', () => {
    const order = sale(
      Array.from({ length: 14 }, () => ({ quantity: 1, unit: 100, taxes: [rate(4.25)] })),
    );
    const back = last(after(order, {}));
    assert.deepEqual([back.amount, back.net, back.tax], [1460, 1400, 60]);
    for (const [i, item] of back.items.entries()) {
      assert.deepEqual([item.net, item.taxes], [100, order.items[i]?.taxes]);
    }
    assert.equal(back.taxes[0]?.taxable, 1400);
  });
});

describe('lines that are given back', () => {
  const [first, second, third] = [334, 333, 333].map((unit) => {
    return { quantity: 1, unit, taxes: [rate(8.25)] };
  }) as [Sold, Sold, Sold];

  it('one by one give back exactly what was paid', () => {
    let order = sale([first, second, third]);
    for (const id of [1, 2, 3]) order = after(order, units(id));
    assert.equal(sum(order.refunds.map(({ amount }) => amount)), 1083);
    assert.equal(order.status, 'refunded');
  });

  it('in parts give each unit its share, and the last one the rest', () => {
    let order = sale([{ quantity: 3, unit: 333, taxes: [rate(10)] }]);
    const backs = [1, 1, 1].map(() => {
      order = after(order, units(1));
      return last(order).tax;
    });
    assert.deepEqual([backs, order.status], [[33, 33, 34], 'refunded']);
  });

  it('are not more than were sold, nor others, nor the same twice at once', () => {
    const order = after(sale([first, second]), units(1));
    refuses(order, units(1), 'REFUND_TOO_LARGE', 'items.0.quantity');
    refuses(order, units(9), 'LINE_NOT_FOUND');
    const twice = [1, 1].map((quantity) => ({ order_item_id: 2, quantity }));
    refuses(order, { items: twice }, 'VALIDATION_FAILED', 'items.1.order_item_id');
    refuses({ ...order, status: 'open' }, {}, 'ORDER_NOT_PAID');
    refuses({ ...order, status: 'refunded' }, {}, 'ORDER_NOT_PAID');
  });

  it('give back their share of the discount', () => {
    const half = { discount_id: 1, is_percentage: true, amount: 5000 };
    const order = sale([{ quantity: 2, unit: 1000, taxes: [] }], [], [half]);
    assert.equal(last(after(order, units(1))).amount, 500);
  });
});

describe('money that goes back', () => {
  it('takes its part of the card fee along, and the tip only when asked', () => {
    const card = { method: 'card' as const, amount: 10_000, card_fee: 400, tip: 2000 };
    const order = sale([{ quantity: 4, unit: 2500, taxes: [] }], [card]);
    const quarter = last(after(order, units(1)));
    assert.deepEqual([quarter.amount, quarter.card_fee, quarter.tip], [2500, 100, 0]);
    const asked = last(after(order, { ...units(1), include_tip: true }));
    assert.equal(asked.tip, 500);
    const all = last(after(after(order, units(1)), { include_tip: true }));
    assert.deepEqual([all.amount, all.card_fee, all.tip], [7500, 300, 2000]);
  });

  it('goes to the newest card first, then to cash', () => {
    const order = sale(
      [{ quantity: 1, unit: 6000, taxes: [] }],
      [
        { method: 'card', amount: 1000 },
        { method: 'cash', amount: 2000 },
        { method: 'card', amount: 3000 },
      ],
    );
    const to = (amount: number) =>
      last(after(order, { amount: cents(amount) })).payments.map((one) => [
        one.payment_id,
        one.amount,
      ]);
    assert.deepEqual(to(3500), [
      [3, 3000],
      [1, 500],
    ]);
    assert.deepEqual(to(6000).at(-1), [2, 2000]);
  });

  it('goes where an admin says, and all of it in cash when asked', () => {
    const order = sale(
      [{ quantity: 1, unit: 5000, taxes: [] }],
      [
        { method: 'card', amount: 2000 },
        { method: 'card', amount: 3000 },
      ],
    );
    const told = last(after(order, { payments: [{ payment_id: 1, amount: cents(1500) }] }));
    assert.deepEqual(
      [told.payments.length, told.payments[0]?.payment_id, told.amount],
      [1, 1, 1500],
    );
    const cash = last(after(order, { amount: cents(4000), method: 'cash' }));
    assert.deepEqual(
      cash.payments.map(({ method }) => method),
      ['cash', 'cash'],
    );
    refuses(order, { payments: [{ payment_id: 9, amount: cents(1) }] }, 'PAYMENT_NOT_FOUND');
    const more = [{ payment_id: 1, amount: cents(2001) }];
    refuses(order, { payments: more }, 'REFUND_TOO_LARGE', 'payments.0.amount');
    const lines = { ...units(1), payments: [{ payment_id: 1, amount: cents(100) }] };
    refuses(order, lines, 'VALIDATION_FAILED', 'payments');
  });

  it('by an amount is spread over goods, tax and fee, and never more than is left', () => {
    const card = { method: 'card' as const, amount: 1100, card_fee: 100 };
    const order = sale([{ quantity: 1, unit: 1000, taxes: [rate(10)] }], [card]);
    const half = after(order, { amount: cents(600) });
    const { amount, net: goods, tax, card_fee } = last(half);
    assert.deepEqual([amount, goods, tax, card_fee], [550, 500, 50, 50]);
    refuses(half, { amount: cents(601) }, 'REFUND_TOO_LARGE', 'amount');
    refuses(half, { ...units(1), amount: cents(1) }, 'VALIDATION_FAILED', 'amount');
    assert.equal(after(half, { amount: cents(600) }).status, 'refunded');
  });
});

describe('a refund that Square would not make', () => {
  const sold = [
    { quantity: 2, unit: 1000, taxes: [rate(10)] },
    { quantity: 1, unit: 333, taxes: [rate(8.25, false, 2)] },
  ];

  it('is undone whole where it was to one card: money, taxes and units', () => {
    const card = { method: 'card' as const, amount: 2560, card_fee: 100, tip: 200 };
    const order = sale(sold, [card]);
    const made = after(order, { include_tip: true });
    const now = undone(made, 1, 1);
    const [one, two] = now.refunds as [RefundStanding, RefundStanding];
    const keys = ['amount', 'net', 'tax', 'card_fee', 'tip', 'cash_rounding'] as const;
    for (const key of keys) assert.equal(one[key] + two[key], 0, key);
    assert.deepEqual(
      two.items.map(({ quantity, net, tax }) => [quantity, net, tax]),
      one.items.map(({ quantity, net, tax }) => [0 - quantity, 0 - net, 0 - tax]),
    );
    assert.deepEqual(
      now.items.map(({ refunded_quantity }) => refunded_quantity),
      [0, 0],
    );
    assert.deepEqual([made.status, now.status, two.reverses], ['refunded', 'closed', 1]);
    assert.equal(after(now, {}).status, 'refunded');
  });

  it('is undone for the one card only where it was to several, and the rest stands', () => {
    const cards = [
      { method: 'card' as const, amount: 1000, card_fee: 40 },
      { method: 'card' as const, amount: 1000, card_fee: 40 },
    ];
    const made = after(sale(sold, cards), {});
    const half = undone(made, 1, 2);
    const [, two] = half.refunds as [RefundStanding, RefundStanding];
    assert.deepEqual([two.amount, two.net + two.tax, two.card_fee], [-1000, -1000, -40]);
    assert.deepEqual(
      two.items.map(({ quantity }) => quantity),
      [0, 0],
    );
    assert.equal(half.status, 'partially_refunded');
    assert.deepEqual(
      last(after(half, {})).payments.map(({ payment_id, amount }) => [payment_id, amount]),
      [[2, 1000]],
    );
    const both = undone(half, 1, 1);
    assert.equal(sum(both.refunds.map(({ amount }) => amount)), made.refunds[0]!.amount - 2000);
  });

  it('is undone card by card to nothing: each line, each rate, each unit', () => {
    const cards = [700, 333, 1000, 527].map((amount) => ({ method: 'card' as const, amount }));
    let order = after(sale(sold, cards), {});
    for (const payment_id of [2, 4, 1, 3]) order = undone(order, 1, payment_id);
    assert.equal(order.status, 'closed');
    const items = order.refunds.flatMap((one) => one.items);
    for (const { id, refunded_quantity } of order.items) {
      const own = items.filter(({ order_item_id }) => order_item_id === id);
      const rates = own.flatMap(({ taxes }) => taxes);
      const sums = [own.map(({ net }) => net), own.map(({ tax }) => tax)];
      const taxables = rates.map(({ taxable }) => taxable);
      assert.deepEqual([...sums, taxables].map(sum), [0, 0, 0]);
      assert.equal(refunded_quantity, 0);
    }
  });

  it('leaves alone what went back in cash', () => {
    const card = { method: 'card' as const, amount: 1000 };
    const made = after(sale(sold, [card]), { method: 'cash' });
    assert.equal(undone(made, 1, 1), made);
  });
});
