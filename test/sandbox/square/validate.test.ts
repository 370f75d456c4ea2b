import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openLocal } from './local-square.ts';
import { startSquare } from './square.ts';

const place = openLocal();

const HEADERS = {
  'content-type': 'application/json',
  'square-version': '2026-09-16',
  authorization: 'Bearer local-square-token',
};

/** What Square says to a body that the SDK would not have sent. */
async function say(body: unknown, headers: Record<string, string> = {}) {
  const response = await fetch(`${place.square.url}/v2/payments`, {
    method: 'POST',
    headers: { ...HEADERS, ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  const { errors } = (await response.json()) as { errors?: { code: string; field?: string }[] };
  return { status: response.status, code: errors?.[0]?.code, field: errors?.[0]?.field };
}

const GOOD = {
  source_id: 'cnon:card-nonce-ok',
  idempotency_key: 'one',
  amount_money: { amount: 100, currency: 'USD' },
};
const CASH = { source_id: 'CASH', idempotency_key: 'cash' };
const given = (amount: number) => ({
  cash_details: { buyer_supplied_money: { amount, currency: 'USD' } },
});

describe('what a request may not be', () => {
  for (const [what, changes, code, field] of [
    [
      'a fraction of a cent',
      { amount_money: { amount: 9.5, currency: 'USD' } },
      'EXPECTED_INTEGER',
      'amount_money.amount',
    ],
    [
      'an amount in quotes',
      { amount_money: { amount: '950', currency: 'USD' } },
      'EXPECTED_INTEGER',
      'amount_money.amount',
    ],
    [
      'no money at all',
      { amount_money: { amount: 0, currency: 'USD' } },
      'VALUE_TOO_LOW',
      'amount_money.amount',
    ],
    [
      'money that does not exist',
      { amount_money: { amount: 1, currency: 'GOLD' } },
      'INVALID_ENUM_VALUE',
      'amount_money.currency',
    ],
    ['without a source', { source_id: undefined }, 'MISSING_REQUIRED_PARAMETER', 'source_id'],
    ['a field that Square does not know', { tips: 3 }, 'UNKNOWN_BODY_PARAMETER', 'tips'],
    ['a number where a text is', { note: 7 }, 'EXPECTED_STRING', 'note'],
    [
      'a reference of 41 characters',
      { reference_id: 'r'.repeat(41) },
      'VALUE_TOO_LONG',
      'reference_id',
    ],
    ['a note of 501 characters', { note: 'n'.repeat(501) }, 'VALUE_TOO_LONG', 'note'],
    [
      'a card on file without its owner',
      { source_id: 'ccof:customer-card-id-ok' },
      'MISSING_REQUIRED_PARAMETER',
      'customer_id',
    ],
    [
      'a part of what is taken at once',
      { accept_partial_authorization: true },
      'BAD_REQUEST',
      'accept_partial_authorization',
    ],
    [
      'held for longer than 36 days',
      { autocomplete: false, delay_duration: 'P37D' },
      'INVALID_TIME',
      'delay_duration',
    ],
    ['cash that nobody gave', CASH, 'MISSING_REQUIRED_PARAMETER', 'cash_details'],
    [
      'too little cash',
      { ...CASH, ...given(99) },
      'VALUE_TOO_LOW',
      'cash_details.buyer_supplied_money.amount',
    ],
  ] as const) {
    it(`is ${what}: ${code}, and nothing is kept`, async () => {
      assert.deepEqual(await say({ ...GOOD, ...changes }), { status: 400, code, field });
      assert.deepEqual(place.square.ledger.payments(), []);
    });
  }

  it('is broken JSON, or without a version', async () => {
    assert.equal((await say('{')).code, 'BAD_REQUEST');
    const missing = await say(GOOD, { 'square-version': '' });
    assert.equal(missing.code, 'INVALID_SQUARE_VERSION_FORMAT');
  });

  it('is from somebody without a token, or with a wrong one', async () => {
    for (const authorization of ['', 'Bearer wrong', 'local-square-token']) {
      const { status, code } = await say(GOOD, { authorization });
      assert.deepEqual({ status, code }, { status: 401, code: 'UNAUTHORIZED' });
    }
    assert.deepEqual(place.square.ledger.payments(), []);
  });

  it('takes no key away: the mended request is charged', async () => {
    assert.equal((await say({ ...GOOD, note: 7 })).status, 400);
    assert.equal((await say(GOOD)).status, 200);
    assert.equal(place.square.ledger.payments().length, 1);
  });
});

describe('what a request may be', () => {
  it('is the same in another order of its fields', async () => {
    const turned = Object.fromEntries(Object.entries(GOOD).toReversed());
    assert.equal((await say(turned)).status, 200);
    assert.equal(place.square.ledger.payments().length, 1);
  });

  it('is cash with change, somebody else’s voucher, and an amount that looks risky', async () => {
    const external = { source: 'Voucher Ltd', type: 'FOOD_VOUCHER' };
    await say({ ...GOOD, ...CASH, ...given(150) });
    await say({ ...GOOD, source_id: 'EXTERNAL', idempotency_key: 'v', external_details: external });
    const risky = { amount_money: { amount: 3333, currency: 'USD' }, idempotency_key: 'r' };
    await say({ ...GOOD, ...risky });
    const [, cash, voucher, risk] = place.square.ledger.payments();
    assert.equal(cash?.cash_details?.change_back_money.amount, 50);
    assert.deepEqual([voucher?.source_type, voucher?.status], ['EXTERNAL', 'COMPLETED']);
    assert.equal(risk?.risk_evaluation?.risk_level, 'HIGH');
  });

  it('is answered in Square’s own form, or the test that asked is told', async (t) => {
    const odd = await startSquare({ country: 'Atlantis' });
    t.after(odd.close);
    const response = await fetch(`${odd.url}/v2/locations/main`, { headers: HEADERS });
    assert.equal(response.status, 500);
    assert.match(odd.violations().join(), /RetrieveLocation: location.country/);
  });
});
