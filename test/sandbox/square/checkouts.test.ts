import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { refusedWith } from './every-square.ts';
import { openLocal } from './local-square.ts';
import { TERMINALS } from './test-values.ts';

const place = openLocal();

const send = async (deviceId: string, more: object = {}) => {
  const { checkout } = await place.client.terminal.checkouts.create({
    idempotencyKey: randomUUID(),
    checkout: {
      amountMoney: { amount: 1000n, currency: 'USD' },
      deviceOptions: { deviceId },
      referenceId: 'table 1',
      ...more,
    },
  });
  return checkout?.id as string;
};
const checkoutOf = async (checkoutId: string) =>
  (await place.client.terminal.checkouts.get({ checkoutId })).checkout;
const ended = (id: string) =>
  place.wait(
    () => checkoutOf(id),
    (seen) => seen?.status === 'COMPLETED' || seen?.status === 'CANCELED',
  );
const deviceThat = (behaviour: string) =>
  Object.entries(TERMINALS).find(([, one]) => one === behaviour)?.[0] as string;

describe('a checkout', () => {
  it('goes through PENDING and IN_PROGRESS, with its payment in between', async () => {
    const id = await send(deviceThat('pays'));
    await ended(id);
    const told = place.square.control
      .happenings()
      .filter(({ data }) => JSON.stringify(data).includes(id))
      .map(({ type, data }) => {
        const { checkout } = data.object as { checkout?: { status: string } };
        return checkout ? `${type} ${checkout.status}` : type;
      });
    assert.deepEqual(told, [
      'terminal.checkout.created PENDING',
      'terminal.checkout.updated IN_PROGRESS',
      'payment.created',
      'payment.updated',
      'terminal.checkout.updated COMPLETED',
    ]);
  });

  it('can be paid after it was asked to be canceled', async () => {
    place.square.control.plan_checkout({ pays_after_cancel: true });
    const checkoutId = await send(deviceThat('pays'), { referenceId: 'race' });
    const { checkout } = await place.client.terminal.checkouts.cancel({ checkoutId });
    assert.equal(checkout?.status, 'CANCEL_REQUESTED');
    assert.equal((await ended(checkoutId))?.status, 'COMPLETED');
    assert.equal(place.square.ledger.captured('race'), 1000);
  });

  it('can hold a card that failed beside the one that paid', async () => {
    place.square.control.plan_checkout({ first_card_fails: true });
    const checkout = await ended(await send(deviceThat('pays'), { referenceId: 'two cards' }));
    const statuses = [];
    for (const paymentId of checkout?.paymentIds ?? []) {
      statuses.push((await place.client.payments.get({ paymentId })).payment?.status);
    }
    assert.deepEqual(statuses, ['FAILED', 'COMPLETED']);
    assert.equal(place.square.ledger.captured('two cards'), 1000);
  });

  it('times out where the terminal is off, and where less than a dollar is asked for', async () => {
    const off = await send(deviceThat('offline'));
    const cheap = { amountMoney: { amount: 99n, currency: 'USD' } };
    const little = await send(deviceThat('pays'), cheap);
    place.square.control.travel({ ms: 6 * 60_000 });
    for (const id of [off, little]) {
      const { status, cancelReason } = (await checkoutOf(id)) ?? {};
      assert.deepEqual([status, cancelReason], ['CANCELED', 'TIMED_OUT']);
    }
  });

  it('is found by its terminal and state, and forgotten after a month', async () => {
    const deviceId = deviceThat('gift card');
    const id = await send(deviceId);
    await ended(id);
    const filter = { deviceId, status: 'COMPLETED' };
    const { checkouts } = await place.client.terminal.checkouts.search({ query: { filter } });
    assert.deepEqual(
      checkouts?.map((one) => one.id),
      [id],
    );
    const dismissed = await place.client.terminal.dismissTerminalCheckout({ checkoutId: id });
    assert.equal(dismissed.checkout?.status, 'COMPLETED');
    place.square.control.travel({ ms: 31 * 24 * 3_600_000 });
    assert.equal((await refusedWith(checkoutOf(id))).code, 'NOT_FOUND');
  });

  it('cannot be called off when it is over', async () => {
    const checkoutId = await send(deviceThat('pays'));
    await ended(checkoutId);
    const cancel = place.client.terminal.checkouts.cancel({ checkoutId });
    assert.equal((await refusedWith(cancel)).status, 400);
  });
});
