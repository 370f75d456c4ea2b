import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { type Operation, SCREEN_KINDS, type ScreenKind } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { type Front, openFront } from '../support/front.ts';

/** Every service that answers somebody on HTTP. */
const SERVICES = CONTRACTS.filter(({ service, operations }) => {
  return service !== 'gateway' && Object.values<Operation>(operations).some(({ http }) => http);
}).map(({ service }) => service);
const OPERATIONS = CONTRACTS.flatMap(({ operations }) =>
  Object.entries<Operation>(operations).flatMap(([name, operation]) =>
    operation.http ? [{ name, ...operation, http: operation.http }] : [],
  ),
);

let front: Front;
let tokens: Record<'nobody' | 'staff' | 'admin', string | undefined>;
/** Secrets of a screen that waits, and of one of each kind. */
let screens: Record<'pending' | ScreenKind, string>;
before(async () => {
  front = await openFront(SERVICES);
  tokens = {
    nobody: undefined,
    staff: await front.login('1357'),
    admin: await front.login('2468'),
  };
  screens = {
    pending: await secretOf('kitchen', false),
    kitchen: await secretOf('kitchen'),
    customer_display: await secretOf('customer_display'),
    board: await secretOf('board'),
  };
});
after(() => front.close());

async function secretOf(kind: ScreenKind, isApproved = true): Promise<string> {
  const body = { kind, name: kind };
  const { screen_id, secret } = (
    await front.call<{ screen_id: string; secret: string }>('POST', '/screens/register', { body })
  ).body;
  const path = `/screens/${screen_id}/approve`;
  if (isApproved) await front.call('POST', path, { token: tokens.admin, body: {} });
  return secret;
}

/**
 * The status and code of a call with a field that nobody knows: 422 says that the caller got as
 * far as the input, and nothing was done.
 */
/** What this machine itself may ask without a session is asked through a proxy. */
const FROM_AFAR = { 'x-forwarded-for': '192.168.1.7' };
async function knock(http: string, token?: string, headers = {}): Promise<[number, string]> {
  const [method = '', path = ''] = http.replace(/:\w+/g, '1').split(' ');
  const nonsense = { nobody_knows: 1 };
  const { status, body } = await front.call<{ code: string }>(
    method,
    method === 'GET' ? `${path}?nobody_knows=1` : path,
    { token, headers: { ...FROM_AFAR, ...headers }, body: method === 'GET' ? undefined : nonsense },
  );
  return [status, body.code];
}
const IN = [422, 'VALIDATION_FAILED'];
/** A body that is signed is nobody's input; and this house has no key to look at it with. */
const SIGNED = [404, 'NOT_FOUND'];
const LOGIN_FIRST = [401, 'UNAUTHENTICATED'];
const ADMINS_ONLY = [403, 'FORBIDDEN'];
const EXPECTED: Record<Operation['role'], Record<keyof typeof tokens, (string | number)[]>> = {
  public: { nobody: IN, staff: IN, admin: IN },
  staff: { nobody: LOGIN_FIRST, staff: IN, admin: IN },
  admin: { nobody: LOGIN_FIRST, staff: ADMINS_ONLY, admin: IN },
  device: { nobody: LOGIN_FIRST, staff: ADMINS_ONLY, admin: ADMINS_ONLY },
};

describe('every endpoint', { timeout: 300_000 }, () => {
  for (const { name, http, role } of OPERATIONS) {
    it(`${http} (${name}) lets in whom it says: ${role}`, async () => {
      if (name === 'receive_webhook') return assert.deepEqual(await knock(http), SIGNED);
      for (const who of ['nobody', 'staff', 'admin'] as const) {
        assert.deepEqual(await knock(http, tokens[who]), EXPECTED[role][who], who);
      }
      const wrong = role === 'public' ? IN : LOGIN_FIRST;
      assert.deepEqual(await knock(http, 'made-up'), wrong, 'a token that is none');
    });
  }

  for (const { name, http, role, screens: kinds } of OPERATIONS) {
    it(`${http} (${name}) lets in screens: ${kinds ?? 'none by their kind'}`, async () => {
      if (name === 'receive_webhook') return;
      for (const who of ['pending', ...SCREEN_KINDS] as const) {
        const isTheirs =
          (role === 'device' && !kinds) || (who !== 'pending' && kinds?.includes(who));
        const asScreen = role === 'device' || kinds?.length ? ADMINS_ONLY : LOGIN_FIRST;
        const expected = role === 'public' || isTheirs ? IN : asScreen;
        assert.deepEqual(await knock(http, screens[who]), expected, who);
        if (who !== 'pending' && who !== 'kitchen') continue; // a PIN asks nobody for a kind
        const pin = { 'X-Admin-Pin': '2468' };
        assert.deepEqual(await knock(http, screens[who], pin), expected, `${who} with a PIN`);
      }
    });
  }

  it('for admins lets staff in with an admin’s PIN beside, nobody with that alone', async () => {
    const pin = { 'X-Admin-Pin': '2468' };
    for (const { http, role } of OPERATIONS) {
      if (role !== 'admin') continue;
      assert.deepEqual(await knock(http, tokens.staff, pin), IN, http);
      assert.deepEqual(await knock(http, undefined, pin), LOGIN_FIRST, http);
    }
  });

  it('has a role of its contract, and some of each', () => {
    const roles = new Set<string>(OPERATIONS.map(({ role }) => role));
    for (const role of ['public', 'staff', 'admin']) assert.ok(roles.has(role), role);
    const open = OPERATIONS.filter(({ role }) => role === 'public').map(({ name }) => name);
    assert.deepEqual(open.toSorted(), [
      'asyncapi',
      'break_end',
      'break_start',
      'clock_in',
      'clock_out',
      'clock_status',
      'get_realtime',
      'health',
      'login',
      'openapi',
      'receive_webhook',
      'register_screen',
      'set_up',
    ]);
  });
});
