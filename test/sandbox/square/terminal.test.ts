import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import type { Square } from 'square';
import { onEverySquare, refusedWith } from './every-square.ts';
import { type Behaviour, TERMINALS } from './test-values.ts';

/** The sandbox terminal that behaves so. */
export const terminal = (wanted: Behaviour): string =>
  Object.entries(TERMINALS).find(([, behaviour]) => behaviour === wanted)?.[0] as string;

onEverySquare('a checkout at a terminal', (place) => {
  const send = async (behaviour: Behaviour, referenceId = randomUUID()) => {
    const { currency, client } = place();
    const { checkout } = await client.terminal.checkouts.create({
      idempotencyKey: randomUUID(),
      checkout: {
        amountMoney: { amount: 1000n, currency },
        deviceOptions: { deviceId: terminal(behaviour) },
        referenceId,
      },
    });
    assert.equal(checkout?.status, 'PENDING');
    return checkout?.id as string;
  };
  const ended = (checkoutId: string) =>
    place().wait(
      async () => (await place().client.terminal.checkouts.get({ checkoutId })).checkout,
      (checkout) => checkout?.status === 'COMPLETED' || checkout?.status === 'CANCELED',
    );
  const paymentOf = async (checkout: Square.TerminalCheckout | undefined) => {
    const [paymentId] = checkout?.paymentIds ?? [];
    return (await place().client.payments.get({ paymentId: paymentId as string })).payment;
  };

  it('is paid with one payment that names checkout and reference', async () => {
    const referenceId = randomUUID();
    const checkout = await ended(await send('pays', referenceId));
    assert.deepEqual([checkout?.status, checkout?.paymentIds?.length], ['COMPLETED', 1]);
    const payment = await paymentOf(checkout);
    assert.deepEqual([payment?.status, payment?.totalMoney?.amount], ['COMPLETED', 1000n]);
    assert.equal(payment?.referenceId, referenceId);
    assert.equal(payment?.terminalCheckoutId, checkout?.id);
  });

  it('can be paid with a tip that nobody asked for', async () => {
    const payment = await paymentOf(await ended(await send('tips')));
    assert.deepEqual([payment?.tipMoney?.amount, payment?.totalMoney?.amount], [200n, 1200n]);
  });

  for (const [behaviour, reason] of [
    ['buyer cancels', 'BUYER_CANCELED'],
    ['times out', 'TIMED_OUT'],
  ] as const) {
    it(`is not paid where the ${behaviour}, and says ${reason}`, async () => {
      const checkout = await ended(await send(behaviour));
      assert.deepEqual([checkout?.status, checkout?.cancelReason], ['CANCELED', reason]);
      assert.deepEqual(checkout?.paymentIds ?? [], []);
    });
  }

  it('waits where the terminal is offline, until it is called off', async () => {
    const checkoutId = await send('offline');
    await place().client.terminal.checkouts.cancel({ checkoutId });
    const checkout = await ended(checkoutId);
    assert.deepEqual([checkout?.status, checkout?.cancelReason], ['CANCELED', 'SELLER_CANCELED']);
  });

  it('is refused for a terminal that does not exist', async () => {
    const { currency, client } = place();
    const { code } = await refusedWith(
      client.terminal.checkouts.create({
        idempotencyKey: randomUUID(),
        checkout: {
          amountMoney: { amount: 1000n, currency },
          deviceOptions: { deviceId: randomUUID() },
        },
      }),
    );
    assert.equal(code, 'NOT_FOUND');
  });
});
