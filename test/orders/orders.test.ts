import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import { PosError } from '#shared/errors.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { listen, openTill, type Till } from '../support/till.ts';

let house: House;
let till: Till;
before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
});
after(() => house.close());

const isCode = (code: string) => (error: unknown) =>
  error instanceof PosError && error.code === code;
const head = () => {
  const rows = openBooks(house.config.POS_DATA_DIR).rows<{ seq: number }>(
    'orders',
    'SELECT max(seq) AS seq FROM journal',
  );
  return rows[0]?.seq;
};

describe('an order', { timeout: 60_000 }, () => {
  it('begins empty, with a number, at its till, by whoever is logged in', async () => {
    const order = await till.create([], { customer_name: 'Rosa', type: 'takeaway' });
    const { order_number, number_shared, status, total, version } = order;
    assert.deepEqual([order_number, number_shared, status, total], [1, false, 'open', 0]);
    const { till: at, staff_id, customer_name, type, business_day } = order;
    assert.deepEqual(
      [at, staff_id, customer_name, type, business_day, version],
      ['main', 1, 'Rosa', 'takeaway', null, 1],
    );
    assert.deepEqual(await till.see(order.id), order);
  });

  it('may be taken for another member of staff', async () => {
    assert.equal((await till.create([], { staff_id: 2 })).staff_id, 2);
  });

  it('costs what its lines cost less its discount and with its taxes, to the cent', async () => {
    const double = { mod_id: till.idOf('Double') };
    const order = await till.create([], {
      discount_id: till.idOf('$5 off'),
      items: [
        { item_id: till.idOf('Tomato soup'), quantity: 2 },
        { item_id: till.idOf('Rye old fashioned'), quantity: 1, modifiers: [double] },
      ],
    });
    const { subtotal, discount_total, tax, tax_included, total, balance_due } = order;
    assert.deepEqual(
      { subtotal, discount_total, tax, tax_included, total, balance_due },
      {
        subtotal: 32,
        discount_total: 5,
        tax: 2.46,
        tax_included: 0,
        total: 29.46,
        balance_due: 29.46,
      },
    );
    const lines = order.items.map((line) => [line.total_price, line.discount, line.tax]);
    assert.deepEqual(lines, [
      [14, 2.19, 0.94],
      [18, 2.81, 1.52],
    ]);
    const rates = order.taxes.map(({ name, percentage, taxable, tax: own }) => {
      return [name, percentage, taxable, own];
    });
    assert.deepEqual(rates, [
      ['Sales tax', 8, 27, 2.16],
      ['Alcohol tax', 2, 15.19, 0.3],
    ]);
    assert.deepEqual(
      order.discounts.map(({ name, amount_applied }) => [name, amount_applied]),
      [['$5 off', 5]],
    );
  });

  it('is priced anew with each line that is added or taken off, ten percent off all', async () => {
    const order = await till.create(['Espresso'], { discount_id: till.idOf('Neighbors 10%') });
    assert.deepEqual([order.discount_total, order.total], [0.33, 3.15]);
    const more = await till.add(order, 'Steak frites', {
      quantity: 3,
      modifiers: [{ mod_id: till.idOf('Rare') }],
      note: 'no pepper',
    });
    assert.deepEqual([more.subtotal, more.discount_total, more.total], [90.25, 9.03, 87.72]);
    const [coffee, steak] = more.items;
    assert.deepEqual([steak?.note, steak?.modifiers[0]?.mod_name], ['no pepper', 'Rare']);
    const off = { order_id: order.id, order_item_id: steak?.id };
    const { output: less } = await till.ask('remove_item', { ...off, quantity: 2 });
    assert.deepEqual([less.items[1]?.quantity, less.subtotal], [1, 32.25]);
    const { output: none } = await till.ask('remove_item', off);
    assert.deepEqual([none.items.length, none.items[0]?.id], [1, coffee?.id]);
    assert.deepEqual([none.total, none.version], [order.total, order.version + 3]);
  });

  it('keeps its lines in the order in which they came, each under an id of its own', async () => {
    const order = await till.create(['Tomato soup', 'Tomato soup', 'Affogato']);
    const ids = order.items.map(({ id }) => id);
    assert.equal(new Set(ids).size, 3);
    const { output } = await till.ask('remove_item', {
      order_id: order.id,
      order_item_id: ids[1],
    });
    const added = await till.add(output, 'Espresso');
    assert.deepEqual(
      added.items.map(({ name }) => name),
      ['Tomato soup', 'Affogato', 'Espresso'],
    );
    assert.ok((added.items[2]?.id as number) > (ids[2] as number), 'an id is never used again');
  });
});

describe('an order that is paid in cash', { timeout: 60_000 }, () => {
  it('is closed, on its business day, with change and tip told apart', async () => {
    const order = await till.create(['Fish & chips']);
    const paid = await till.pay(order, 25, 2);
    assert.deepEqual([paid.total, paid.change_due, paid.tip], [19.98, 3.02, 2]);
    assert.deepEqual([paid.grand_total, paid.amount_paid, paid.balance_due], [21.98, 19.98, 0]);
    assert.deepEqual([paid.status, paid.payment_method], ['closed', 'cash']);
    assert.match(paid.business_day as string, /^\d{4}-\d\d-\d\d$/);
    assert.ok(paid.closed_at && paid.sent_at === paid.closed_at);
    const { change_due: _, ...closed } = paid;
    assert.deepEqual(await till.see(order.id), closed);
    const [payment] = paid.payments;
    assert.deepEqual([payment?.amount, payment?.cash_tendered, payment?.tip], [19.98, 25, 2]);
  });

  it('is announced: sent to the kitchen, paid, closed, each linked to the one before', async () => {
    const order = await till.create(['Fish & chips'], { customer_name: 'Rosa' });
    const ears = listen(house);
    const paid = await till.pay(order, 20);
    await ears.until('order_closed');
    const [payment, sent, closed] = ears.heard;
    assert.deepEqual(
      ears.heard.map(({ type }) => type),
      ['payment_taken', 'order_sent', 'order_closed'],
    );
    assert.equal(sent?.prev_hash, payment?.hash);
    assert.equal(closed?.prev_hash, sent?.hash);
    assert.equal(closed?.seq, (payment?.seq ?? 0) + 2);
    for (const { actor, at } of ears.heard) {
      assert.deepEqual([actor, at], [{ staff_id: 1, till: 'main' }, paid.closed_at]);
    }
    assert.deepEqual(sent?.body, {
      order_id: order.id,
      version: paid.version - 1,
      order_number: order.order_number,
      type: 'counter',
      customer_name: 'Rosa',
      note: null,
      sent_at: paid.closed_at,
      scheduled_for: null,
      items: [
        {
          order_item_id: order.items[0]?.id,
          item_id: till.idOf('Fish & chips'),
          name: 'Fish & chips',
          quantity: 1,
          modifiers: [],
          note: null,
          course: null,
          change: 'added',
        },
      ],
    });
    assert.deepEqual(payment?.body, paid.payments[0]);
    const { change_due: _, ...asPaid } = paid;
    const items = asPaid.items.map((line) => ({ ...line, gross: 18.5, net: 18.5 }));
    const sums = { items, gross: 18.5, net: 18.5 };
    assert.deepEqual(closed?.body, { ...asPaid, order_id: order.id, ...sums });
  });

  it('costs nothing where its discount covers it, and no cash is needed', async () => {
    const order = await till.create(['Bread & cultured butter'], {
      discount_id: till.idOf('$5 off'),
    });
    assert.equal(order.total, 0);
    const paid = await till.pay(order, 0);
    assert.deepEqual([paid.status, paid.change_due], ['closed', 0]);
  });
});

describe('the same key', { timeout: 60_000 }, () => {
  it('twice makes one order, and says that it was there already', async () => {
    const key = randomUUID();
    const input = { items: [{ item_id: till.idOf('Espresso'), quantity: 2 }] };
    const first = await till.ask('create_order', input, { key });
    const headBefore = head();
    const second = await till.ask('create_order', input, { key });
    assert.deepEqual([first.replayed, second.replayed], [undefined, true]);
    assert.deepEqual(second.output, first.output);
    assert.equal(head(), headBefore);
  });

  it('at the same moment from an impatient finger makes one order', async () => {
    const key = randomUUID();
    const headBefore = head() as number;
    const all = await Promise.all(
      Array.from({ length: 5 }, () => till.ask('create_order', {}, { key })),
    );
    assert.equal(new Set(all.map(({ output }) => output.id)).size, 1);
    assert.equal(all.filter(({ replayed }) => replayed).length, 4);
    assert.equal(head(), headBefore + 1);
  });

  it('does not charge twice: a second closing gets the first change again', async () => {
    const order = await till.create(['Espresso']);
    const input = { order_id: order.id, method: 'cash', cash_tendered: 5 };
    const key = randomUUID();
    const first = await till.ask('close_order', input, { key });
    assert.deepEqual((await till.ask('close_order', input, { key })).output, first.output);
    assert.equal((await till.see(order.id)).payments.length, 1);
  });

  it('for another request is refused, and nothing is done', async () => {
    const key = randomUUID();
    const first = await till.ask('create_order', {}, { key });
    const headBefore = head();
    const other = till.ask('create_order', { note: 'other' }, { key });
    await assert.rejects(other, isCode('IDEMPOTENCY_KEY_REUSED'));
    const add = { order_id: first.output.id, item_id: till.idOf('Espresso'), quantity: 1 };
    await assert.rejects(till.ask('add_item', add, { key }), isCode('IDEMPOTENCY_KEY_REUSED'));
    assert.equal(head(), headBefore);
  });

  it('may be used again after a refusal: refusals are not remembered', async () => {
    const key = randomUUID();
    const order = await till.create(['Espresso']);
    const pay = { order_id: order.id, method: 'cash', cash_tendered: 1 };
    await assert.rejects(till.ask('close_order', pay, { key }), isCode('TENDER_TOO_SMALL'));
    const { output } = await till.ask('close_order', { ...pay, cash_tendered: 4 }, { key });
    assert.equal(output.status, 'closed');
  });
});
