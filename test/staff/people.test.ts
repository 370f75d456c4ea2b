import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Caller } from '#shared/ask.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { type Desk, hashOf, openDesk } from '../support/desk.ts';
import { type House, openHouse } from '../support/house.ts';

let house: House;
let desk: Desk;
let ada: Awaited<ReturnType<Desk['login']>>;
before(async () => {
  house = await openHouse(['staff']);
  desk = openDesk(house);
  ada = await desk.login('2468');
});
after(() => house.close());

const isLive = ({ token_hash }: Caller) =>
  desk.ask('check_session', { token_hash }).then(
    () => true,
    () => false,
  );
/** Somebody new, who is logged in. */
async function hire(name: string, pin: string, more = {}) {
  const person = await desk.ask('add_staff', { name, pin, hourly_rate: 20, ...more }, ada);
  return { person, session: await desk.login(pin) };
}
const heard = (type: string, staff_id?: number) =>
  house.heard<Entry & { body: { staff_id?: number; id?: number } }>(
    `pos/staff/did/${type}`,
    ({ body }) => staff_id === undefined || [body.staff_id, body.id].includes(staff_id),
  );

describe('somebody new', { timeout: 300_000 }, () => {
  it('is taken on by an admin, can log in, and is announced without the PIN', async () => {
    const saved = heard('staff_saved');
    const { person, session } = await hire('Dora', '7391', { isAdmin: false });
    const idle = { is_working: false, is_on_break: false };
    const dora = { name: 'Dora', isAdmin: false, available: true };
    assert.deepEqual(person, { id: person.id, ...dora, ...idle, hourly_rate: 20 });
    assert.equal(session.staff_id, person.id);
    const { body, actor } = await saved;
    assert.deepEqual(body, { id: person.id, ...dora, hourly_rate: 20 });
    assert.equal(actor.staff_id, ada.staff_id);
  });

  it('needs a PIN that is hard to guess and nobody else’s, and a wage that can be', async () => {
    const refuse = (input: object, code: string, field: string) =>
      desk.refused('add_staff', { name: 'Eve', pin: '6802', ...input }, ada, code, field);
    await refuse({ pin: '1234' }, 'WEAK_PIN', 'pin');
    await refuse({ pin: '1357' }, 'PIN_TAKEN', 'pin');
    await refuse({ pin: '12345' }, 'VALIDATION_FAILED', 'pin');
    await refuse({ hourly_rate: -1 }, 'VALIDATION_FAILED', 'hourly_rate');
    await refuse({ hourly_rate: 1000.01 }, 'VALIDATION_FAILED', 'hourly_rate');
    await refuse({ hourly_rate: 9.999 }, 'VALIDATION_FAILED', 'hourly_rate');
    await refuse({ name: '' }, 'VALIDATION_FAILED', 'name');
    await refuse({ pin_hash: 'x' }, 'VALIDATION_FAILED', 'pin_hash');
  });
});

describe('what one earns', { timeout: 300_000 }, () => {
  it('is seen by oneself and by admins, and by nobody else', async () => {
    const ben = await desk.login('1357');
    const rates = async (caller: Caller) => {
      const { staff: all } = await desk.ask('list_staff', { available: true }, caller);
      return new Map(all.map(({ id, hourly_rate }) => [id, hourly_rate]));
    };
    const byBen = await rates(ben);
    assert.equal(byBen.get(ben.staff_id), 18.5);
    assert.equal(byBen.get(ada.staff_id), undefined);
    assert.equal((await rates(ada)).get(ben.staff_id), 18.5);
    const one = await desk.ask('get_staff', { staff_id: ada.staff_id }, ben);
    assert.ok(!('hourly_rate' in one));
    await desk.refused('get_staff', { staff_id: 999 }, ben, 'STAFF_NOT_FOUND');
  });
});

describe('a person who is changed', { timeout: 300_000 }, () => {
  it('keeps what is left out, and the session where nothing of weight changes', async () => {
    const { person, session } = await hire('Finn', '5093');
    const input = { staff_id: person.id, hourly_rate: 21.5 };
    assert.deepEqual(await desk.ask('change_staff', input, ada), { ...person, hourly_rate: 21.5 });
    assert.ok(await isLive(session));
    await desk.refused('change_staff', { staff_id: 999 }, ada, 'STAFF_NOT_FOUND');
  });

  it('is logged out everywhere by another role', async () => {
    const { person, session } = await hire('Gil', '5094');
    const there = await desk.login('5094', 'bar');
    const ended = heard('session_ended', person.id);
    await desk.ask('change_staff', { staff_id: person.id, isAdmin: true }, ada);
    await ended;
    assert.deepEqual([await isLive(session), await isLive(there)], [false, false]);
    assert.ok(await isLive(ada));
    assert.equal((await desk.login('5094')).isAdmin, true);
    await desk.ask('change_staff', { staff_id: person.id, isAdmin: false }, ada);
  });

  it('is logged out everywhere when let go, cannot come in, and stays in the books', async () => {
    const { person, session } = await hire('Hana', '5095');
    const { available } = await desk.ask('remove_staff', { staff_id: person.id }, ada);
    assert.equal(available, false);
    assert.equal(await isLive(session), false);
    await desk.refused('login', { pin: '5095' }, {}, 'INVALID_PIN');
    await desk.refused('clock_in', { pin: '5095' }, {}, 'INVALID_PIN');
    const { staff: all } = await desk.ask('list_staff', {}, ada);
    assert.ok(all.some(({ id }) => id === person.id));
    const { staff: here } = await desk.ask('list_staff', { available: true }, ada);
    assert.ok(!here.some(({ id }) => id === person.id));
  });
});

describe('the last admin', { timeout: 300_000 }, () => {
  it('cannot be removed, demoted or deactivated', async () => {
    const { staff_id } = ada;
    const refuse = (name: 'change_staff' | 'remove_staff', input: object) =>
      desk.refused(name, { staff_id, ...input }, ada, 'LAST_ADMIN');
    await refuse('remove_staff', {});
    await refuse('change_staff', { isAdmin: false });
    await refuse('change_staff', { available: false });
    assert.ok(await isLive(ada));
  });

  it('can be, once there is another; one who was let go is none', async () => {
    const { person } = await hire('Ida', '5096', { isAdmin: true });
    await desk.ask('remove_staff', { staff_id: person.id }, ada);
    const input = { staff_id: ada.staff_id, isAdmin: false };
    await desk.refused('change_staff', input, ada, 'LAST_ADMIN');
    await desk.ask('change_staff', { staff_id: person.id, available: true }, ada);
    assert.equal((await desk.ask('change_staff', input, ada)).isAdmin, false);
    const ida = await desk.login('5096');
    await desk.ask('change_staff', { staff_id: ada.staff_id, isAdmin: true }, ida);
    ada = await desk.login('2468');
  });
});

describe('a PIN', { timeout: 300_000 }, () => {
  it('is changed by its owner: the other sessions end, this one stays', async () => {
    const { person, session } = await hire('Jo', '5097');
    const there = await desk.login('5097', 'bar');
    const changed = heard('pin_changed', person.id);
    const input = { current_pin: '5097', new_pin: '6097' };
    assert.deepEqual(await desk.ask('change_pin', input, session), { changed: true });
    assert.deepEqual((await changed).body, { staff_id: person.id });
    assert.deepEqual([await isLive(session), await isLive(there)], [true, false]);
    assert.equal((await desk.login('6097')).staff_id, person.id);
    await desk.refused('login', { pin: '5097' }, {}, 'INVALID_PIN');
  });

  it('is not changed to one that is weak or somebody’s, and asking for that is a try', async () => {
    const ben = await desk.login('1357');
    const from = { ...ben, address: '10.0.0.7' };
    const change = (new_pin: string) => ({ current_pin: '1357', new_pin });
    await desk.refused('change_pin', change('4321'), from, 'WEAK_PIN', 'new_pin');
    for (let i = 0; i < 6; i++) {
      await desk.refused('change_pin', change('2468'), from, 'PIN_TAKEN', 'new_pin');
    }
    await desk.refused('change_pin', change('6098'), from, 'TOO_MANY_ATTEMPTS');
  });

  it('is given by an admin: all sessions of that person end, but the admin’s own', async () => {
    const { person, session } = await hire('Kai', '5098');
    await desk.ask('set_pin', { staff_id: person.id, new_pin: '6099' }, ada);
    assert.equal(await isLive(session), false);
    assert.equal((await desk.login('6099')).staff_id, person.id);
    await desk.ask('set_pin', { staff_id: ada.staff_id, new_pin: '2469' }, ada);
    assert.ok(await isLive(ada));
    await desk.ask('set_pin', { staff_id: ada.staff_id, new_pin: '2468' }, ada);
    const input = { staff_id: person.id, new_pin: '2468' };
    await desk.refused('set_pin', input, ada, 'PIN_TAKEN', 'new_pin');
    const weak = { staff_id: person.id, new_pin: '1111' };
    await desk.refused('set_pin', weak, ada, 'WEAK_PIN', 'new_pin');
    await desk.refused('set_pin', { ...input, staff_id: 999 }, ada, 'STAFF_NOT_FOUND');
  });
});

describe('a session that is used', { timeout: 300_000 }, () => {
  it('idles from then on, and one that is over cannot be used', async () => {
    const { token } = await desk.ask('login', { pin: '1357' });
    const token_hash = hashOf(token);
    const { idle_until: first = '' } = await desk.ask('check_session', { token_hash });
    const { idle_until } = await desk.ask('session_active', { token_hash });
    assert.ok(idle_until > first);
    assert.equal((await desk.ask('check_session', { token_hash })).idle_until, idle_until);
    await desk.ask('logout', {}, { staff_id: 2, token_hash });
    await desk.refused('session_active', { token_hash }, {}, 'UNAUTHENTICATED');
  });
});
