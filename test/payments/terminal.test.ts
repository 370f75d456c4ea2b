import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import { refusal } from '../support/refusal.ts';
import { type CardHouse, openCardHouse } from './card-house.ts';

const PAYS = '9fa747a2-25ff-48ee-b078-04381f7c828f';
const TIPS = '22cd266c-6246-4c06-9983-67f0c26346b0';
const BUYER_CANCELS = '841100b9-ee60-4537-9bcf-e30b2ba5e215';
const TIMES_OUT = '0a956d49-619a-4530-8e5e-8eac603ffc5e';
const OFFLINE = 'da40d603-c2ea-4a65-8cfd-f42e36dab0c7';

let house: CardHouse;
before(async () => void (house = await openCardHouse()));
after(() => house.close());

const begin = ({ id: order_id }: { id: number }, device_id: string, more = {}) =>
  house.ask('begin_checkout', { order_id, device_id, ...more });
const read = (checkout_id: string) => house.ask('get_checkout', { checkout_id });
const settled = (checkout_id: string) =>
  until('the checkout has ended', async () => (await read(checkout_id)).settled_at);
const orderIs = (order: { id: number }, status: string) =>
  until(`the order is ${status}`, async () => (await house.till.see(order.id)).status === status);
const captured = (checkout_id: string) =>
  house.square.ledger
    .payments()
    .filter((one) => one.reference_id === checkout_id && one.status === 'COMPLETED');

describe('a checkout at a Square Terminal', { timeout: 300_000 }, () => {
  it('pays the order by itself, once', async () => {
    const order = await house.soup();
    const begun = await begin(order, PAYS);
    assert.equal(begun.status, 'pending');
    assert.deepEqual(
      [begun.attempt.kind, begun.attempt.charge_amount, begun.attempt.status],
      ['terminal', order.total, 'created'],
    );
    await settled(begun.checkout_id);
    const { status, attempt } = await read(begun.checkout_id);
    assert.deepEqual([status, attempt.status], ['completed', 'approved']);
    await orderIs(order, 'closed');
    assert.equal(captured(begun.checkout_id).length, 1);
    assert.equal(house.announced('tender_settled', order).length, 1);
  });

  it('brings the tip that was given there', async () => {
    const order = await house.soup();
    const { checkout_id } = await begin(order, TIPS);
    await settled(checkout_id);
    await orderIs(order, 'closed');
    const { attempt } = await read(checkout_id);
    assert.ok(attempt.tip > 0);
    assert.equal((await house.till.see(order.id)).tip, attempt.tip);
  });

  for (const [what, device, status, code] of [
    ['the guest walks away', BUYER_CANCELS, 'canceled', 'BUYER_CANCELED'],
    ['nobody comes', TIMES_OUT, 'timed_out', 'TIMED_OUT'],
  ] as const) {
    it(`leaves the order open when ${what}, and free for cash`, async () => {
      const order = await house.soup();
      const { checkout_id } = await begin(order, device);
      await settled(checkout_id);
      const { attempt, cancel_reason } = await read(checkout_id);
      assert.deepEqual([attempt.status, cancel_reason], [status, code]);
      assert.deepEqual(captured(checkout_id), []);
      await until(
        'orders has heard',
        async () => !(await house.till.see(order.id)).pending_attempt_id,
      );
      assert.equal((await house.till.pay(await house.till.see(order.id), 50)).status, 'closed');
    });
  }

  it('is paid by the second card when the first was declined', async () => {
    house.square.control.plan_checkout({ first_card_fails: true });
    const order = await house.soup();
    const { checkout_id } = await begin(order, PAYS);
    await settled(checkout_id);
    await orderIs(order, 'closed');
    assert.equal(captured(checkout_id).length, 1);
    assert.deepEqual(house.announced('payment_unmatched', order), []);
  });

  it('can be called off, and the order is free again', async () => {
    const order = await house.soup();
    const { checkout_id } = await begin(order, OFFLINE);
    await refusal(house.ask('cancel_attempt', { attempt_id: checkout_id }), 'PAYMENT_PENDING');
    await house.ask('cancel_checkout', { checkout_id });
    await settled(checkout_id);
    const { status, attempt } = await read(checkout_id);
    assert.deepEqual([status, attempt.status], ['canceled', 'canceled']);
    await refusal(house.ask('cancel_checkout', { checkout_id }), 'ATTEMPT_SETTLED');
  });

  it('pays all the same when a card was faster than who called it off', async () => {
    house.square.control.plan_checkout({ pays_after_cancel: true });
    const order = await house.soup();
    const { checkout_id } = await begin(order, PAYS);
    await house.ask('cancel_checkout', { checkout_id });
    await settled(checkout_id);
    assert.equal((await read(checkout_id)).attempt.status, 'approved');
    await orderIs(order, 'closed');
  });

  for (const how of ['answer_lost', 'request_lost', 'html'] as const) {
    it(`is at the terminal once when its answer is ${how}`, async () => {
      house.square.control.fault({ endpoint: 'CreateTerminalCheckout', how });
      const order = await house.soup();
      const begun = await begin(order, PAYS);
      assert.equal(begun.status, 'sending');
      await settled(begun.checkout_id);
      await orderIs(order, 'closed');
      assert.equal(captured(begun.checkout_id).length, 1);
    });
  }

  it('goes on when payments dies meanwhile', async () => {
    const order = await house.soup();
    const { checkout_id } = await begin(order, PAYS);
    await house.restart();
    await settled(checkout_id);
    await orderIs(order, 'closed');
    assert.equal(captured(checkout_id).length, 1);
    assert.equal(house.announced('tender_settled', order).length, 1);
  });

  it('is not begun at a terminal that Square does not know; the order stays free', async () => {
    const order = await house.soup();
    await refusal(begin(order, 'no-such-device'), 'DEVICE_NOT_FOUND');
    await until('it is free', async () => !(await house.till.see(order.id)).pending_attempt_id);
  });

  it('takes no less than 1.00, and says so', async () => {
    const order = await house.soup();
    const fields = (await refusal(begin(order, PAYS, { amount: 0.99 }), 'VALIDATION_FAILED')).info;
    assert.equal(fields.errors?.[0]?.field, 'amount');
    const [order_id, method] = [order.id, 'cash'];
    await house.till.ask('add_payment', { order_id, method, amount: 7, cash_tendered: 7 });
    const asked = house.square.requests().length;
    const { info } = await refusal(begin(order, PAYS), 'SQUARE_REFUSED');
    assert.match(String(info.reason), /no less than 1\.00/);
    assert.equal(house.square.requests().length, asked, 'Square was not asked');
    await until('it is free', async () => !(await house.till.see(order.id)).pending_attempt_id);
  });

  it('is not found by an id that it never had', async () => {
    await refusal(read('no-such-checkout'), 'CHECKOUT_NOT_FOUND');
    const checkout_id = 'no-such-checkout';
    await refusal(house.ask('cancel_checkout', { checkout_id }), 'CHECKOUT_NOT_FOUND');
  });
});

describe('a Square Terminal', { timeout: 300_000 }, () => {
  const devices = async () => (await house.ask('list_terminals', {})).devices;

  it('is paired with a code, which the same question gets again', async () => {
    const key = 'pair-the-bar';
    const paired = await house.ask('pair_terminal', { name: 'Bar' }, { key });
    assert.deepEqual([paired.status, paired.name, paired.device_id], ['pairing', 'Bar', null]);
    assert.ok(paired.code);
    assert.deepEqual(await house.ask('pair_terminal', { name: 'Bar' }, { key }), paired);
    assert.equal((await devices()).length, 1);
  });

  it('belongs to the house once the code was typed in, once however often', async () => {
    const asked = house.square.requests().map(({ endpoint }) => endpoint);
    assert.equal(asked.filter((name) => name === 'CreateDeviceCode').length, 1);
    const codeOf = () => {
      const sql = 'SELECT code_id FROM terminal ORDER BY id DESC';
      const books = openBooks(house.house.config.POS_DATA_DIR);
      return books.rows<{ code_id: string }>('payments', sql)[0]?.code_id as string;
    };
    house.square.control.pair_device({ id: codeOf(), device_id: 'T-1' });
    await until('it is paired', async () => (await devices())[0]?.status === 'paired');
    const [terminal] = await devices();
    assert.deepEqual([terminal?.device_id, terminal?.code], ['T-1', null]);
    await house.ask('pair_terminal', { name: 'Bar again' });
    house.square.control.pair_device({ id: codeOf(), device_id: 'T-1' });
    await until('it is paired anew', async () => (await devices())[0]?.name === 'Bar again');
    assert.equal((await devices()).length, 1);
  });
});
