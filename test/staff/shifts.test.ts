import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import SQLite from 'better-sqlite3';
import type { Caller } from '#shared/ask.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { SETTINGS_AT_FIRST } from '#shared/contracts/settings.ts';
import { type Answered, type Desk, openDesk } from '../support/desk.ts';
import { type House, openHouse } from '../support/house.ts';
import { changeCatalog, fileOf, openTill } from '../support/till.ts';
import { until } from '../support/until.ts';

const BEN_PIN = '1357';
const ZONE = 'America/New_York';

let house: House;
let desk: Desk;
let ada: Awaited<ReturnType<Desk['login']>>;
let ben: Awaited<ReturnType<Desk['login']>>;
before(async () => {
  house = await openHouse(['catalog', 'staff', 'orders'], { TZ: ZONE });
  desk = openDesk(house);
  [ada, ben] = [await desk.login('2468'), await desk.login(BEN_PIN)];
  await until('staff has heard the terms', () => desk.rows('SELECT * FROM store_terms').length);
});
after(() => house.close());

/** A shift as if it had been worked, written into staff's file from outside. */
function worked(staff_id: number, clock_in: string, clock_out: string | null, day: string): number {
  const file = new SQLite(fileOf(house, 'staff'), { timeout: 5000 });
  const add = file.prepare(
    `INSERT INTO shift (staff_id, business_day, clock_in, clock_out, hourly_rate)
     VALUES (?, ?, ?, ?, 2000) RETURNING id`,
  );
  const { id } = add.get(staff_id, day, clock_in, clock_out) as { id: number };
  file.close();
  return id;
}
const ago = (hours: number) => new Date(Date.now() - hours * 3600_000).toISOString();
const home = async (...pins: string[]) => {
  for (const pin of pins) await desk.ask('clock_out', { pin });
};

describe('a shift', { timeout: 300_000 }, () => {
  it('keeps the rate of its clock-in', async () => {
    await desk.ask('clock_in', { pin: BEN_PIN });
    await desk.ask('change_staff', { staff_id: 2, hourly_rate: 30 }, ada);
    const { shift } = await desk.ask('clock_out', { pin: BEN_PIN });
    assert.equal(shift.hourly_rate, 18.5);
    const { shift: next } = await desk.ask('clock_in', { pin: BEN_PIN });
    assert.equal(next.hourly_rate, 30);
    await home(BEN_PIN);
  });

  it('is seen by oneself and by admins', async () => {
    const days = { start: '2020-01-01', end: '2020-12-31' };
    const input = { staff_id: 2, ...days };
    assert.deepEqual(await desk.ask('list_shifts', input, ben), { shifts: [] });
    await desk.refused('list_shifts', { ...input, staff_id: 3 }, ben, 'FORBIDDEN');
    await desk.refused('list_shifts', { ...input, staff_id: 99 }, ada, 'STAFF_NOT_FOUND');
    const wrong = { ...input, end: '2019-12-31' };
    await desk.refused('list_shifts', wrong, ben, 'VALIDATION_FAILED', 'end');
  });

  it('without an end is listed after 16 hours, and mended with its old values kept', async () => {
    const id = worked(3, ago(20), null, '2026-11-22');
    const { shifts: overdue } = await desk.ask('list_overdue_shifts', {}, ada);
    assert.deepEqual(
      overdue.map((shift) => [shift.id, shift.overdue]),
      [[id, true]],
    );
    const mended = house.heard<Entry>('pos/staff/did/shift_mended');
    const input = { shift_id: id, clock_out: ago(12), reason: 'Forgot to clock out' };
    const approved: Caller = { ...ben, isAdmin: true, approved_by: ada.staff_id };
    const shift = await desk.ask('mend_shift', input, approved);
    assert.deepEqual([shift.clock_out, shift.overdue], [input.clock_out, false]);
    const { body, actor } = await mended;
    const said = body as { before: { clock_out: null }; reason: string };
    assert.deepEqual([said.before.clock_out, said.reason], [null, input.reason]);
    assert.deepEqual(actor, { staff_id: 2, till: 'main', approved_by: 1 });
    const [kept] = desk.rows<{ before: string; mended_by: number }>('SELECT * FROM shift_before');
    assert.equal(kept?.mended_by, ada.staff_id);
    assert.equal((JSON.parse(kept?.before ?? '') as { clock_out: null }).clock_out, null);
    assert.deepEqual(await desk.ask('list_overdue_shifts', {}, ada), { shifts: [] });
  });

  it('is not mended to what cannot be', async () => {
    const id = worked(3, ago(9), ago(8), '2026-11-22');
    const refuse = (input: object, code: string, field?: string) =>
      desk.refused('mend_shift', { shift_id: id, reason: 'x', ...input }, ada, code, field);
    await refuse({ clock_out: ago(10) }, 'SHIFT_IMPOSSIBLE');
    await refuse({ clock_out: ago(-1) }, 'SHIFT_IN_FUTURE');
    await refuse({ clock_in: ago(13) }, 'SHIFTS_OVERLAP');
    await refuse({ shift_id: 9999 }, 'SHIFT_NOT_FOUND');
    await refuse({ reason: '' }, 'VALIDATION_FAILED', 'reason');
    await refuse({ clock_out: 'yesterday' }, 'VALIDATION_FAILED', 'clock_out');
  });

  it('gets the breaks it is given, and the business day in which it then begins', async () => {
    const id = worked(2, '2026-10-12T18:00:00.000Z', '2026-10-12T23:00:00.000Z', '2026-10-12');
    const breaks = [
      { break_start: '2026-10-12T20:00:00.000Z', break_end: '2026-10-12T20:30:00.000Z' },
    ];
    // 03:30 in New York belongs to the day before
    const clock_in = '2026-10-12T07:30:00.000Z';
    const input = { shift_id: id, clock_in, breaks, reason: 'Opened' };
    const shift = await desk.ask('mend_shift', input, ada);
    assert.equal(shift.business_day, '2026-10-11');
    assert.deepEqual([shift.breaks.length, shift.breaks[0]?.paid], [1, false]);
  });
});

describe('a timesheet', { timeout: 300_000 }, () => {
  it('adds up hours, pay, what was sold and tips, and the labour’s share', async () => {
    const till = await openTill(house);
    const { id: order_id, business_day: day } = await till.pay(
      await till.create(['Crème brûlée']),
      100,
      3,
    );
    worked(1, ago(5.5), ago(0.5), day as string);
    const range = { start: day, end: day };
    let sheet: Answered<'get_timesheet'> | undefined;
    await until('staff has heard of the sale', async () => {
      sheet = await desk.ask('get_timesheet', range, ada);
      return sheet.entries.some(({ net_sales }) => net_sales > 0);
    });
    const entry = sheet?.entries.find(({ staff_id }) => staff_id === 1);
    assert.deepEqual(
      [entry?.name, entry?.hours_worked, entry?.pay, entry?.net_sales, entry?.tips],
      ['Ada Whitcombe', 5, 100, 9, 3],
    );
    const [labour] = sheet?.days ?? [];
    const pay = (sheet?.entries ?? []).reduce((sum, one) => sum + one.pay, 0);
    assert.deepEqual([labour?.labour_cost, labour?.net_sales], [pay, 9]);
    assert.equal(labour?.labour_share, Math.round((pay * 1000) / 9) / 10);

    await till.ask('refund_order', { order_id, reason: 'not crisp', include_tip: true });
    await until('what was given back is no sale of hers any more', async () => {
      const { entries } = await desk.ask('get_timesheet', range, ada);
      const ada_s = entries.find(({ staff_id }) => staff_id === 1);
      return ada_s?.net_sales === 0 && ada_s.tips === 0;
    });
  });

  it('still has those who were let go', async () => {
    const { id } = await desk.ask('add_staff', { name: 'Lou', pin: '7093' }, ada);
    worked(id, ago(30), ago(25), '2026-01-05');
    await desk.ask('remove_staff', { staff_id: id }, ada);
    const range = { start: '2026-01-05', end: '2026-01-05' };
    const { entries } = await desk.ask('get_timesheet', range, ada);
    assert.deepEqual(
      entries.map(({ name, hours_worked }) => [name, hours_worked]),
      [['Lou', 5]],
    );
  });
});

describe("the store's terms", { timeout: 300_000 }, () => {
  it('say how long a session lasts, and what day it is', async () => {
    await house.kill('catalog', 'SIGTERM');
    const terms = desk.rows('SELECT * FROM store_terms');
    await changeCatalog(house, (announce) => {
      const settings = {
        ...SETTINGS_AT_FIRST,
        store_name: 'Juniper & Rye',
        address_lines: [],
        timezone: 'Pacific/Kiritimati',
        currency: 'USD',
        business_day_cutoff: '00:00',
        receipt_header: [],
        receipt_footer: [],
        session_hours: 2,
        session_idle_hours: 1,
      };
      announce('settings_saved', settings, { staff_id: 1, till: 'main' }, new Date().toISOString());
    });
    await house.start('catalog');
    await until('staff has heard it', () => {
      return JSON.stringify(desk.rows('SELECT * FROM store_terms')) !== JSON.stringify(terms);
    });
    const { expires_at } = await desk.ask('login', { pin: BEN_PIN });
    const left_ms = Date.parse(expires_at) - Date.now();
    assert.ok(Math.abs(left_ms - 2 * 3600_000) < 60_000, String(left_ms));
    const { shift } = await desk.ask('clock_in', { pin: BEN_PIN });
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Pacific/Kiritimati' });
    assert.equal(shift.business_day, day.format(new Date(shift.clock_in)));
  });
});
