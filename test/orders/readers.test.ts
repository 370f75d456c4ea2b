import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { ErrorCode } from '#shared/contracts/errors.ts';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till, type ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';
import { openPaymentsStandIn, type PaymentsStandIn } from './payments-stand-in.ts';

let house: House;
let till: Till;
let square: PaymentsStandIn;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
  square = openPaymentsStandIn(house);
});
after(async () => {
  await square.end();
  await house.close();
});

const SOUP = 'Tomato soup'; // 7.56 with its tax

/** An order that a reader is paying. */
async function begun(amount?: number) {
  const order = await till.create([SOUP]);
  const attempt_id = randomUUID();
  const tender = { order_id: order.id, attempt_id, amount };
  const { output } = await till.ask('begin_tender', tender);
  return { order, attempt_id, tender, begun: output };
}
const confirmed = (order: { id: number }, attempt_id: string, payment_id = 'sq-1') => ({
  order_id: order.id,
  method: 'card',
  attempt_id,
  payment_id,
});
const state = ({ status, payments, pending_attempt_id }: ToldOrder) => [
  status,
  payments.map((one) => one.status),
  pending_attempt_id,
];

describe('a reader that is to take a card', { timeout: 300_000 }, () => {
  it('finds its amount fixed and the order locked, once however often it is begun', async () => {
    const { order, attempt_id, tender, begun: first } = await begun(5);
    assert.deepEqual([first.amount, first.status, first.attempt_id], [5, 'pending', attempt_id]);
    assert.deepEqual((await till.ask('begin_tender', tender)).output, first);
    assert.deepEqual(state(await till.see(order.id)), ['open', ['pending'], attempt_id]);
    const soup = { order_id: order.id, item_id: till.idOf(SOUP), quantity: 1 };
    await till.refused('add_item', soup, 'PAYMENT_PENDING');
    const other = { order_id: order.id, attempt_id: randomUUID() };
    await till.refused('begin_tender', other, 'PAYMENT_PENDING');
    const elsewhere = { ...tender, order_id: (await till.create([SOUP])).id };
    await till.refused('begin_tender', elsewhere, 'VALIDATION_FAILED', 'attempt_id');
  });

  it('is not asked about by anybody before it has a payment, after a restart neither', async () => {
    const { order, attempt_id } = await begun();
    const asks = square.charges.length;
    await house.kill('orders');
    await house.start('orders');
    square.say('approved');
    const marker = await till.create([SOUP]);
    await till.ask('close_order', { order_id: marker.id, method: 'card', source_id: 'cnon:ok' });
    assert.deepEqual(
      square.charges.slice(asks).map(({ order_id }) => order_id),
      [marker.id],
    );
    assert.deepEqual(state(await till.see(order.id)), ['open', ['pending'], attempt_id]);
  });

  it('does not pay an order that has nothing on it, or more than is due', async () => {
    const empty = await till.create([]);
    const attempt_id = randomUUID();
    await till.refused('begin_tender', { order_id: empty.id, attempt_id }, 'ORDER_EMPTY');
    const order = await till.create([SOUP]);
    const more = { order_id: order.id, attempt_id, amount: 7.57 };
    await till.refused('begin_tender', more, 'AMOUNT_EXCEEDS_BALANCE', 'amount');
    const paid = await till.pay(order);
    await till.refused('begin_tender', { order_id: paid.id, attempt_id }, 'ORDER_CLOSED');
  });
});

describe("a reader's payment", { timeout: 300_000 }, () => {
  it('pays its attempt, tip and all, and is answered the same again', async () => {
    const { order, attempt_id } = await begun();
    square.say('approved', { tip: 150 as never, square_payment_id: 'sq-7' });
    const paid = await till.ask('close_order', confirmed(order, attempt_id, 'sq-7'));
    assert.deepEqual([paid.output.status, paid.output.tip], ['closed', 1.5]);
    assert.deepEqual(square.charges.at(-1)?.payment_id, 'sq-7');
    const asks = square.charges.length;
    for (const name of ['close_order', 'add_payment'] as const) {
      for (const again of [
        { attempt_id },
        { payment_id: 'sq-7' },
        { attempt_id, payment_id: 'sq-7' },
      ]) {
        const { output } = await till.ask(name, { order_id: order.id, method: 'card', ...again });
        assert.deepEqual(state(output), ['closed', ['completed'], null]);
      }
      const other = confirmed(order, attempt_id, 'sq-8');
      await till.refused(name, other, 'ATTEMPT_SETTLED');
    }
    assert.equal(square.charges.length, asks);
  });

  it('of a part leaves the rest, and is answered the same again', async () => {
    const { order, attempt_id } = await begun(5);
    square.say('approved', { square_payment_id: 'sq-part' });
    const part = confirmed(order, attempt_id, 'sq-part');
    for (const _ of [1, 2]) {
      const { output } = await till.ask('add_payment', part);
      assert.deepEqual([output.status, output.amount_paid, output.balance_due], ['open', 5, 2.56]);
    }
    const rest = [{ method: 'cash', cash_tendered: 2.56 }];
    const both = { order_id: order.id, payments: [{ method: 'card', attempt_id }, ...rest] };
    assert.equal((await till.ask('close_order', both)).output.status, 'closed');
  });

  it('without its attempt is asked for it, and of another attempt nobody’s', async () => {
    const { order } = await begun();
    const bare = { order_id: order.id, method: 'card', payment_id: 'sq-2' };
    await till.refused('add_payment', bare, 'PAYMENT_PENDING');
    const free = await till.create([SOUP]);
    const unasked = { ...bare, order_id: free.id };
    await till.refused('add_payment', unasked, 'VALIDATION_FAILED', 'attempt_id');
    const strange = confirmed(order, randomUUID());
    await till.refused('close_order', strange, 'ATTEMPT_NOT_FOUND');
    const { attempt_id } = await begun();
    await till.refused('close_order', confirmed(order, attempt_id), 'ATTEMPT_NOT_FOUND');
  });

  for (const code of ['PAYMENT_MISMATCH', 'PAYMENT_USED', 'PAYMENT_NOT_MADE'] as ErrorCode[]) {
    it(`that is not the one (${code}) leaves the attempt waiting for another`, async () => {
      const { order, attempt_id } = await begun();
      square.say(code);
      const wrong = till.ask('close_order', confirmed(order, attempt_id, 'sq-wrong'));
      await assert.rejects(wrong, { code });
      assert.deepEqual(state(await till.see(order.id)), ['open', ['pending'], attempt_id]);
      const asks = square.charges.length;
      await house.kill('orders');
      await house.start('orders');
      const cash = { order_id: order.id, method: 'cash', cash_tendered: 10 };
      await till.refused('close_order', cash, 'PAYMENT_PENDING');
      assert.equal(square.charges.length, asks, 'nobody asks by itself again');
      square.say('approved');
      const right = await till.ask('close_order', confirmed(order, attempt_id, 'sq-right'));
      assert.equal(right.output.status, 'closed');
    });
  }

  it('of another amount frees the order: payments keeps the money as unmatched', async () => {
    const { order, attempt_id } = await begun();
    square.say('AMOUNT_MISMATCH');
    const asked = till.ask('close_order', confirmed(order, attempt_id));
    await assert.rejects(asked, { code: 'AMOUNT_MISMATCH' });
    assert.deepEqual(state(await till.see(order.id)), ['open', ['failed'], null]);
    await square.announce(square.charges.at(-1)!, 'declined');
    await till.refused('close_order', confirmed(order, attempt_id), 'ATTEMPT_SETTLED');
    assert.equal((await till.pay(order)).status, 'closed');
  });

  it('is not given up because nobody can ask Square any more', async () => {
    const { order, attempt_id } = await begun();
    square.say('CARD_NOT_CONFIGURED');
    const asked = till.ask('close_order', confirmed(order, attempt_id));
    await assert.rejects(asked, { code: 'PAYMENT_UNKNOWN' });
    const cash = { order_id: order.id, method: 'cash', cash_tendered: 10 };
    await till.refused('close_order', cash, 'PAYMENT_UNKNOWN');
  });

  it('of which nobody knows is asked about anew when the till says it again', async () => {
    const { order, attempt_id } = await begun();
    square.say('unknown');
    const asked = till.ask('close_order', confirmed(order, attempt_id));
    await assert.rejects(asked, { code: 'PAYMENT_UNKNOWN' });
    const cash = { order_id: order.id, method: 'cash', cash_tendered: 10 };
    await till.refused('close_order', cash, 'PAYMENT_UNKNOWN');
    square.say('approved');
    const { output } = await till.ask('close_order', confirmed(order, attempt_id));
    assert.deepEqual(state(output), ['closed', ['completed'], null]);
  });
});

describe('what payments tells', { timeout: 300_000 }, () => {
  it('of a card that nobody confirmed pays the order', async () => {
    const { order, attempt_id, begun: tender } = await begun();
    const charge = { tender_id: tender.id, order_id: order.id, attempt_id };
    const sums = { amount: 756, card_fee: 0, tip: 0, till: 'main', staff_id: 1 };
    await square.announce({ ...charge, ...sums } as never, 'approved');
    await until('it is closed', async () => (await till.see(order.id)).status === 'closed');
  });

  it('of an attempt that has ended, or of another attempt, changes nothing', async () => {
    square.say('declined');
    const order = await till.create([SOUP]);
    const token = { order_id: order.id, method: 'card', source_id: 'cnon:no' };
    await assert.rejects(till.ask('close_order', token), { code: 'CARD_DECLINED' });
    const ended = square.charges.at(-1)!;
    const { order: other, begun: tender } = await begun();
    await square.announce(ended, 'approved');
    await square.announce({ ...ended, tender_id: tender.id, order_id: other.id }, 'approved');
    const marker = await begun();
    const charge = { ...ended, tender_id: marker.begun.id, order_id: marker.order.id };
    await square.announce({ ...charge, attempt_id: marker.attempt_id }, 'declined');
    await until('all is heard', async () => !(await till.see(marker.order.id)).pending_attempt_id);
    assert.deepEqual(state(await till.see(order.id)), ['open', ['failed'], null]);
    assert.deepEqual((await till.see(other.id)).payments[0]?.status, 'pending');
  });
});
