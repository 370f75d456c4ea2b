import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, describe } from 'node:test';
import { type Square, SquareClient, SquareEnvironment, SquareError } from 'square';
import { startSquare } from './square.ts';

/** A Square to be tested: the local one, or the real sandbox. */
export interface Place {
  client: SquareClient;
  location_id: string;
  currency: Square.Currency;
  /** Looks at something until it is as it should be. */
  wait<T>(look: () => Promise<T>, isRight: (seen: T) => boolean): Promise<T>;
}

const { SQUARE_SANDBOX_ACCESS_TOKEN: token, SQUARE_SANDBOX_LOCATION_ID: location } = process.env;
const real = Boolean(token && location);
const SKIP = 'it needs SQUARE_SANDBOX_ACCESS_TOKEN and SQUARE_SANDBOX_LOCATION_ID';

/** The real sandbox must not be asked as often as the local Square can be. */
const PAUSE_MS = { local: 5, real: 1500 };
const PATIENCE_MS = { local: 15_000, real: 120_000 };

/** Asks as often as this Square bears. */
export const waiter = (where: 'local' | 'real'): Place['wait'] =>
  async function wait(look, isRight) {
    const end = performance.now() + PATIENCE_MS[where];
    for (;;) {
      const seen = await look();
      if (isRight(seen)) return seen;
      if (performance.now() > end) assert.fail('it never came to that');
      await new Promise((again) => setTimeout(again, PAUSE_MS[where]));
    }
  };

/** The same tests at the local Square and, where somebody gave a token, at Square's sandbox. */
export function onEverySquare(title: string, tests: (place: () => Place) => void): void {
  describe(`${title}, at the local Square`, () => {
    let square: Awaited<ReturnType<typeof startSquare>>;
    let place: Place;
    before(async () => {
      square = await startSquare();
      const { url, access_token, location_id } = square;
      const client = new SquareClient({ token: access_token, baseUrl: url, maxRetries: 0 });
      place = { client, location_id, currency: 'USD', wait: waiter('local') };
    });
    after(async () => {
      await square.close();
      assert.deepEqual(square.violations(), []);
    });
    tests(() => place);
  });

  describe(`${title}, at Square's sandbox`, { skip: real ? false : SKIP }, () => {
    let place: Place;
    before(async () => {
      const environment = SquareEnvironment.Sandbox;
      const client = new SquareClient({ token: token as string, environment });
      const location_id = location as string;
      const found = await client.locations.get({ locationId: location_id });
      const currency = found.location?.currency ?? 'USD';
      place = { client, location_id, currency, wait: waiter('real') };
    });
    tests(() => place);
  });
}

/** A request for a payment that pays, and what a test changes in it. */
export function charge(
  { currency, location_id }: Place,
  changes: Partial<Square.CreatePaymentRequest> = {},
): Square.CreatePaymentRequest {
  return {
    sourceId: 'cnon:card-nonce-ok',
    idempotencyKey: randomUUID(),
    amountMoney: { amount: 1000n, currency },
    locationId: location_id,
    ...changes,
  };
}

/** What Square refuses a call with. */
export async function refusal(call: Promise<unknown>): Promise<SquareError> {
  const error = await call.then(
    () => assert.fail('it was not refused'),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof SquareError, String(error));
  return error;
}

/** The first code, category and field of a refusal, and its HTTP status. */
export async function refusedWith(call: Promise<unknown>) {
  const { statusCode, errors } = await refusal(call);
  const { code, category, field } = errors[0] as { code: string; category: string; field?: string };
  return { status: statusCode, code, category, ...(field && { field }) };
}
