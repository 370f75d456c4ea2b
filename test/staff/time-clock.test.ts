import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Entry } from '#shared/contracts/service.ts';
import { type Desk, openDesk } from '../support/desk.ts';
import { type House, openHouse } from '../support/house.ts';

type Working = { staff: { name: string; is_on_break: boolean }[] };
const [BEN_PIN, CARLA_PIN] = ['1357', '8642'];

let house: House;
let desk: Desk;
let ada: Awaited<ReturnType<Desk['login']>>;
let ben: Awaited<ReturnType<Desk['login']>>;
before(async () => {
  house = await openHouse(['staff']);
  desk = openDesk(house);
  [ada, ben] = [await desk.login('2468'), await desk.login(BEN_PIN)];
});
after(() => house.close());

const board = (fits: (names: string[]) => boolean) =>
  house.heard<Working>('pos/now/working', (now) => {
    return (
      now !== null &&
      fits(now.staff.map(({ name, is_on_break }) => name + (is_on_break ? '*' : '')))
    );
  });
const home = async (...pins: string[]) => {
  for (const pin of pins) await desk.ask('clock_out', { pin });
};

describe('a time clock at the door', { timeout: 300_000 }, () => {
  it('says what a PIN would do, and does it with nobody logged in', async () => {
    const status = () => desk.ask('clock_status', { pin: BEN_PIN });
    assert.deepEqual((await status()).actions, ['clock_in']);
    const { shift, staff: there } = await desk.ask('clock_in', { pin: BEN_PIN });
    assert.deepEqual([there.id, there.is_working, there.is_on_break], [2, true, false]);
    assert.deepEqual([shift.staff_id, shift.clock_out, shift.hourly_rate], [2, null, 18.5]);
    assert.deepEqual((await status()).actions, ['clock_out', 'break_start']);
    assert.equal((await status()).clock_in, shift.clock_in);

    const resting = await desk.ask('break_start', { pin: BEN_PIN, paid: true });
    assert.deepEqual([resting.staff.is_working, resting.staff.is_on_break], [true, true]);
    assert.equal(resting.shift.breaks[0]?.paid, true);
    assert.equal((await status()).break_start, resting.shift.break_start);
    const back = await desk.ask('break_end', { pin: BEN_PIN });
    assert.equal(back.shift.breaks[0]?.id, resting.shift.breaks[0]?.id);

    const { shift: ended, staff: gone } = await desk.ask('clock_out', { pin: BEN_PIN });
    assert.deepEqual([gone.is_working, gone.is_on_break], [false, false]);
    assert.deepEqual([ended.id, ended.overdue, ended.mended_at], [shift.id, false, null]);
    assert.ok(ended.clock_out && ended.clock_out >= ended.clock_in);
  });

  it('refuses what cannot be, and changes nothing', async () => {
    const refuse = (name: 'clock_in' | 'clock_out' | 'break_start' | 'break_end', code: string) =>
      desk.refused(name, { pin: CARLA_PIN }, {}, code);
    await refuse('clock_out', 'NOT_CLOCKED_IN');
    await refuse('break_start', 'NOT_CLOCKED_IN');
    await refuse('break_end', 'NOT_CLOCKED_IN');
    await desk.ask('clock_in', { pin: CARLA_PIN });
    await refuse('clock_in', 'ALREADY_CLOCKED_IN');
    await refuse('break_end', 'NOT_ON_BREAK');
    await desk.ask('break_start', { pin: CARLA_PIN });
    await refuse('break_start', 'ALREADY_ON_BREAK');
    await home(CARLA_PIN);
  });

  it('writes it down in the name of whose PIN it is', async () => {
    const clocked = house.heard<Entry>('pos/staff/did/clocked_in');
    await desk.ask('clock_in', { pin: CARLA_PIN }, { till: 'door' });
    assert.deepEqual((await clocked).actor, { staff_id: 3, till: 'door' });
    await home(CARLA_PIN);
  });
});

describe('a session', { timeout: 300_000 }, () => {
  it('clocks oneself in, and an admin anybody', async () => {
    assert.equal((await desk.ask('clock_in', {}, ben)).shift.staff_id, ben.staff_id);
    const carla = { staff_id: 3 };
    await desk.refused('clock_in', carla, ben, 'FORBIDDEN');
    assert.equal((await desk.ask('clock_in', carla, ada)).shift.staff_id, 3);
    await desk.refused('clock_in', { staff_id: 99 }, ada, 'STAFF_NOT_FOUND');
    await desk.refused('clock_in', {}, {}, 'UNAUTHENTICATED');
    const both = { pin: BEN_PIN, staff_id: 3 };
    await desk.refused('clock_in', both, ada, 'VALIDATION_FAILED', 'staff_id');
    await home(BEN_PIN, CARLA_PIN);
  });

  it('tells on every answer whether one works', async () => {
    await desk.ask('clock_in', {}, ben);
    await desk.ask('break_start', {}, ben);
    const { token: _, staff: atLogin } = await desk.ask('login', { pin: BEN_PIN });
    const { staff: inSession } = await desk.ask('get_session', {}, ben);
    const { staff: all } = await desk.ask('list_staff', {}, ada);
    const one = await desk.ask('get_staff', { staff_id: ben.staff_id }, ada);
    const inList = all.find(({ id }) => id === ben.staff_id);
    for (const told of [atLogin, inSession, inList, one]) {
      assert.deepEqual([told?.is_working, told?.is_on_break], [true, true]);
    }
    await home(BEN_PIN);
  });
});

describe('the board of who is working', { timeout: 300_000 }, () => {
  it('follows who comes, rests and goes, and is there after staff was killed', async () => {
    const here = (...wanted: string[]) => board((names) => names.join() === wanted.join());
    let next = here('Ben Okafor');
    await desk.ask('clock_in', { pin: BEN_PIN });
    await next;
    next = here('Ben Okafor*');
    await desk.ask('break_start', { pin: BEN_PIN });
    await next;
    await house.kill('staff');
    next = here('Ben Okafor*');
    await house.start('staff');
    await next;
    next = here();
    await home(BEN_PIN);
    await next;
  });
});
