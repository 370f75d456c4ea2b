import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cents } from '#shared/contracts/money.ts';
import { PosError } from '#shared/errors.ts';
import { isReversed } from '../../services/orders/reversal.ts';
import { net, price, sum } from '../../services/orders/price.ts';
import type { WantedRefund } from '../../services/orders/refund.ts';
import type { RefundStanding } from '../../services/orders/standing.ts';
import { after, rate, sale, undone } from './sale.ts';

const units = (order_item_id: number, quantity = 1) => ({ items: [{ order_item_id, quantity }] });

describe('any row of refunds', () => {
  const wish = (how: 'by line' | 'by amount' | 'undo', part = 0) => {
    return { how, pick: 0, part, include_tip: false };
  };
  const rates = [rate(8.25, false, 1), rate(2, false, 2), rate(10, true, 3), rate(5.5, true, 4)];
  const someSale = fc.record({
    sold: fc.array(
      fc.record({
        quantity: fc.integer({ min: 1, max: 6 }),
        unit: fc.integer({ min: 0, max: 3000 }),
        taxes: fc.subarray(rates),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    discounts: fc.array(
      fc.record({
        discount_id: fc.nat(9),
        is_percentage: fc.boolean(),
        amount: fc.integer({ min: 0, max: 4000 }),
      }),
      { maxLength: 2 },
    ),
    cards: fc.array(fc.record({ part: fc.nat(9), card_fee: fc.nat(300), tip: fc.nat(500) }), {
      maxLength: 3,
    }),
    wishes: fc.array(
      fc.record({
        how: fc.constantFrom('by line', 'by amount', 'undo' as const),
        pick: fc.nat(),
        part: fc.nat(9),
        include_tip: fc.boolean(),
      }),
      { maxLength: 10 },
    ),
  });

  /** What chance found once in 100 to 40,000 sales: cents that were left behind. */
  const FOUND = [
    {
      sold: [
        { quantity: 4, unit: 8, taxes: rates.slice(2) },
        { quantity: 1, unit: 22, taxes: [] },
      ],
      discounts: [],
      cards: [],
      wishes: [wish('by amount', 2), wish('by amount', 3), wish('by line', 1)],
    },
    {
      sold: [{ quantity: 1, unit: 28, taxes: rates.slice(0, 1) }],
      discounts: [],
      cards: [{ part: 1, card_fee: 6, tip: 0 }],
      wishes: [wish('by line'), wish('undo'), wish('by amount', 2)],
    },
    {
      sold: [{ quantity: 1, unit: 5, taxes: [] }],
      discounts: [],
      cards: [{ part: 6, card_fee: 1, tip: 0 }],
      wishes: [wish('by amount', 2), wish('by line'), wish('undo')],
    },
  ];

  it('gives back what was paid and not a cent more, of each line, rate and fee', () => {
    fc.assert(
      fc.property(someSale, ({ sold, discounts, cards, wishes }) => {
        const { bill } = price(
          sold.map((one) => ({ total_price: cents(one.quantity * one.unit), taxes: one.taxes })),
          discounts,
        );
        const tenders = cards
          .map(({ part, ...one }) => ({
            method: 'card' as const,
            amount: Math.floor((bill * part) / 30),
            ...one,
          }))
          .filter(({ amount }) => amount > 0);
        let order = sale(sold, tenders, discounts);
        const attempt = (wanted: Partial<WantedRefund>) => {
          try {
            order = after(order, wanted);
          } catch (error) {
            assert.ok(error instanceof PosError, String(error));
          }
        };
        const undo = (pick: number) => {
          const of = order.refunds[pick % order.refunds.length];
          if (!of || of.reverses) return;
          const back = of.payments[pick % of.payments.length];
          if (!back || isReversed(order.refunds, of.id, back.payment_id)) return;
          order = undone(order, of.id, back.payment_id);
        };
        for (const { how, pick, part, include_tip } of wishes) {
          if (how === 'undo') undo(pick);
          else if (how === 'by line') {
            attempt({ ...units(1 + (pick % sold.length), 1 + (part % 3)), include_tip });
          } else attempt({ amount: cents(Math.floor((bill * part) / 10)), include_tip });
          for (const line of order.items) {
            assert.ok(line.refunded_quantity >= 0 && line.refunded_quantity <= line.quantity);
          }
        }
        attempt({ include_tip: true });
        if (bill === 0) return;
        assert.equal(order.status, 'refunded');
        const back = (of: (one: RefundStanding) => number) => sum(order.refunds.map(of));
        const amount = back((one) => one.amount);
        const fees = back((one) => one.card_fee);
        assert.deepEqual([amount, fees], [bill, sum(tenders.map(({ card_fee }) => card_fee))]);
        const tips = back((one) => one.tip);
        assert.ok(tips <= sum(tenders.map(({ tip }) => tip)));
        const items = order.refunds.flatMap((one) => one.items);
        for (const line of order.items) {
          const own = items.filter((item) => item.order_item_id === line.id);
          assert.equal(sum(own.map((item) => item.net)), net(line));
          for (const [n, { tax, taxable }] of line.taxes.entries()) {
            assert.equal(sum(own.map((item) => item.taxes[n]?.tax ?? 0)), tax);
            const bases = own.map((item) => item.taxes[n]?.taxable ?? 0);
            if (tax > 0) assert.equal(sum(bases), taxable);
          }
        }
        for (const one of order.refunds) {
          assert.equal(one.net + one.tax, one.amount);
          const sign = one.reverses ? -1 : 1;
          for (const part of one.payments) {
            assert.ok(part.amount * sign >= 0 && part.card_fee * sign >= 0 && part.tip * sign >= 0);
          }
        }
      }),
      { numRuns: 500, examples: FOUND.map((one): [typeof one] => [one]) },
    );
  });
});
