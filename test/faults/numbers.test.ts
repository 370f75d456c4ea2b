import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { PosError } from '#shared/errors.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till } from '../support/till.ts';
import { until } from '../support/until.ts';

/** All of it with `npm run test:faults`; each run of the tests does a tenth. */
const FULL = process.env.POS_FAULT_ROUNDS !== undefined;
const ORDERS = FULL ? 10_000 : 1_000;
const KILLS = FULL ? 50 : 5;
const TILLS = 8;

let house: House;
const tills: Till[] = [];

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  for (let i = 0; i < TILLS; i++) tills.push(await openTill(house, `till-${i}`));
});
after(() => house.close());

/** Until it is answered, always with the same key, as a till does. */
async function persistently<T>(ask: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const again = error instanceof PosError && /UNKNOWN|UNAVAILABLE/.test(error.code);
      if (!again) throw error;
    }
  }
}

describe('order numbers', { timeout: 600_000 }, () => {
  const given: number[] = [];
  let left = ORDERS;

  /** Takes orders and leaves some of them open for a while. */
  async function serve(till: Till, n: number): Promise<void> {
    const open: number[] = [];
    while (left-- > 0) {
      const key = `order ${n}/${left}`;
      const line = { item_id: till.idOf('Espresso'), quantity: 1 };
      const { output } = await persistently(() =>
        till.ask('create_order', { items: [line] }, { key }),
      );
      given.push(output.id);
      open.push(output.id);
      while (open.length > Math.max(0, (left % 17) + (left % 3))) {
        const pay = { order_id: open.shift(), method: 'cash', cash_tendered: 10 };
        await persistently(() => till.ask('close_order', pay, { key: `pay ${pay.order_id}` }));
      }
    }
  }

  it(`are given to ${ORDERS} orders of ${TILLS} tills, through ${KILLS} kills`, async () => {
    const serving = Promise.all(tills.map(serve));
    for (let kills = 0; kills < KILLS; kills++) {
      const mark = left - Math.floor(ORDERS / (KILLS + 1)) + 1;
      await until('some more were taken', () => left <= Math.max(mark, 0));
      await house.kill('orders');
      await house.start('orders');
    }
    await serving;
    assert.equal(new Set(given).size, ORDERS, 'each was answered, each with an order of its own');
  });

  it('are each of an order that is there, and of no other', () => {
    const rows = openBooks(house.config.POS_DATA_DIR).rows<{ id: number }>(
      'orders',
      'SELECT id FROM orders',
    );
    assert.deepEqual(
      rows.map(({ id }) => id).toSorted((a, b) => a - b),
      given.toSorted((a, b) => a - b),
    );
  });

  it('are 1 to 99, the next one that is free, and shared only when none is', () => {
    const entries = openBooks(house.config.POS_DATA_DIR).rows<{ type: string; body: string }>(
      'orders',
      `SELECT type, body FROM journal WHERE type IN ('order_created', 'order_closed') ORDER BY seq`,
    );
    const open = new Map<number, number>();
    const holds = (number: number) => [...open.values()].includes(number);
    let expected = 1;
    for (const { type, body } of entries) {
      const { order_id, order_number, number_shared } = JSON.parse(body) as {
        order_id: number;
        order_number: number;
        number_shared: boolean;
      };
      if (type === 'order_closed') {
        open.delete(order_id);
        continue;
      }
      const allHeld = new Set(open.values()).size === 99;
      while (!allHeld && holds(expected)) expected = (expected % 99) + 1;
      assert.equal(order_number, expected, `order ${order_id}`);
      assert.equal(number_shared, allHeld);
      open.set(order_id, order_number);
      expected = (order_number % 99) + 1;
    }
  });
});
