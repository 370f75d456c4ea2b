import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till } from '../support/till.ts';
import { until } from '../support/until.ts';

let house: House;
let till: Till;
before(async () => {
  house = await openHouse(['catalog', 'staff']);
  for (const service of ['orders', 'print-spooler']) await house.start(service);
  till = await openTill(house);
});
after(() => house.close());

describe('a number that the kitchen calls', { timeout: 60_000 }, () => {
  const called = () => {
    const sql = 'SELECT order_number FROM called_number ORDER BY order_number';
    const rows = openBooks(house.config.POS_DATA_DIR).rows<{ order_number: number }>('orders', sql);
    return rows.map(({ order_number }) => order_number);
  };
  const calls = (numbers: number[]) =>
    until(`${numbers} are called`, () => JSON.stringify(called()) === JSON.stringify(numbers));
  /** The number of the next order, where it would be this one's. */
  const next = async (number: number) => {
    await till.ask('reset_number', { to: number });
    const { id, order_number } = await till.create([]);
    await till.ask('void_order', { order_id: id });
    return order_number;
  };
  const ask = (name: 'bump_ticket' | 'recall_ticket', input: object) =>
    house.asker.question('print-spooler', name, printSpooler.operations[name].kind, input);

  it('is no new order’s until it is bumped, nor when it was recalled or undone', async () => {
    const { order_number: number } = await till.pay(await till.create(['Tomato soup']));
    await calls([number]);
    assert.equal(await next(number), number + 1);
    await ask('bump_ticket', { ticket_id: 1 });
    await calls([]);
    for (const undo of [false, true]) {
      await ask('recall_ticket', { ticket_id: 1, undo });
      await calls([number]);
      assert.equal(await next(number), number + 1);
      await ask('bump_ticket', { ticket_id: 1 });
      await calls([]);
    }
    assert.equal(await next(number), number);
  });
});
