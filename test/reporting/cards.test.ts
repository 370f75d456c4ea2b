import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { cents } from '#shared/contracts/money.ts';
import type { daily } from '#shared/contracts/daily-report.ts';
import type { staff } from '#shared/contracts/staff.ts';
import { openPaymentsStandIn, type PaymentsStandIn } from '../orders/payments-stand-in.ts';
import { type House, openHouse } from '../support/house.ts';
import { openTill, type Till, type ToldOrder } from '../support/till.ts';
import { until } from '../support/until.ts';

type Report = z.input<typeof daily>;
type Sheet = z.input<typeof staff.operations.get_timesheet.output>;

let house: House;
let till: Till;
let square: PaymentsStandIn;
let order: ToldOrder;

before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders', 'reporting']);
  till = await openTill(house);
  square = openPaymentsStandIn(house);
  square.say('approved');
  const { id: order_id } = await till.create(['Tomato soup']); // 7 and 0.56 of tax
  const card = { order_id, method: 'card', source_id: 'cnon:ok', tip: 1 };
  order = (await till.ask('close_order', card)).output;
  await reads('tips_received', 1);
});
after(async () => {
  await square.end();
  await house.close();
});

const today = async (): Promise<Report> =>
  (await house.asker.question('reporting', 'report_today', 'read', {})).output as Report;
const reads = (figure: keyof Report, wanted: unknown) =>
  until(`${figure} is ${String(wanted)}`, async () => (await today())[figure] === wanted);
async function tipsOfAda(): Promise<number | undefined> {
  const range = { start: order.business_day, end: order.business_day };
  const how = { caller: { staff_id: 1, isAdmin: true, till: 'main' } };
  const { output } = await house.asker.question('staff', 'get_timesheet', 'read', range, how);
  return (output as Sheet).entries.find(({ staff_id }) => staff_id === 1)?.tips;
}

describe("a day's figures", { timeout: 300_000 }, () => {
  it('have the tip as it was changed, and so has the timesheet', async () => {
    const unchanged = await today();
    const payment = { payment_id: order.payments[0]!.id, order_id: order.id };
    const change = { tip: cents(250), tip_before: cents(100) };
    await square.tell('card_tip_changed', { ...payment, ...change });
    await reads('tips_received', 2.5);
    assert.deepEqual(await today(), { ...unchanged, tips_received: 2.5 });
    await until('Ada has it', async () => (await tipsOfAda()) === 2.5);
  });

  it('are what they were once Square would not make a refund', async () => {
    const whole = await today();
    const back = { order_id: order.id, reason: 'cold', include_tip: true };
    const { output } = await till.ask('refund_order', back);
    await reads('total_sales_net', 0);
    const less = await today();
    assert.deepEqual([less.tax_collected, less.tips_received, less.refunds], [0, 0, 7.56]);
    await square.tell('card_refund_settled', {
      refund_id: output.refunds[0]!.id,
      payment_id: order.payments[0]!.id,
      order_id: order.id,
      amount: cents(1006),
      outcome: 'failed',
      code: 'REFUND_DECLINED',
    });
    await reads('total_sales_net', 7);
    assert.deepEqual(await today(), whole);
    await until('Ada has hers again', async () => (await tipsOfAda()) === 2.5);
  });
});
