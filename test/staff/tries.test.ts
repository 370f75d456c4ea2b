import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import type { Caller } from '#shared/ask.ts';
import type { Entry } from '#shared/contracts/service.ts';
import type { Alarm } from '#shared/contracts/system.ts';
import { PosError } from '#shared/errors.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { type House, openHouse } from '../support/house.ts';
import { fileOf } from '../support/till.ts';
import { until } from '../support/until.ts';

const [ADA_PIN, BEN_PIN, WRONG_PIN] = ['2468', '1357', '9999'];

let house: House;
let desk: Desk;
before(async () => {
  house = await openHouse(['staff']);
  desk = openDesk(house);
});
after(() => house.close());
afterEach(() => write('DELETE FROM tries'));

/** Changes staff's file from outside. */
function write(sql: string, ...values: unknown[]): void {
  const file = new SQLite(fileOf(house, 'staff'), { timeout: 5000 });
  file.prepare(sql).run(...values);
  file.close();
}
const at = (address: string): Caller => ({ address, till: 'main' });
/** The code of the answer to a login; `in` when there is none. */
const login = (pin: string, address: string): Promise<string> =>
  desk.ask('login', { pin }, at(address)).then(
    () => 'in',
    (error: PosError) => error.code,
  );
async function wrong(times: number, address: string): Promise<string[]> {
  const said: string[] = [];
  for (let i = 0; i < times; i++) said.push(await login(WRONG_PIN, address));
  return said;
}
const retryAfter = (pin: string, address: string) =>
  desk.ask('login', { pin }, at(address)).then(
    () => 0,
    (error: PosError) => error.info.retry_after_s as number,
  );

describe('wrong PINs from one address', { timeout: 300_000 }, () => {
  it('are free five times; after the sixth a right one is refused too', async () => {
    assert.deepEqual(new Set(await wrong(6, '10.0.0.1')), new Set(['INVALID_PIN']));
    assert.equal(await login(ADA_PIN, '10.0.0.1'), 'TOO_MANY_ATTEMPTS');
    assert.equal(await retryAfter(ADA_PIN, '10.0.0.1'), 30);
  });

  it('lock no other address', async () => {
    await wrong(7, '10.0.0.1');
    assert.equal(await login(ADA_PIN, '10.0.0.2'), 'in');
  });

  it('are not forgiven by a right one in between: a colleague could buy tries so', async () => {
    await wrong(5, '10.0.0.1');
    assert.equal(await login(BEN_PIN, '10.0.0.1'), 'in');
    await wrong(1, '10.0.0.1');
    assert.equal(await login(BEN_PIN, '10.0.0.1'), 'TOO_MANY_ATTEMPTS');
  });

  it('are not forgotten when staff is killed', async () => {
    await wrong(6, '10.0.0.1');
    await house.kill('staff');
    await house.start('staff');
    assert.equal(await login(ADA_PIN, '10.0.0.1'), 'TOO_MANY_ATTEMPTS');
  });

  it('are announced when they lock it, and begin no session', async () => {
    const locked = house.heard<Entry>('pos/staff/did/pin_tries_locked');
    const sessions = desk.rows('SELECT * FROM session');
    await wrong(6, '10.0.0.9');
    const { body } = await locked;
    const { address, locked_until } = body as { address: string; locked_until: string };
    assert.equal(address, '10.0.0.9');
    assert.ok(Date.parse(locked_until) > Date.now());
    assert.deepEqual(desk.rows('SELECT * FROM session'), sessions);
  });

  it('count the same wherever a PIN is asked for', async () => {
    const ben = { ...(await desk.login(BEN_PIN)), address: '10.0.0.3' };
    const wrongPin = { pin: WRONG_PIN };
    for (const [operation, input] of [
      ['clock_in', wrongPin],
      ['clock_out', wrongPin],
      ['break_start', wrongPin],
      ['clock_status', wrongPin],
      ['verify_admin_pin', { pin: BEN_PIN }], // right, but no admin's
      ['change_pin', { current_pin: ADA_PIN, new_pin: '7391' }], // right, but not one's own
    ] as const) {
      await desk.refused(operation, input, ben, 'INVALID_PIN');
    }
    await desk.refused('break_end', { pin: BEN_PIN }, ben, 'TOO_MANY_ATTEMPTS');
    await desk.refused('verify_admin_pin', { pin: ADA_PIN }, ben, 'TOO_MANY_ATTEMPTS');
    assert.equal(await login(BEN_PIN, '10.0.0.3'), 'TOO_MANY_ATTEMPTS');
  });

  it('come from the same place as a deactivated person’s, by their answer', async () => {
    write("UPDATE staff SET available = 0 WHERE name = 'Carla Mendes'");
    const answers = ['8642', WRONG_PIN].map((pin) =>
      desk.ask('login', { pin }, at('10.0.0.4')).catch((error: PosError) => error),
    );
    const [gone, unknown] = (await Promise.all(answers)) as PosError[];
    assert.deepEqual([gone?.code, gone?.info], [unknown?.code, unknown?.info]);
    const [tries] = desk.rows('SELECT failures FROM tries');
    assert.equal(tries?.failures, 2);
    write("UPDATE staff SET available = 1 WHERE name = 'Carla Mendes'");
  });
});

describe('a clock that was set back', { timeout: 300_000 }, () => {
  it('locks for no longer than the longest lock', async () => {
    const inAYear = new Date(Date.now() + 365 * 86_400_000).toISOString();
    write('REPLACE INTO tries VALUES (?, 11, ?, ?)', '10.0.0.5', inAYear, inAYear);
    const wait = await retryAfter(ADA_PIN, '10.0.0.5');
    assert.ok(wait <= 900, String(wait));
    const [tries] = desk.rows<{ since: string }>('SELECT since FROM tries');
    assert.ok(Date.parse(tries?.since as string) <= Date.now() + 900_000);
  });
});

describe('wrong PINs from everywhere', { timeout: 300_000 }, () => {
  it('are an alarm above thirty, and then tries wait for each other', async () => {
    const name = (_: Alarm | null, topic: string) => topic.endsWith('/staff/pin_tries');
    const alarm = house.heard<Alarm>('pos/now/alarms/+/+', name);
    for (let i = 0; i < 31; i++) assert.equal(await login(WRONG_PIN, `10.0.1.${i}`), 'INVALID_PIN');
    assert.match((await alarm).detail, /guessing/);
    assert.equal(await login(ADA_PIN, '10.0.2.1'), 'TOO_MANY_ATTEMPTS');
    assert.ok([1, 2].includes(await retryAfter(ADA_PIN, '10.0.2.1')));
    const hadToWait = performance.now();
    await until('it is somebody’s turn', async () => (await login(ADA_PIN, '10.0.2.1')) === 'in');
    assert.ok(performance.now() - hadToWait < 20_000);
    assert.equal(await login(ADA_PIN, '10.0.2.1'), 'TOO_MANY_ATTEMPTS', 'the next one waits too');
  });

  it('are over when they are forgiven: the next try clears the alarm', async () => {
    const name = (_: Alarm | null, topic: string) => topic.endsWith('/staff/pin_tries');
    const cleared = house.heard<Alarm | null>(
      'pos/now/alarms/+/+',
      (message, topic) => message === null && name(message, topic),
    );
    assert.equal(desk.rows('SELECT * FROM alarm').length, 1);
    assert.equal(await login(ADA_PIN, '10.0.2.2'), 'in');
    await cleared;
    assert.deepEqual(desk.rows('SELECT * FROM alarm'), []);
  });
});

describe('all 10,000 PINs, tried at once from one address', { timeout: 300_000 }, () => {
  it('get six looked at: the others, right ones among them, are told to wait', async () => {
    const pins = Array.from({ length: 10_000 }, (_, n) => String(9_999 - n).padStart(4, '0'));
    const said = new Map<string, number>();
    for (let i = 0; i < pins.length; i += 250) {
      const some = await Promise.all(pins.slice(i, i + 250).map((pin) => login(pin, '10.0.3.1')));
      for (const code of some) said.set(code, (said.get(code) ?? 0) + 1);
    }
    // one more where it takes longer than the first lock
    const looked = said.get('INVALID_PIN') ?? 0;
    assert.ok(looked === 6 || looked === 7, String(looked));
    assert.equal(said.get('in'), undefined);
    assert.equal(said.get('TOO_MANY_ATTEMPTS'), 10_000 - looked);
  });
});
