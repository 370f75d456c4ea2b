import assert from 'node:assert/strict';
import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import type { Caller } from '#shared/ask.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { staff } from '#shared/contracts/staff.ts';
import { PosError } from '#shared/errors.ts';
import { openBooks } from '../support/books.ts';
import { type House, openHouse } from '../support/house.ts';
import { fileOf } from '../support/till.ts';

const [ADA_PIN, BEN_PIN, WRONG_PIN] = ['2468', '1357', '9999'];

let house: House;
before(async () => (house = await openHouse(['staff'])));
after(() => house.close());

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');
const login = (pin: string, till?: string) => house.asker.ask(staff, 'login', { pin, till });
const logout = (token_hash: string, key?: string) =>
  house.asker.ask(staff, 'logout', {}, { caller: callerOf(token_hash), key });
const callerOf = (token_hash?: string): Caller => ({ staff_id: 1, till: 'main', token_hash });
const check = (token_hash: string) => house.asker.ask(staff, 'check_session', { token_hash });
const isCode = (code: string) => (error: unknown) =>
  error instanceof PosError && error.code === code;
const rows = (sql: string) => openBooks(house.config.POS_DATA_DIR).rows<object>('staff', sql);
const journal = () => rows('SELECT seq, type FROM journal');

describe('a login', { timeout: 300_000 }, () => {
  it('with a PIN says who one is, and until when', async () => {
    const { token, expires_at, staff: person } = await login(ADA_PIN);
    const known = { id: 1, name: 'Ada Whitcombe', isAdmin: true, available: true };
    const idle = { is_working: false, is_on_break: false };
    assert.deepEqual(person, { ...known, ...idle, hourly_rate: 2600 });
    assert.ok(Date.parse(expires_at) > Date.now());
    const { idle_until, ...held } = await check(hashOf(token));
    assert.deepEqual(held, { staff: known, till: 'main', expires_at });
    assert.ok(idle_until && idle_until < expires_at);
    const caller = callerOf(hashOf(token));
    const session = { staff: person, till: 'main', expires_at };
    assert.deepEqual(await house.asker.ask(staff, 'get_session', {}, { caller }), session);
  });

  it('is at the till that was named', async () => {
    const { token, staff: person } = await login(BEN_PIN, 'bar');
    assert.deepEqual([person.name, person.isAdmin], ['Ben Okafor', false]);
    assert.equal((await check(hashOf(token))).till, 'bar');
  });

  it('with a wrong PIN is refused, and begins nothing', async () => {
    const books = [journal(), rows('SELECT * FROM session')];
    await assert.rejects(login(WRONG_PIN), isCode('INVALID_PIN'));
    assert.deepEqual([journal(), rows('SELECT * FROM session')], books);
  });

  it('needs four digits and a proper till', async () => {
    for (const [input, field] of [
      [{}, 'pin'],
      [{ pin: '246' }, 'pin'],
      [{ pin: 2468 }, 'pin'],
      [{ pin: ADA_PIN, till: 'Bar 1' }, 'till'],
    ] as const) {
      const asked = house.asker.question('staff', 'login', 'write', input);
      await assert.rejects(asked, (error: PosError) => {
        assert.deepEqual([error.code, error.info.errors?.[0]?.field], ['VALIDATION_FAILED', field]);
        return true;
      });
    }
  });

  it('is announced with the hash of the token, and in its name', async () => {
    const started = house.heard<Entry>('pos/staff/did/session_started');
    const { token, expires_at, staff: person } = await login(BEN_PIN, 'bar');
    const { actor, body } = await started;
    const { is_working: _, is_on_break: _b, hourly_rate: _r, ...known } = person;
    const { idle_until: _i, ...said } = body as { idle_until: string };
    assert.deepEqual(said, { token_hash: hashOf(token), staff: known, till: 'bar', expires_at });
    assert.deepEqual(actor, { staff_id: person.id, till: 'bar' });
  });
});

describe('a logout', { timeout: 300_000 }, () => {
  it('ends the session, and says so once', async () => {
    const token_hash = hashOf((await login(ADA_PIN)).token);
    const ended = house.heard<Entry>('pos/staff/did/session_ended');
    assert.deepEqual(await logout(token_hash), { ended: true });
    assert.deepEqual((await ended).body, { token_hash, staff_id: 1 });
    await assert.rejects(check(token_hash), isCode('UNAUTHENTICATED'));
    const caller = callerOf(token_hash);
    const session = house.asker.ask(staff, 'get_session', {}, { caller });
    await assert.rejects(session, isCode('UNAUTHENTICATED'));
    const books = journal();
    await assert.rejects(logout(token_hash), isCode('UNAUTHENTICATED'));
    assert.deepEqual(journal(), books);
  });

  it('leaves the other sessions of the same person alone', async () => {
    const [here, there] = [await login(ADA_PIN), await login(ADA_PIN, 'bar')];
    await logout(hashOf(here.token));
    assert.equal((await check(hashOf(there.token))).till, 'bar');
  });

  it('that is repeated with its key gets its first answer again', async () => {
    const token_hash = hashOf((await login(ADA_PIN)).token);
    const key = randomUUID();
    await logout(token_hash, key);
    const books = journal();
    assert.deepEqual(await logout(token_hash, key), { ended: true });
    assert.deepEqual(journal(), books);
  });
});

describe('a session', { timeout: 300_000 }, () => {
  it('that nobody began is not good', async () => {
    await assert.rejects(check(hashOf('made up')), isCode('UNAUTHENTICATED'));
    const nobody = house.asker.ask(staff, 'get_session', {}, { caller: {} });
    await assert.rejects(nobody, isCode('UNAUTHENTICATED'));
  });

  it('survives that staff is killed', async () => {
    const { token, expires_at } = await login(ADA_PIN);
    await house.kill('staff');
    await house.start('staff');
    assert.equal((await check(hashOf(token))).expires_at, expires_at);
  });

  it('is not good after it expired, nor when its person has left', async () => {
    const [ada, ben] = [await login(ADA_PIN), await login(BEN_PIN)];
    await house.kill('staff', 'SIGTERM');
    const file = new SQLite(fileOf(house, 'staff'));
    const expire = file.prepare('UPDATE session SET expires_at = ? WHERE token_hash = ?');
    expire.run(new Date(Date.now() - 1).toISOString(), hashOf(ada.token));
    file.exec("UPDATE staff SET available = 0 WHERE name = 'Ben Okafor'");
    file.close();
    await house.start('staff');
    await assert.rejects(check(hashOf(ada.token)), isCode('UNAUTHENTICATED'));
    await assert.rejects(check(hashOf(ben.token)), isCode('UNAUTHENTICATED'));
    await assert.rejects(login(BEN_PIN), isCode('INVALID_PIN'));
  });
});

describe('the demo', { timeout: 300_000 }, () => {
  it('hires its three people once, however often staff starts', () => {
    const saved = journal().filter((entry) => 'type' in entry && entry.type === 'staff_saved');
    assert.equal(saved.length, 3);
    assert.equal(rows('SELECT id FROM staff').length, 3);
  });
});

describe("the file of staff's", { timeout: 300_000 }, () => {
  it('holds no token and no PIN anywhere', async () => {
    const key = randomUUID();
    const { output } = await house.asker.question(
      'staff',
      'login',
      'write',
      { pin: ADA_PIN },
      { key },
    );
    await assert.rejects(login(WRONG_PIN), isCode('INVALID_PIN'));
    const { token } = output as { token: string };
    assert.deepEqual(rows(`SELECT * FROM answer WHERE key = '${key}'`), []);

    const tables = rows("SELECT name FROM sqlite_schema WHERE type = 'table'") as {
      name: string;
    }[];
    // four digits inside a hash, a key or an instant are not a PIN
    const pin = new RegExp(`(?<![-0-9a-f.:])(${ADA_PIN}|${BEN_PIN}|${WRONG_PIN})(?![-0-9a-f])`);
    for (const { name } of tables) {
      for (const cell of rows(`SELECT * FROM ${name}`).flatMap((row) => Object.values(row))) {
        assert.doesNotMatch(String(cell), pin, name);
        assert.ok(!String(cell).includes(token), name);
      }
    }
    const files = ['', '-wal'].map((suffix) => fileOf(house, 'staff') + suffix);
    const bytes = files.filter((file) => existsSync(file)).map((file) => readFileSync(file));
    for (const content of bytes) assert.ok(!content.includes(token));
    assert.ok(bytes.some((content) => content.includes(hashOf(token))));
  });
});
