import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { payments } from '#shared/contracts/payments.ts';
import { PosError } from '#shared/errors.ts';
import { type House, openHouse } from '../support/house.ts';
import { fileOf, openTill, type Till, type Told } from '../support/till.ts';
import { until } from '../support/until.ts';

type Listed = z.input<typeof payments.operations.list_payments.output>;
type Payment = Listed['payments'][number];

let house: House;
let till: Till;
const paid: Told<'close_order'>[] = [];
/** What came in, newest first. */
const taken = () => paid.flatMap((order) => order.payments).toReversed();

/** What HTTP would answer. */
async function list(input: object = {}): Promise<Listed> {
  return (await house.asker.question('payments', 'list_payments', 'read', input)).output as Listed;
}
const find = (payment_id: unknown) =>
  house.asker.question('payments', 'get_payment', 'read', { payment_id });
async function sell(name: string, tip = 0): Promise<void> {
  paid.push(await till.pay(await till.create([name]), 50, tip));
}

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders']);
  till = await openTill(house);
  for (const tip of [0, 1.5, 0, 2, 0.01]) await sell('Tomato soup', tip);
  await till.create(['Espresso']); // has not paid yet
  await house.start('payments'); // ready when it has read all of that
});
after(() => house.close());

describe('payments', { timeout: 300_000 }, () => {
  it('are all there, newest first, as they were taken', async () => {
    assert.deepEqual(await list(), { payments: taken() });
    const [last] = taken();
    assert.deepEqual(
      [last?.amount, last?.tip, last?.cash_tendered, last?.change_due, last?.method],
      [7.56, 0.01, 50, 42.43, 'cash'],
    );
  });

  it('come in pages, none twice and none left out', async () => {
    const pages: Payment[][] = [];
    let cursor: number | undefined;
    do {
      const page = await list({ limit: 2, cursor });
      pages.push(page.payments);
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    assert.deepEqual(
      pages.map((page) => page.length),
      [2, 2, 1],
    );
    assert.deepEqual(pages.flat(), taken());
  });

  it('have no next page when the last one is just full', async () => {
    assert.deepEqual(await list({ limit: 5 }), { payments: taken() });
    assert.deepEqual(await list({ cursor: 1 }), { payments: [] });
  });

  it('keep their place in the pages while new ones come in', async () => {
    const first = await list({ limit: 3 });
    const rest = taken().slice(3);
    await sell('Espresso');
    await until('it is heard of', async () => (await list()).payments.length === paid.length);
    assert.deepEqual((await list({ cursor: first.next_cursor })).payments, rest);
  });

  it('of one order are its own; those of a day are of the orders that closed on it', async () => {
    const [order] = paid;
    assert.deepEqual(await list({ order_id: order?.id }), { payments: order?.payments });
    assert.deepEqual(await list({ order_id: 4711 }), { payments: [] });
    const ofDay = () => list({ date: order?.business_day });
    await until('the last close is heard of', async () => {
      return (await ofDay()).payments.length === paid.length;
    });
    assert.deepEqual(await ofDay(), { payments: taken() });
    assert.deepEqual(await list({ date: '2020-02-29' }), { payments: [] });
  });

  it('are not listed by what cannot be', async () => {
    for (const [input, field] of [
      [{ limit: 0 }, 'limit'],
      [{ limit: 201 }, 'limit'],
      [{ date: '2026-02-30' }, 'date'],
      [{ cursor: -1 }, 'cursor'],
      [{ order_id: 'x' }, 'order_id'],
      [{ page: 2 }, 'page'],
    ] as const) {
      await assert.rejects(list(input), (error: PosError) => {
        assert.deepEqual([error.code, error.info.errors?.[0]?.field], ['VALIDATION_FAILED', field]);
        return true;
      });
    }
  });
});

describe('a payment', { timeout: 300_000 }, () => {
  it('is found by its id', async () => {
    for (const payment of taken()) assert.deepEqual((await find(payment.id)).output, payment);
  });

  it('that was never made is not found', async () => {
    await assert.rejects(find(4711), (error: PosError) => {
      assert.deepEqual([error.code, error.info.payment_id], ['PAYMENT_NOT_FOUND', 4711]);
      return true;
    });
    await assert.rejects(find(0), { code: 'VALIDATION_FAILED' });
  });

  it('is taken while payments is down, and is there when it comes back', async () => {
    await house.kill('payments');
    await sell('Affogato', 1);
    await house.start('payments');
    assert.deepEqual(await list(), { payments: taken() });
  });

  it('is found again when the file was lost', async () => {
    await house.kill('payments', 'SIGTERM');
    for (const suffix of ['', '-wal', '-shm', '.lock']) {
      rmSync(fileOf(house, 'payments') + suffix, { force: true });
    }
    await house.start('payments');
    assert.deepEqual(await list({ date: paid[0]?.business_day }), { payments: taken() });
  });
});
