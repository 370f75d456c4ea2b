import assert from 'node:assert/strict';
import http from 'node:http';
import { after, before, describe, it } from 'node:test';
import fc from 'fast-check';
import { ERRORS } from '#shared/contracts/errors.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { answersTo, anyRaw, RAW } from './raw.ts';
import { type Documented, DOCUMENTED, openRequests, type Sent } from './requests.ts';
import { runs, SEED } from './runs.ts';
import { openWitness, type Witness } from './witness.ts';

/** The longest that any operation waits for others, and as much again. */
const ANSWERED_WITHIN_MS = 100_000;
/** What is refused and leaves an entry all the same: it has to be counted, or was begun. */
const WRITTEN_THOUGH_REFUSED = new Set(['INVALID_PIN', 'TOO_MANY_ATTEMPTS', 'CARD_DECLINED']);

/** Said by Node itself, without a body: of an `Expect` that is none, and of too long an address. */
const OF_NODE = [417, 431];

let restaurant: Restaurant;
let witness: Witness | undefined;
let tokens: Record<Sent['who'], string | undefined>;
const agent = new http.Agent({ keepAlive: true });
const requests = openRequests();

before(async () => {
  console.log(`fuzzing with POS_SEED=${SEED}`);
  restaurant = await openRestaurant({ LOG_LEVEL: 'debug' });
  const admin = await restaurant.login('2468');
  const authorization = `Bearer ${admin}`;
  const body = { kind: 'kitchen', name: 'Fuzz' };
  const screen = await restaurant.call<Record<string, string>>('POST', '/screens/register', body);
  const { screen_id, secret } = screen.body;
  await restaurant.call('POST', `/screens/${screen_id}/approve`, {}, { authorization });
  tokens = {
    admin,
    staff: await restaurant.login('1357'),
    screen: secret,
    nobody: undefined,
    'made-up': 'made-up',
  };
  witness = await openWitness(restaurant);
});
after(async () => {
  console.log(`${calls} calls; grown by MB: ${JSON.stringify(witness?.growth())}`);
  witness?.close();
  agent.destroy();
  await restaurant?.close();
});

interface Told {
  status: number;
  body: { code?: string; detail?: string; timestamp?: string };
}
function send({ method, path, headers, body }: Sent): Promise<Told> {
  return new Promise((told, failed) => {
    const options = { method, headers, agent, timeout: ANSWERED_WITHIN_MS };
    const request = http.request(restaurant.url + path, options, (response) => {
      let text = '';
      response.on('data', (part: Buffer) => (text += part.toString()));
      response.once('end', () => {
        const isJson = /json/.test(response.headers['content-type'] ?? '');
        const parsed = (isJson && text ? JSON.parse(text) : {}) as Told['body'];
        told({ status: response.statusCode ?? 0, body: parsed });
      });
    });
    request.once('timeout', () => request.destroy(new Error('was not answered in time')));
    request.once('error', failed);
    request.end(body);
  });
}

let calls = 0;
async function ask(operation: Documented, sent: Sent): Promise<void> {
  const till = `fuzz-${++calls}`;
  const token = tokens[sent.who];
  const told = await send({
    ...sent,
    headers: {
      'x-till': till,
      ...(sent.body !== undefined && {
        'content-type': 'application/json',
        'content-length': String(Buffer.byteLength(sent.body)), // or a DELETE would have none
      }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...sent.headers,
    },
  });
  const { status, body } = told;
  const words = `${operation.operationId}: ${status} ${JSON.stringify(body).slice(0, 500)}`;
  if (status < 400 || operation.operationId === 'health') return requests.remember(body);
  assert.ok(status < 500 || status === 503, words);
  if (OF_NODE.includes(status)) return;
  const { code = '', detail, timestamp } = body;
  assert.equal(ERRORS[code as keyof typeof ERRORS]?.status, status, words);
  assert.ok(detail && timestamp, words);
  if (!WRITTEN_THOUGH_REFUSED.has(code)) assert.deepEqual(witness?.written(till), [], words);
}

describe('any request to an operation', { timeout: 7_200_000 }, () => {
  for (const operation of DOCUMENTED) {
    it(`${operation.operationId} is answered, and changes nothing when refused`, async () => {
      const property = fc.asyncProperty(requests.of(operation), (sent) => ask(operation, sent));
      await fc.assert(property, { ...runs(), endOnFailure: true });
    });
  }

  for (const [what, text] of Object.entries(RAW)) {
    it(`that is ${what} is answered or cut off`, () => isBorne(Buffer.from(text, 'latin1')));
  }
  it('that is any bytes too', async () => {
    await fc.assert(fc.asyncProperty(anyRaw, isBorne), { ...runs(5), endOnFailure: true });
  });
  async function isBorne(bytes: Buffer): Promise<void> {
    const statuses = await answersTo(Number(new URL(restaurant.url).port), bytes);
    assert.deepEqual(
      statuses.filter((one) => one >= 500 && one !== 503),
      [],
    );
  }

  it('leaves everybody at work, no bigger, and their secrets untold', () =>
    witness?.allIsWell(
      Object.values(tokens).filter((one) => one !== undefined && one !== 'made-up') as string[],
    ));
});
