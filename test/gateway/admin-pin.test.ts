import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openBooks } from '../support/books.ts';
import { type Front, openFront } from '../support/front.ts';

interface Problem {
  code: string;
  errors?: { field: string }[];
  retry_after_s?: number;
}
interface Page {
  entries: {
    service: string;
    type: string;
    at: string;
    actor: { staff_id?: number; approved_by?: number; till?: string };
    body: Record<string, unknown>;
  }[];
  next_cursor?: string;
}

/** The audit asks all that keep a journal. */
const AUDITED = ['catalog', 'staff', 'orders', 'payments', 'reporting', 'print-spooler'];
let front: Front;
let ada: string;
let ben: string;
before(async () => {
  front = await openFront(AUDITED);
  [ada, ben] = [await front.login('2468'), await front.login('1357', 'bar')];
});
after(() => front.close());

const newcomer = (name: string, pin: string) => ({ name, pin });
const take = (body: object, headers = {}) =>
  front.call<Problem & { id: number }>('POST', '/staff', { token: ben, body, headers });
const people = () =>
  openBooks(front.house.config.POS_DATA_DIR).rows('staff', 'SELECT name FROM staff');
const audit = async (query: string) => {
  const { status, body } = await front.call<Page & Problem>('GET', `/system/audit?${query}`, {
    token: ada,
  });
  assert.equal(status, 200, JSON.stringify(body));
  return body;
};

describe('an admin who leans over', { timeout: 300_000 }, () => {
  it('allows one request, in both names', async () => {
    const staff = people();
    assert.equal((await take(newcomer('Max', '7391'))).status, 403);
    assert.deepEqual(people(), staff);
    const { status, body } = await take(newcomer('Max', '7391'), { 'X-Admin-Pin': '2468' });
    assert.equal(status, 201);
    assert.equal((await take(newcomer('Mia', '7392'))).status, 403);
    const { entries } = await audit('type=staff_saved&limit=1');
    assert.deepEqual(entries[0]?.actor, { staff_id: 2, till: 'bar', approved_by: 1 });
    assert.equal(entries[0]?.body.id, body.id);
    const [used] = (await audit('type=admin_pin_used')).entries;
    assert.deepEqual(used?.body, { staff_id: 2, approved_by: 1 });
  });

  it('is found in the audit by either of both', async () => {
    const of = async (id: number) =>
      (await audit(`actor=${id}&type=staff_saved`)).entries.map(({ body }) => body.name);
    assert.deepEqual([await of(1), await of(2)], [['Max'], ['Max']]);
    assert.deepEqual(await of(3), []);
  });

  it('is asked before anything is done: a wrong PIN, or a colleague’s, does nothing', async () => {
    const staff = people();
    for (const pin of ['9999', '8642']) {
      const { status, body } = await take(newcomer('Mia', '7392'), { 'X-Admin-Pin': pin });
      assert.deepEqual([status, body.code], [401, 'INVALID_PIN']);
    }
    for (const pin of ['', '246', '24680', 'abcd', '24 68']) {
      const headers = { 'X-Admin-Pin': pin };
      const { status, body } = await take(newcomer('Mia', '7392'), headers);
      assert.deepEqual([status, body.code], [400, 'INVALID_HEADER'], pin);
      assert.equal(body.errors?.[0]?.field, 'X-Admin-Pin');
    }
    assert.deepEqual(people(), staff);
  });

  it('is not needed, nor looked at, where the session is an admin’s', async () => {
    const headers = { 'X-Admin-Pin': '9999' };
    const { status } = await front.call('GET', '/staff/timesheet?start=2026-01-01&end=2026-01-02', {
      token: ada,
      headers,
    });
    assert.equal(status, 200);
  });

  it('can be asked for what only admins may do to others, too', async () => {
    const body = { staff_id: 3 };
    const clock = (headers = {}) =>
      front.call<Problem>('POST', '/staff/clock_in', { token: ben, body, headers });
    assert.equal((await clock()).status, 403);
    assert.equal((await clock({ 'X-Admin-Pin': '2468' })).status, 200);
  });
});

describe('a key that somebody else used at the time clock', { timeout: 300_000 }, () => {
  it('does not tell whether a PIN is theirs: each guess is a try', async () => {
    const headers = { 'Idempotency-Key': 'door-1' };
    const clock = (pin: string) =>
      front.call<Problem>('POST', '/staff/clock_in', { body: { pin }, headers });
    assert.equal((await clock('1357')).status, 200);
    const said = [await clock('9998'), await clock('1357')].map(({ body }) => body.code);
    assert.deepEqual(said, ['INVALID_PIN', 'ALREADY_CLOCKED_IN']);
    assert.equal((await clock('1357')).headers.get('idempotency-key'), null);
  });
});

describe('a timesheet as a table', { timeout: 300_000 }, () => {
  it('is text/csv, and JSON where none is asked for', async () => {
    const path = '/staff/timesheet?start=2000-01-01&end=2000-01-02';
    const raw = await fetch(`http://127.0.0.1:${front.port}${path}&format=csv`, {
      headers: { authorization: `Bearer ${ada}` },
    });
    assert.match(raw.headers.get('content-type') ?? '', /^text\/csv/);
    assert.match(await raw.text(), /^business_day,staff_id,name,.*\r\n$/);
    const json = await front.call<{ entries: []; csv?: string }>('GET', path, { token: ada });
    assert.deepEqual([json.body.entries, json.body.csv], [[], undefined]);
  });
});

describe('the audit', { timeout: 300_000 }, () => {
  it('tells of all services, newest first, page by page, each entry once', async () => {
    await front.call('POST', '/orders', { token: ben, body: { items: [] } });
    const all = (await audit('limit=200')).entries;
    assert.deepEqual(new Set(all.map(({ service }) => service)).size, 3);
    assert.equal(all[0]?.type, 'order_created');
    const times = all.map(({ at }) => at);
    assert.deepEqual(times, times.toSorted().toReversed());
    const paged: unknown[] = [];
    for (let cursor = ''; ; ) {
      const { entries, next_cursor } = await audit(`limit=7${cursor && `&cursor=${cursor}`}`);
      paged.push(...entries);
      if (!next_cursor) break;
      cursor = next_cursor;
    }
    assert.deepEqual(paged, all);
  });

  it('is filtered by till, by kind and by time', async () => {
    const till = (await audit('till=bar')).entries;
    assert.ok(till.length > 0 && till.every(({ actor }) => actor.till === 'bar'));
    const logins = (await audit('type=session_started&actor=2')).entries;
    assert.equal(logins.length, 1);
    const at = logins[0]?.at as string;
    const exactly = (await audit(`since=${at}&until=${at}&type=session_started`)).entries;
    assert.deepEqual(exactly, logins);
    assert.deepEqual((await audit('until=2020-01-01T00:00:00.000Z')).entries, []);
    assert.deepEqual((await audit('since=2999-01-01T00:00:00.000Z')).entries, []);
  });

  it('holds no token, no hash of one, and no PIN', async () => {
    const text = JSON.stringify(await audit('limit=200'));
    assert.doesNotMatch(text, /token|pin_hash|"2468"|"7391"/);
  });

  it('refuses a cursor that is none', async () => {
    const { status, body } = await front.call<Problem>('GET', '/system/audit?cursor=x', {
      token: ada,
    });
    assert.deepEqual([status, body.errors?.[0]?.field], [422, 'cursor']);
  });
});

describe('a lock', { timeout: 300_000 }, () => {
  it('is 429 with Retry-After wherever a PIN is taken, whatever X-Forwarded-For says', async () => {
    for (let i = 0; i < 6; i++) {
      await front.call('POST', '/auth/login', {
        body: { pin: '9998' },
        headers: { 'X-Forwarded-For': `10.0.0.${i}` },
      });
    }
    const login = await front.call<Problem>('POST', '/auth/login', { body: { pin: '2468' } });
    const clock = await front.call<Problem>('POST', '/staff/clock_in', { body: { pin: '2468' } });
    const over = await take(newcomer('Mia', '7392'), { 'X-Admin-Pin': '2468' });
    for (const { status, headers, body } of [login, clock, over]) {
      assert.deepEqual([status, body.code], [429, 'TOO_MANY_ATTEMPTS']);
      assert.equal(headers.get('retry-after'), String(body.retry_after_s));
      assert.ok(Number(body.retry_after_s) >= 1);
    }
    assert.equal((await front.call('GET', '/auth/session', { token: ben })).status, 200);
  });
});
