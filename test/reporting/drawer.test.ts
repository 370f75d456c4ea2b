import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { connectBus } from '#shared/bus.ts';
import type { checklist, xReport } from '#shared/contracts/z-reports.ts';
import { cents } from '#shared/contracts/money.ts';
import { payments } from '#shared/contracts/payments.ts';
import { openDatabase } from '#shared/database.ts';
import { type Journal, openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { until } from '../support/until.ts';

let house: House;
let day: string;
const now = new Date().toISOString();

const ask = async <T>(name: string, input: object) =>
  (await house.asker.question('reporting', name, 'read', input)).output as T;
const alarms = () =>
  openBooks(house.config.POS_DATA_DIR).rows<{ name: string; detail: string }>(
    'reporting',
    'SELECT name, detail FROM alarm',
  );

/** Writes into payments' journal what its drawers will announce. */
async function announce(how: (say: Journal<typeof payments>['announce']) => void): Promise<void> {
  await house.kill('payments', 'SIGTERM');
  const migrations = resolve(import.meta.dirname, '../../services/payments/migrations');
  const database = openDatabase('payments', house.config, migrations, () => undefined);
  const bus = connectBus('cashier', house.config, openLog('cashier', house.config));
  const journal = openJournal(payments, database, bus);
  await database.transact(() => how(journal.announce));
  await bus.close();
  database.close();
  await house.start('payments');
}

const ADA = { staff_id: 1 };
const opened = (id: number, till: string) => ({
  id,
  till,
  opened_by_itself: false,
  float: cents(10_000),
  opened_at: now,
  opened_by: 1,
});
const movement = (kind: 'pay_in' | 'pay_out' | 'no_sale', amount: number) => ({
  id: 1,
  kind,
  amount: cents(amount),
  cash_tendered: null,
  change_due: null,
  reason: 'change',
  order_id: null,
  payment_id: null,
  refund_id: null,
  staff_id: 1,
  at: now,
  session_id: 1,
  till: 'main',
});
const counted = (id: number, more: object) => ({
  ...opened(id, id === 1 ? 'main' : 'bar'),
  status: 'closed' as const,
  cash_sales: cents(5_000),
  cash_refunds: cents(500),
  pay_ins: cents(2_000),
  pay_outs: cents(3_000),
  no_sales: 1,
  expected: cents(13_500),
  counted: cents(13_400),
  over_short: cents(-100),
  closed_at: now,
  closed_by: 1,
  ...more,
});

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders', 'payments', 'reporting']);
  day = (await ask<{ date: string }>('report_today', {})).date;
});
after(() => house.close());

describe('the drawers of a day', { timeout: 300_000 }, () => {
  const list = () => ask<z.input<typeof checklist>>('get_checklist', { date: day });

  it('keep it open until they are counted', async () => {
    await announce((say) => {
      say('drawer_opened', opened(1, 'main'), ADA, now);
      say('drawer_opened', opened(2, 'bar'), ADA, now);
      for (const one of [movement('pay_in', 2_000), movement('pay_out', -3_000)]) {
        say('drawer_moved', one, ADA, now);
      }
      say('drawer_moved', movement('no_sale', 0), ADA, now);
    });
    await until('both are there', async () => (await list()).uncounted_drawers.length === 2);
    const { ready, uncounted_drawers } = await list();
    assert.equal(ready, false);
    assert.deepEqual(
      uncounted_drawers.map(({ session_id, till }) => [session_id, till]),
      [
        [1, 'main'],
        [2, 'bar'],
      ],
    );
  });

  it('are told with what was over or short', async () => {
    await announce((say) => say('drawer_closed', counted(1, {}), ADA, now));
    await until('one is counted', async () => (await list()).uncounted_drawers.length === 1);
    const { drawers } = await ask<z.input<typeof xReport>>('x_report', { date: day });
    const [main, bar] = drawers;
    assert.deepEqual([main?.expected, main?.counted, main?.over_short], [135, 134, -1]);
    assert.deepEqual([bar?.float, bar?.counted, bar?.closed_at], [100, null, null]);
    assert.deepEqual(alarms(), []);
  });

  it('that do not add up are an alarm with the numbers', async () => {
    const wrong = { pay_ins: cents(0), pay_outs: cents(0), expected: cents(14_600) };
    await announce((say) => say('drawer_closed', counted(2, wrong), ADA, now));
    await until('it is alarmed', () => alarms().length > 0);
    const [{ name, detail } = { name: '', detail: '' }] = alarms();
    assert.equal(name, 'drawer_2');
    assert.match(detail, /expected cash.*: 146\.00 and 145\.00/);
    assert.match(detail, /over or short: -1\.00 and -12\.00/);
  });
});

describe('money that no order accounts for', { timeout: 300_000 }, () => {
  it('stands with the day until an admin has looked at it', async () => {
    type Day = { unmatched_payments: number };
    const held = async () => (await ask<Day>('report_today', {})).unmatched_payments;
    const lost = { attempt_id: 'a-1', order_id: 7, square_payment_id: 's', code: 'ORDER_CLOSED' };
    const money = { amount: cents(1_500), tip: cents(200) };
    await announce((say) => say('payment_unmatched', { ...lost, ...money }, ADA, now));
    await until('it is told', async () => (await held()) === 17);
    type Why = { entries: { attempt_id: string; order_id: number; amount: number }[] };
    const { entries } = await ask<Why>('explain', { date: day, field: 'unmatched_payments' });
    assert.deepEqual(
      entries.map(({ attempt_id, order_id, amount }) => [attempt_id, order_id, amount]),
      [['a-1', 7, 17]],
    );
    const settled = { attempt_id: 'a-1', order_id: 7, amount: money.amount };
    const how = { outcome: 'given_back' as const, reason: 'a double tap' };
    await announce((say) => say('unmatched_settled', { ...settled, ...how }, ADA, now));
    await until('it is settled', async () => (await held()) === 0);
  });
});
