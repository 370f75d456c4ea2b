import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { openLocal } from './local-square.ts';
import { TERMINALS } from './test-values.ts';

const place = openLocal();

const newCode = async (name = 'bar') => {
  const { deviceCode } = await place.client.devices.codes.create({
    idempotencyKey: randomUUID(),
    deviceCode: { productType: 'TERMINAL_API', name, locationId: place.location_id },
  });
  return deviceCode as { id: string; code: string };
};
const codeOf = async (id: string) => (await place.client.devices.codes.get({ id })).deviceCode;
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

describe('a terminal of one’s own', () => {
  it('is paired by a code, then listed, then paid at', async () => {
    const { id, code } = await newCode();
    assert.match(code, /^[A-Z]{6}$/);
    assert.equal((await codeOf(id))?.status, 'UNPAIRED');
    assert.equal((await place.client.devices.list()).data.length, 0);
    const { device_id } = place.square.control.pair_device({ id });
    const paired = await codeOf(id);
    assert.deepEqual([paired?.status, paired?.deviceId], ['PAIRED', device_id]);
    const [device] = (await place.client.devices.list()).data;
    assert.deepEqual([device?.id, device?.attributes.name], [`device:${device_id}`, 'bar']);
    const one = await place.client.devices.get({ deviceId: device?.id as string });
    assert.equal(one.device?.status?.category, 'AVAILABLE');
    assert.equal((await ended(await send(device_id)))?.status, 'COMPLETED');
    assert.equal(place.square.ledger.captured('table 1'), 1000);
  });

  it('is not paired by a code that lay about for five minutes', async () => {
    const { id } = await newCode();
    place.square.control.travel({ ms: 6 * 60_000 });
    assert.equal((await codeOf(id))?.status, 'EXPIRED');
    assert.throws(() => place.square.control.pair_device({ id }), /EXPIRED/);
  });

  it('is paired by itself where that is set', async () => {
    place.square.control.settings({ pairing_ms: 10 });
    const { id } = await newCode();
    await place.wait(
      () => codeOf(id),
      (seen) => seen?.status === 'PAIRED',
    );
    const codes = await place.client.devices.codes.list({ status: 'PAIRED' });
    assert.ok(codes.data.some((one) => one.id === id));
  });

  for (const [deviceId, status] of [
    [deviceThat('pays'), 'COMPLETED'],
    ['e371fb66-29a2-45a6-a928-f8de0e864242', 'CANCELED'],
  ] as const) {
    it(`is asked whether it is there: ${status}`, async () => {
      const { action } = await place.client.terminal.actions.create({
        idempotencyKey: randomUUID(),
        action: { deviceId, type: 'PING' },
      });
      const actionId = action?.id as string;
      const answer = await place.wait(
        async () => (await place.client.terminal.actions.get({ actionId })).action,
        (seen) => seen?.status !== 'PENDING',
      );
      assert.equal(answer?.status, status);
    });
  }
});
