import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, it, mock } from 'node:test';
import { openAsker, type Question } from '#shared/ask.ts';
import { type Bus, connectBus } from '#shared/bus.ts';
import type { Person, Session } from '#shared/contracts/staff.ts';
import { openLog } from '#shared/log.ts';
import { openSessions, type Sessions } from '../../services/gateway/sessions.ts';
import { type House, openHouse } from '../support/house.ts';
import { until } from '../support/until.ts';

/** Staff is this test: it announces, and answers what is asked about tokens. */
let house: House;
let gateway: Bus;
let sessions: Sessions;
let ended: string[];
/** What staff was asked about, and what it knows. */
let asked: string[];
/** What staff was told to be in use, and until when it may idle then. */
let used: string[];
const MUCH_LATER = '2998-01-01T00:00:00.000Z';
let book: Map<string, Session>;
let head: number;

const ADA: Person = { id: 1, name: 'Ada', isAdmin: true, available: true };
const FAR = '2999-01-01T00:00:00.000Z';
const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

before(async () => {
  house = await openHouse([]);
  house.bus.subscribe('pos/staff/do/check_session', (message) => {
    const { id, reply_to, input } = JSON.parse(message) as Question;
    const { token_hash } = input as { token_hash: string };
    asked.push(token_hash);
    const output = book.get(token_hash);
    const error = { code: 'UNAUTHENTICATED', detail: '' };
    const reply = output ? { id, ok: true, output } : { id, ok: false, error };
    house.bus.publish(reply_to, JSON.stringify(reply));
  });
  house.bus.subscribe('pos/staff/do/session_active', (message) => {
    const { id, reply_to, input } = JSON.parse(message) as Question;
    used.push((input as { token_hash: string }).token_hash);
    const output = { idle_until: MUCH_LATER };
    house.bus.publish(reply_to, JSON.stringify({ id, ok: true, output }));
  });
});
after(() => house.close());
beforeEach(async () => {
  [ended, asked, used, book, head] = [[], [], [], new Map(), 0];
  gateway = connectBus('gateway-under-test', house.config, openLog('gateway', house.config));
  sessions = openSessions(gateway, openAsker(gateway), (hash) => ended.push(hash));
  await until('it is connected', () => gateway.connected);
  await announce('session_ended', { token_hash: 'nobody', staff_id: 9 });
  await until('it listens', () => ended.length);
  ended = [];
});
afterEach(async () => {
  mock.timers.reset();
  await gateway.close();
});

/** Announces as staff would; entries in between are lost by `lose`. */
async function announce(type: string, body: object, lose = 0): Promise<void> {
  const prev_hash = `hash ${(head += lose)}`;
  const entry = { type, body, prev_hash, hash: `hash ${++head}`, seq: head };
  house.bus.publish(`pos/staff/did/${type}`, JSON.stringify(entry));
}
const sayStatus = (state: string, head_hash = `hash ${head}`) =>
  house.bus.publish('pos/staff/status', JSON.stringify({ state, head, head_hash }));

/** A session that staff knows, and announces. */
async function start(token: string, more: Partial<Session> = {}): Promise<void> {
  const session = { staff: ADA, till: 'main', expires_at: FAR, ...more };
  book.set(hashOf(token), session);
  await announce('session_started', { ...session, token_hash: hashOf(token) });
}
/** Staff has said something after everything else, and it was heard. */
async function heardAll(): Promise<void> {
  await announce('session_ended', { token_hash: 'marker', staff_id: 9 });
  await until('all is heard', () => ended.includes('marker'));
  ended = ended.filter((hash) => hash !== 'marker');
}

describe('a session', () => {
  it('that was announced is known without a question', async () => {
    await start('ada');
    await heardAll();
    const found = await sessions.find('ada');
    assert.deepEqual(found?.session.staff, ADA);
    assert.equal(found?.token_hash, hashOf('ada'));
    assert.deepEqual(asked, []);
  });

  it('that is not known is asked about, once', async () => {
    book.set(hashOf('ada'), { staff: ADA, till: 'bar', expires_at: FAR });
    assert.equal((await sessions.find('ada'))?.session.till, 'bar');
    assert.equal((await sessions.find('ada'))?.session.till, 'bar');
    assert.deepEqual(asked, [hashOf('ada')]);
  });

  it('that staff does not know is none', async () => {
    assert.equal(await sessions.find('nobody'), undefined);
    assert.equal(asked.length, 1);
  });

  it('that ends elsewhere ends here at once, without a question', async () => {
    await start('ada');
    await start('ben');
    await announce('session_ended', { token_hash: hashOf('ada'), staff_id: 1 });
    book.delete(hashOf('ada'));
    await heardAll();
    assert.deepEqual(ended, [hashOf('ada')]);
    assert.equal(await sessions.find('ada'), undefined);
    assert.ok(await sessions.find('ben'));
    assert.deepEqual(asked, [hashOf('ada')]);
  });

  it('is over when it has expired, also while staff is away', async () => {
    await start('ada', { expires_at: '2020-01-01T00:00:00.000Z' });
    await heardAll();
    assert.equal(await sessions.find('ada'), undefined);
    assert.deepEqual([asked, ended], [[], [hashOf('ada')]]);
  });

  it('that expired and that nobody asks for is forgotten with the next login', async () => {
    await start('ada', { expires_at: '2020-01-01T00:00:00.000Z' });
    await heardAll();
    assert.deepEqual(ended, []);
    await start('ben');
    await heardAll();
    assert.deepEqual(ended, [hashOf('ada')]);
  });

  it('changes with its person, and ends when that person works here no more', async () => {
    await start('ada');
    await start('ben', { staff: { ...ADA, id: 2, name: 'Ben' } });
    await announce('staff_saved', { ...ADA, isAdmin: false });
    await heardAll();
    assert.equal((await sessions.find('ada'))?.session.staff.isAdmin, false);
    await announce('staff_saved', { ...ADA, available: false });
    await heardAll();
    assert.deepEqual(ended, [hashOf('ada')]);
    assert.equal((await sessions.find('ben'))?.session.staff.name, 'Ben');
  });
});

describe('a session that is used', () => {
  it('is told to staff at once where that may be long ago, and then each ten minutes', async () => {
    book.set(hashOf('ada'), { staff: ADA, till: 'bar', expires_at: FAR, idle_until: MUCH_LATER });
    await sessions.find('ada');
    await until('it is told', () => used.length === 1);
    mock.timers.enable({ apis: ['Date'], now: Date.now() + 9 * 60_000 });
    await sessions.find('ada');
    mock.timers.setTime(Date.now() + 2 * 60_000);
    await sessions.find('ada');
    await until('it is told again', () => used.length === 2);
    await sessions.find('ada');
    await heardAll();
    assert.deepEqual(used, [hashOf('ada'), hashOf('ada')]);
    assert.deepEqual(asked, [hashOf('ada')]);
  });

  it('is not told right after its login', async () => {
    await start('ada');
    await heardAll();
    await sessions.find('ada');
    await heardAll();
    assert.deepEqual(used, []);
  });

  it('idles as long as staff says, is asked about then, and over if staff says so', async () => {
    await start('ada', { idle_until: '2020-01-01T00:00:00.000Z' });
    await start('ben', { idle_until: '2020-01-01T00:00:00.000Z' });
    book.delete(hashOf('ada')); // nobody used it
    book.set(hashOf('ben'), { staff: ADA, till: 'bar', expires_at: FAR, idle_until: MUCH_LATER });
    await heardAll();
    assert.equal(await sessions.find('ada'), undefined);
    assert.ok(await sessions.find('ben'));
    assert.ok(await sessions.find('ben'));
    assert.deepEqual([asked, ended], [[hashOf('ada'), hashOf('ben')], [hashOf('ada')]]);
  });
});

describe("a gap in staff's announcements", () => {
  it('makes everything be asked about again', async () => {
    await start('ada');
    await start('ben');
    await announce('session_ended', { token_hash: hashOf('carla'), staff_id: 3 }, 1);
    book.delete(hashOf('ada')); // the one that was lost said so
    await heardAll();
    assert.equal(await sessions.find('ada'), undefined);
    assert.ok(await sessions.find('ben'));
    assert.deepEqual(asked, [hashOf('ada'), hashOf('ben')]);
  });

  it('is seen by the status too', async () => {
    await start('ada');
    await heardAll();
    sayStatus('ready', 'the hash of an entry that was lost');
    book.clear();
    await until('it is asked about', async () => !(await sessions.find('ada')));
  });

  it('is not seen where there is none, nor while staff starts or stops', async () => {
    await start('ada');
    await heardAll();
    sayStatus('ready');
    for (const state of ['offline', 'starting', 'waiting_for_storage']) sayStatus(state, '');
    await heardAll();
    assert.ok(await sessions.find('ada'));
    assert.deepEqual(asked, []);
  });
});
