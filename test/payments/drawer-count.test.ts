import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import { catalog } from '#shared/contracts/catalog.ts';
import type { Alarm } from '#shared/contracts/system.ts';
import { type House, openHouse } from '../support/house.ts';
import { fileOf } from '../support/till.ts';
import { until } from '../support/until.ts';
import { ADA, at, BEN, type Counter, type Drawer, openCounter } from './counter.ts';

let house: House;
let counter: Counter;
before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders', 'payments']);
  counter = await openCounter(house);
});
after(() => house.close());

/** A change of payments' file that no program of ours makes, while the service is away. */
async function tamper(...sql: string[]): Promise<void> {
  await house.kill('payments', 'SIGTERM');
  const file = new SQLite(fileOf(house, 'payments'));
  for (const text of sql) file.exec(text);
  file.close();
}

describe('the count of a drawer', { timeout: 300_000 }, () => {
  it('has all cash in it that was taken before, twenty times at once after a rush', async () => {
    for (let round = 1; round <= 20; round++) {
      await Promise.all(Array.from({ length: 8 }, () => counter.sell('rush')));
      const closed = await counter.ask('close_drawer_session', { counted: 60.48 }, at('rush'));
      assert.deepEqual([closed.cash_sales, closed.over_short], [60.48, 0], `round ${round}`);
    }
    const { sessions } = await counter.ask('list_drawer_sessions', { till: 'rush' });
    assert.deepEqual([sessions.length, await counter.drawerOf('rush')], [20, undefined]);
  });

  it('is made once by one key, also where the service died before it knew the key', async () => {
    await counter.ask('open_drawer_session', { float: 5 }, at('hall'));
    const count = () =>
      counter.ask('close_drawer_session', { counted: 5 }, at('hall'), 'the-count');
    const closed = await count();
    assert.deepEqual(await count(), closed);
    await tamper("DELETE FROM answer WHERE key = 'the-count'");
    await house.start('payments');
    assert.deepEqual(await count(), closed);
    assert.equal(
      counter.announced('drawer_closed').filter(({ body }) => {
        return (body as Drawer).id === closed.id;
      }).length,
      1,
    );
  });

  it('has what was taken while payments was away', async () => {
    await house.kill('payments');
    await counter.sell('hall');
    await house.start('payments');
    const closed = await counter.ask('close_drawer_session', { counted: 7.56 }, at('hall'));
    assert.deepEqual([closed.opened_by_itself, closed.over_short], [true, 0]);
  });

  it('is refused while nobody can say what orders has taken: nothing is changed', async () => {
    await counter.ask('open_drawer_session', { float: 5 }, at('hall'));
    await house.kill('orders');
    const count = { counted: 5 };
    await counter.refused(
      'close_drawer_session',
      count,
      'SERVICE_UNAVAILABLE',
      undefined,
      at('hall'),
    );
    await house.start('orders');
    const closed = await counter.ask('close_drawer_session', count, at('hall'));
    assert.equal(closed.over_short, 0);
  });
});

describe('what moved in a drawer', { timeout: 300_000 }, () => {
  it('moves once, also when the whole history is heard again', async () => {
    const sums = () => counter.rows('SELECT * FROM drawer_session');
    const sumsBefore = sums();
    await tamper("DELETE FROM cursor WHERE source = 'orders drawer'");
    await house.start('payments');
    assert.deepEqual(sums(), sumsBefore);
  });

  it('is the truth: sums that differ are an alarm in words, and mended by the count', async () => {
    await counter.sell('door');
    await counter.sell('door');
    await counter.holds('door', 15.12);
    const raised = house.heard<Alarm | null>(
      'pos/now/alarms/payments/drawer_door',
      (alarm) => alarm !== null,
    );
    await tamper("UPDATE drawer_session SET cash_sales = cash_sales + 100 WHERE till = 'door'");
    await house.start('payments');
    assert.equal(
      (await raised)?.detail,
      'The drawer door was counted up to 16.12, but what moved in it comes to 15.12: ' +
        'cash_sales 16.12 instead of 15.12.',
    );
    const closed = await counter.ask('close_drawer_session', { counted: 15.12 }, at('door'));
    assert.deepEqual([closed.expected, closed.over_short], [15.12, 0]);
    await counter.sell('door');
    await counter.holds('door', 7.56);
    const gone = () => counter.rows("SELECT 1 FROM alarm WHERE name = 'drawer_door'").length === 0;
    await counter.ask('close_drawer_session', { counted: 7.56 }, at('door'));
    await until('the alarm is gone', gone);
  });

  it('before there were drawers is not counted again', async () => {
    const { id } = await counter.sell('main');
    await counter.holds('main', 7.56);
    const listed = () => counter.ask('list_payments', { order_id: id });
    await until('it is listed', async () => (await listed()).payments.length === 1);
    await tamper(
      'DROP TABLE drawer_movement',
      'DROP TABLE drawer_session',
      "DELETE FROM cursor WHERE source = 'orders drawer'",
      "DELETE FROM migration WHERE name LIKE '%0007-drawer.sql'",
    );
    await house.start('payments');
    assert.deepEqual(await counter.ask('list_drawer_sessions'), { sessions: [] });
    await counter.sell('main');
    await counter.holds('main', 7.56);
  });
});

describe('a blind count', { timeout: 300_000 }, () => {
  before(async () => {
    await counter.ask('pay_in', { amount: 2.44, reason: 'coins' });
    await house.asker.ask(catalog, 'set_settings', { blind_count: true }, { caller: ADA });
    await until(
      'payments knows',
      async () => (await counter.drawerOf('main', BEN))?.expected === null,
    );
  });

  it('hides what must be in it, and what adds up to it, from all but admins', async () => {
    const seen = (await counter.drawerOf('main', BEN)) as Drawer;
    assert.deepEqual([seen.expected, seen.cash_sales, seen.cash_refunds], [null, null, null]);
    assert.deepEqual([seen.float, seen.pay_ins], [0, 2.44]);
    assert.equal((await counter.drawerOf('main'))?.expected, 10);
    const { sessions } = await counter.ask('list_drawer_sessions', {}, BEN);
    assert.equal(sessions[0]?.expected, null);
    const { movements, expected } = await counter.ask('get_drawer_session', { session_id: 1 }, BEN);
    assert.deepEqual([expected, movements.map(({ kind }) => kind)], [null, ['pay_in']]);
    const moved = await counter.ask('no_sale', {}, BEN);
    assert.equal(moved.expected, null);
  });

  it('is not told by a refusal either: who may not know takes out what is not there', async () => {
    const { expected } = await counter.ask('pay_out', { amount: 11, reason: 'fish' }, BEN);
    assert.deepEqual([expected, (await counter.drawerOf('main'))?.expected], [null, -1]);
    const some = { amount: 0.01, reason: 'x' };
    await counter.refused('pay_out', some, 'NOT_ENOUGH_CASH', 'amount', ADA);
  });

  it('tells over and short once it is made', async () => {
    const closed = await counter.ask('close_drawer_session', { counted: 0 }, BEN);
    assert.deepEqual([closed.expected, closed.over_short], [-1, 1]);
    const { movements } = await counter.ask('get_drawer_session', { session_id: 1 }, BEN);
    assert.deepEqual(
      movements.map(({ kind }) => kind),
      ['sale', 'pay_in', 'no_sale', 'pay_out'],
    );
  });
});
