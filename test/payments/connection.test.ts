import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { z } from 'zod';
import { payments } from '#shared/contracts/payments.ts';
import { until } from '../support/until.ts';
import { openSquareFront, type SquareFront } from './square-front.ts';

type Status = z.input<typeof payments.operations.connection_status.output>;

let house: SquareFront;
const status = async (refresh = true): Promise<Status> => {
  const path = `/square/connection_status${refresh ? '?refresh=true' : ''}`;
  const { status: code, body } = await house.front.call<Status>('GET', path, { token: house.ben });
  assert.equal(code, 200);
  return body;
};
/** The SDK takes its time to load, and a look that was late ends a while after its answer. */
const untilConnected = () =>
  until('Square is heard of', () =>
    status().then(
      (told) => told.status === 'connected',
      () => false, // payments is busy loading it
    ),
  );
const codes = ({ problems }: Status) => problems.map(({ code }) => code);
const asked = () =>
  house.square.requests().filter(({ endpoint }) => endpoint === 'RetrieveLocation').length;

describe('a house that nobody has connected', { timeout: 300_000 }, () => {
  before(
    async () => void (house = await openSquareFront(() => ({ SQUARE_ENVIRONMENT: 'sandbox' }))),
  );
  after(() => house.close());

  it('says so, and has no problems', async () => {
    assert.deepEqual(await status(), {
      status: 'not_configured',
      environment: 'sandbox',
      source: 'none',
      base_url_overridden: false,
      note: "This is Square's sandbox: no real money moves.",
      readers: [],
      reader_connected: false,
      unknown_payments: 0,
      pending_refunds: 0,
      problems: [],
    });
    assert.deepEqual(house.square.requests(), []);
  });

  it('lets no reader in', async () => {
    const { front, ben } = house;
    const answer = await front.call<{ code: string }>('POST', '/square/mobile_authorization', {
      token: ben,
    });
    assert.deepEqual([answer.status, answer.body.code], [409, 'CARD_NOT_CONFIGURED']);
  });
});

describe('a token of nowhere', { timeout: 300_000 }, () => {
  before(async () => {
    house = await openSquareFront(({ url, access_token }) => ({
      SQUARE_ENVIRONMENT: 'local',
      SQUARE_BASE_URL: url,
      SQUARE_ACCESS_TOKEN: access_token,
    }));
  });
  after(() => house.close());

  it('is no connection: it has to be said which location is meant', async () => {
    const told = await status();
    assert.deepEqual([told.status, codes(told)], ['disconnected', ['LOCATION_NOT_CHOSEN']]);
    assert.match(told.problems[0]?.message ?? '', /SQUARE_LOCATION_ID/);
    assert.deepEqual(house.square.requests(), []);
  });
});

describe('the connection with a stand-in', { timeout: 300_000 }, () => {
  before(async () => {
    house = await openSquareFront();
    await untilConnected();
  });
  after(() => house.close());

  it('stands, and says plainly that no real money moves', async () => {
    const { token, merchant, location, ...told } = await status();
    assert.deepEqual(
      [told.status, told.environment, told.source, told.base_url_overridden],
      ['connected', 'local', 'env', true],
    );
    assert.match(told.note ?? '', /no real money moves/);
    assert.deepEqual(codes({ ...told, token }), ['NO_READER']);
    assert.deepEqual([token?.valid, token?.missing_scopes], [true, []]);
    assert.deepEqual([merchant?.currency, merchant?.status], ['USD', 'ACTIVE']);
    assert.deepEqual([location?.id, location?.card_processing], [house.square.location_id, true]);
    assert.deepEqual(house.square.violations(), []);
  });

  it('never tells the token', async () => {
    assert.doesNotMatch(JSON.stringify(await status()), new RegExp(house.square.access_token));
  });

  it('is asked for once a minute, however many look', async () => {
    await status();
    const earlier = asked();
    await Promise.all(Array.from({ length: 20 }, () => status(false)));
    assert.equal(asked(), earlier);
    // long enough that the last of the twenty comes before the first is answered
    house.square.control.fault({ endpoint: '*', how: 'late', latency_ms: 1500, times: 100 });
    await Promise.all(Array.from({ length: 20 }, () => status()));
    house.square.control.clear_faults();
    assert.equal(asked(), earlier + 1, 'who insists at once with others shares one question');
  });

  for (const how of ['request_lost', 'html', 'empty'] as const) {
    it(`is broken when Square is not there (${how}), and whole again by itself`, async () => {
      house.square.control.fault({ endpoint: '*', how, times: 100 });
      const told = await status();
      assert.deepEqual([told.status, codes(told)[0]], ['disconnected', 'SQUARE_UNREACHABLE']);
      house.square.control.clear_faults();
      assert.equal((await status()).status, 'connected');
    });
  }

  it('is told of within 5 s, also while Square says nothing', async () => {
    house.square.control.fault({ endpoint: '*', how: 'stalled_body', times: 100 });
    const began = performance.now();
    const told = await status();
    assert.ok(performance.now() - began < 10_000);
    assert.deepEqual([told.status, codes(told)[0]], ['disconnected', 'SQUARE_UNREACHABLE']);
    house.square.control.clear_faults();
    await untilConnected();
  });

  for (const [how, problem] of [
    ['token_expired', 'TOKEN_EXPIRED'],
    ['token_revoked', 'TOKEN_REVOKED'],
  ] as const) {
    it(`has ended when Square says ${problem}, and an alarm says so until it is not`, async () => {
      const alarms = async () =>
        (
          await house.front.call<{ alarms: { id: string }[] }>('GET', '/system/alarms', {
            token: house.ben,
          })
        ).body.alarms.map(({ id }) => id);
      house.square.control.fault({ endpoint: '*', how, times: 100 });
      const told = await status();
      assert.deepEqual([told.status, codes(told)], ['disconnected', [problem, 'NO_READER']]);
      assert.equal(told.token?.valid, false);
      assert.deepEqual(await alarms(), ['payments.square_disconnected']);
      house.square.control.clear_faults();
      assert.equal((await status()).status, 'connected');
      assert.deepEqual(await alarms(), []);
    });
  }

  it('is no good for another currency than the store counts in', async () => {
    house.square.control.settings({ currency: 'CAD' });
    const told = await status();
    assert.deepEqual([told.status, codes(told)[0]], ['disconnected', 'CURRENCY_MISMATCH']);
    assert.match(told.problems[0]?.message ?? '', /CAD.*USD/);
    house.square.control.settings({ currency: 'USD' });
  });
});

describe('the card reader of a till', { timeout: 300_000 }, () => {
  before(async () => void (house = await openSquareFront()));
  after(() => house.close());
  const report = (body: object) =>
    house.front.call<{ code: string; errors?: { field: string }[] }>(
      'POST',
      '/square/reader_status',
      { token: house.ben, body },
    );

  it('is unknown until the till tells of it', async () => {
    assert.deepEqual((await status()).readers, []);
    const said = { reader_id: 'R1', model: 'CONTACTLESS_AND_CHIP', status: 'READY' };
    const answer = await report({ ...said, battery_percent: 80, charging: false });
    assert.equal(answer.status, 200);
    const told = await status();
    assert.deepEqual(told.readers, [answer.body]);
    const [{ reported_at: _, ...reader } = { reported_at: '' }] = told.readers;
    assert.deepEqual(reader, {
      ...said,
      till: 'bar',
      battery_percent: 80,
      charging: false,
      stale: false,
      serial: null,
      unavailable_reason: null,
    });
    assert.deepEqual([told.reader_connected, codes(told)], [true, []]);
  });

  it('is not connected while it cannot take a card', async () => {
    const unavailable_reason = 'BLUETOOTH_DISABLED';
    await report({ reader_id: 'R1', status: 'READER_UNAVAILABLE', unavailable_reason });
    const told = await status();
    assert.deepEqual([told.readers.length, told.reader_connected], [1, false]);
    assert.equal(told.readers[0]?.unavailable_reason, unavailable_reason);
  });

  it('is not told of in words that are none', async () => {
    for (const [body, field] of [
      [{ reader_id: 'R1' }, 'status'],
      [{ reader_id: 'R1', status: 'FINE' }, 'status'],
      [{ reader_id: '', status: 'READY' }, 'reader_id'],
      [{ reader_id: 'R1', status: 'READY', battery_percent: 101 }, 'battery_percent'],
      [{ reader_id: 'R1', status: 'READY', till: 'main' }, 'till'],
    ] as const) {
      const { status: code, body: said } = await report(body);
      assert.deepEqual([code, said.errors?.[0]?.field], [422, field]);
    }
    assert.equal((await status()).readers[0]?.status, 'READER_UNAVAILABLE');
  });
});
