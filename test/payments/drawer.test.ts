import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type House, openHouse } from '../support/house.ts';
import { at, BEN, type Counter, type Drawer, openCounter } from './counter.ts';

let house: House;
let counter: Counter;
before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders', 'payments']);
  counter = await openCounter(house);
});
after(() => house.close());

describe('a drawer', { timeout: 300_000 }, () => {
  it('is not open until somebody opens it, and then holds the float', async () => {
    assert.deepEqual(await counter.ask('get_drawer', {}, at('bar')), { till: 'bar' });
    const drawer = await counter.ask('open_drawer_session', { float: 150 }, at('bar', BEN));
    const { opened_at, ...rest } = drawer;
    assert.ok(opened_at);
    assert.deepEqual(rest, {
      id: 1,
      till: 'bar',
      status: 'open',
      opened_by_itself: false,
      opened_by: 2,
      float: 150,
      cash_sales: 0,
      cash_refunds: 0,
      pay_ins: 0,
      pay_outs: 0,
      no_sales: 0,
      expected: 150,
      counted: null,
      over_short: null,
      closed_at: null,
      closed_by: null,
    });
    assert.deepEqual(await counter.drawerOf('bar'), drawer);
    const body = { id: 1, till: 'bar', opened_by_itself: false, float: 150, opened_at };
    assert.deepEqual(counter.announced('drawer_opened'), [
      {
        type: 'drawer_opened',
        actor: { staff_id: 2, till: 'bar' },
        body: { ...body, opened_by: 2 },
      },
    ]);
  });

  it('that is open is not opened again', async () => {
    await counter.refused('open_drawer_session', { float: 1 }, 'DRAWER_OPEN', undefined, at('bar'));
  });

  it('holds more after a sale: what was handed over less the change, the tip in it', async () => {
    await counter.sell('bar', 10, 1);
    await counter.holds('bar', 158.56);
    assert.equal((await counter.drawerOf('bar'))?.cash_sales, 8.56);
  });

  it('holds less when a payment of an open order is given back, where that is done', async () => {
    await counter.ask('open_drawer_session', { float: 20 }, at('terrace'));
    const { id } = await counter.till.create(['Tomato soup'], {}, { till: 'bar' });
    const part = { order_id: id, method: 'cash', amount: 5, cash_tendered: 20 };
    const { payments } = (await counter.till.ask('add_payment', part, { till: 'bar' })).output;
    await counter.holds('bar', 163.56);
    const back = { payment_id: payments[0]?.id };
    await counter.till.ask('give_back_payment', back, { till: 'terrace' });
    await counter.holds('terrace', 15);
    assert.equal((await counter.drawerOf('terrace'))?.cash_refunds, 5);
    assert.equal((await counter.drawerOf('bar'))?.expected, 163.56);
  });

  it('holds less when cash is refunded at its till', async () => {
    const { id } = await counter.sell('bar', 7.56);
    await counter.holds('bar', 171.12);
    await counter.till.ask('refund_order', { order_id: id, reason: 'cold' }, { till: 'bar' });
    await counter.holds('bar', 163.56);
    assert.equal((await counter.drawerOf('bar'))?.cash_refunds, 7.56);
  });

  it('takes cash in and gives it out, with a reason and a name', async () => {
    const change = { amount: 50, reason: 'change from the bank' };
    const more = await counter.ask('pay_in', change, at('bar', BEN));
    assert.deepEqual([more.pay_ins, more.expected], [50, 213.56]);
    const less = await counter.ask('pay_out', { amount: 13.56, reason: 'lemons' }, at('bar', BEN));
    assert.deepEqual([less.pay_outs, less.expected], [13.56, 200]);
    const told = counter.announced('drawer_moved').map(({ body }) => {
      const {
        kind,
        amount,
        reason,
        staff_id,
        session_id,
        till: where,
      } = body as Record<string, unknown>;
      return [kind, amount, reason, staff_id, session_id, where];
    });
    assert.deepEqual(told, [
      ['pay_in', 50, 'change from the bank', 2, 1, 'bar'],
      ['pay_out', -13.56, 'lemons', 2, 1, 'bar'],
    ]);
  });

  it('cannot give more than it holds', async () => {
    const too = { amount: 200.01, reason: 'a piano' };
    const error = await counter.refused('pay_out', too, 'NOT_ENOUGH_CASH', 'amount', at('bar'));
    assert.equal(error.info.errors?.[0]?.message, 'only 200.00 is in it');
  });

  it('opens without a sale, and says who did it', async () => {
    const drawer = await counter.ask('no_sale', { reason: 'coins' }, at('bar', BEN));
    assert.deepEqual([drawer.no_sales, drawer.expected], [1, 200]);
    await counter.ask('no_sale', {}, at('bar', BEN));
    const last = counter.announced('drawer_moved').at(-1)?.body as { kind: string; amount: number };
    assert.deepEqual([last.kind, last.amount], ['no_sale', 0]);
  });

  it('is counted: over and short are told, and announced once', async () => {
    const closed = await counter.ask('close_drawer_session', { counted: 199.5 }, at('bar', BEN));
    assert.deepEqual(
      [closed.status, closed.expected, closed.counted, closed.over_short, closed.closed_by],
      ['closed', 200, 199.5, -0.5, 2],
    );
    assert.deepEqual(counter.announced('drawer_closed'), [
      { type: 'drawer_closed', actor: { staff_id: 2, till: 'bar' }, body: closed },
    ]);
    assert.equal(await counter.drawerOf('bar'), undefined);
    const over = await counter.ask('close_drawer_session', { counted: 15.02 }, at('terrace'));
    assert.equal(over.over_short, 0.02);
  });

  it('tells every movement, and they add up to what must be in it', async () => {
    const { movements, ...drawer } = await counter.ask('get_drawer_session', { session_id: 1 });
    assert.deepEqual(
      movements.map((one) => [one.kind, one.amount, one.cash_tendered, one.change_due]),
      [
        ['float', 150, null, null],
        ['sale', 8.56, 10, 1.44],
        ['sale', 5, 20, 15],
        ['sale', 7.56, 7.56, 0],
        ['refund', -7.56, null, null],
        ['pay_in', 50, null, null],
        ['pay_out', -13.56, null, null],
        ['no_sale', 0, null, null],
        ['no_sale', 0, null, null],
      ],
    );
    const sum = movements.reduce((all, { amount }) => all + Math.round(amount * 100), 0);
    assert.equal(sum / 100, drawer.expected);
    assert.ok(movements[1]?.payment_id && movements[1].order_id && movements[4]?.refund_id);
  });

  it('that is not open takes nothing by hand and cannot be counted', async () => {
    const sum = { amount: 1, reason: 'x' };
    for (const [name, input] of [
      ['pay_in', sum],
      ['pay_out', sum],
      ['no_sale', {}],
      ['close_drawer_session', { counted: 0 }],
    ] as const) {
      await counter.refused(name, input, 'DRAWER_NOT_OPEN', undefined, at('bar'));
    }
  });

  it('refuses what cannot be', async () => {
    await counter.ask('open_drawer_session', { float: 0 }, at('bar'));
    const reason = 'r';
    for (const [name, input, field] of [
      ['open_drawer_session', {}, 'float'],
      ['open_drawer_session', { float: -1 }, 'float'],
      ['open_drawer_session', { float: 1.999 }, 'float'],
      ['pay_in', { amount: 0, reason }, 'amount'],
      ['pay_in', { amount: -1, reason }, 'amount'],
      ['pay_in', { amount: 1 }, 'reason'],
      ['pay_out', { amount: 1, reason: '' }, 'reason'],
      ['pay_out', { amount: 1, reason, till: 'bar' }, 'till'],
      ['no_sale', { reason: 'x'.repeat(201) }, 'reason'],
      ['close_drawer_session', {}, 'counted'],
      ['list_drawer_sessions', { limit: 0 }, 'limit'],
    ] as const) {
      await counter.refused(name, input, 'VALIDATION_FAILED', field, at('bar'));
    }
    const unknown = { session_id: 4711 };
    await counter.refused('get_drawer_session', unknown, 'DRAWER_SESSION_NOT_FOUND');
    await counter.ask('close_drawer_session', { counted: 0 }, at('bar'));
  });

  it('is listed with the others, newest first, in pages', async () => {
    const ids = async (input: object) => {
      const { sessions, next_cursor } = await counter.ask('list_drawer_sessions', input);
      return [sessions.map(({ id }) => id), next_cursor];
    };
    assert.deepEqual(await ids({}), [[3, 2, 1], undefined]);
    assert.deepEqual(await ids({ limit: 2 }), [[3, 2], 2]);
    assert.deepEqual(await ids({ limit: 2, cursor: 2 }), [[1], undefined]);
    assert.deepEqual(await ids({ till: 'bar' }), [[3, 1], undefined]);
    assert.deepEqual(await ids({ status: 'open' }), [[], undefined]);
  });
});

describe('cash without an open drawer', { timeout: 300_000 }, () => {
  it('opens one by itself, flagged, with a float of 0', async () => {
    await counter.sell('door', 20);
    await counter.holds('door', 7.56);
    const drawer = (await counter.drawerOf('door')) as Drawer;
    assert.deepEqual(
      [drawer.opened_by_itself, drawer.float, drawer.opened_by, drawer.cash_sales],
      [true, 0, null, 7.56],
    );
    const last = counter.announced('drawer_opened').at(-1);
    assert.deepEqual(last?.actor, { service: 'payments' });
  });

  it('that goes out of it leaves less than nothing, until it is counted', async () => {
    const { id } = await counter.sell('door', 7.56);
    await counter.till.ask('refund_order', { order_id: id, reason: 'cold' }, { till: 'hall' });
    await counter.holds('hall', -7.56);
    const some = { amount: 0.01, reason: 'x' };
    const error = await counter.refused('pay_out', some, 'NOT_ENOUGH_CASH', 'amount', at('hall'));
    assert.equal(error.info.errors?.[0]?.message, 'only 0.00 is in it');
    const closed = await counter.ask('close_drawer_session', { counted: 0 }, at('hall'));
    assert.equal(closed.over_short, 7.56);
  });
});
