import type { Call } from '#shared/answer.ts';
import { businessDay } from '#shared/business-day.ts';
import type { Handlers, Refusal } from '#shared/contracts/contract.ts';
import { staff } from '#shared/contracts/staff.ts';
import { encode } from '#shared/encode.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import {
  clockIn,
  clockOut,
  endBreak,
  type Hours,
  LONGEST_SHIFT_HOURS,
  mend,
  startBreak,
  statusOf,
  told,
} from './clock.ts';
import type { Office } from './office.ts';
import { type Member, seenBy } from './person.ts';
import { isRefused } from './pin-check.ts';
import type { ShiftRow } from './shift-store.ts';
import { csvOf, entriesOf, keepToAYear, labourOf } from './timesheet.ts';

type Clock = Pick<
  Handlers<typeof staff, Call>,
  | 'clock_in'
  | 'clock_out'
  | 'break_start'
  | 'break_end'
  | 'clock_status'
  | 'list_shifts'
  | 'list_overdue_shifts'
  | 'mend_shift'
  | 'get_timesheet'
>;
type Whose = { pin?: string; staff_id?: number };
type Punch = 'clocked_in' | 'clocked_out' | 'break_started' | 'break_ended';

/** When they work: the time clock and what it adds up to. */
export function hoursHandlers(office: Office): Clock {
  const { people, shifts, pins } = office;

  const dayOf = (at: string) => {
    const { timezone, business_day_cutoff } = office.terms();
    return businessDay(at, timezone, business_day_cutoff);
  };

  /** Of whom it is said: by PIN, of oneself, or of anybody by an admin. */
  function whose({ pin, staff_id }: Whose, call: Call): Member | Refusal {
    if (pin !== undefined && staff_id !== undefined) {
      throw wrongField('VALIDATION_FAILED', 'staff_id', 'not beside a PIN');
    }
    if (pin !== undefined) return pins.whose(pin, call);
    const { staff_id: own, isAdmin } = call.caller;
    if (own === undefined) throw new PosError('UNAUTHENTICATED');
    if (staff_id !== undefined && staff_id !== own && !isAdmin) throw new PosError('FORBIDDEN');
    const person = people.find(staff_id ?? own);
    if (!person) throw new PosError('STAFF_NOT_FOUND');
    return person;
  }

  function punch(
    said: Whose,
    call: Call,
    type: Punch,
    change: (person: Member, latest: ShiftRow | undefined) => ShiftRow,
  ) {
    const person = whose(said, call);
    if (isRefused(person)) return person;
    const shift = told(change(person, shifts.latest(person.id)), call.at);
    const { actor: caller } = call;
    const actor = said.pin === undefined ? caller : { staff_id: person.id, till: caller.till };
    office.announce(type, { shift }, { actor, at: call.at });
    office.showWorking();
    const reader = said.pin === undefined ? call.caller : { staff_id: person.id };
    return { staff: seenBy(reader, people.find(person.id) as Member), shift };
  }

  /** Another punch on the shift that runs; the rules refuse where none does. */
  const change = (latest: ShiftRow | undefined, hours: Hours) =>
    shifts.change(latest as ShiftRow, hours);

  return {
    clock_in: (said, call) =>
      punch(said, call, 'clocked_in', ({ id, available, hourly_rate }, latest) => {
        if (!available) throw new PosError('STAFF_NOT_FOUND');
        const { clock_in } = clockIn(latest, call.at);
        return shifts.add({ staff_id: id, business_day: dayOf(clock_in), clock_in, hourly_rate });
      }),

    clock_out: (said, call) =>
      punch(said, call, 'clocked_out', (_, latest) => change(latest, clockOut(latest, call.at))),

    break_start: ({ paid, ...said }, call) =>
      punch(said, call, 'break_started', (_, latest) =>
        change(latest, startBreak(latest, call.at, paid)),
      ),

    break_end: (said, call) =>
      punch(said, call, 'break_ended', (_, latest) => change(latest, endBreak(latest, call.at))),

    clock_status({ pin }, call) {
      const person = pins.whose(pin, call);
      if (isRefused(person)) return person;
      const self = seenBy({ staff_id: person.id }, person);
      return { staff: self, ...statusOf(shifts.latest(person.id)) };
    },

    list_shifts({ staff_id, start, end }, { caller, at }) {
      keepToAYear(start, end);
      if (staff_id !== caller.staff_id && !caller.isAdmin) throw new PosError('FORBIDDEN');
      if (!people.find(staff_id)) throw new PosError('STAFF_NOT_FOUND');
      return { shifts: shifts.ofStaff(staff_id, start, end).map((shift) => told(shift, at)) };
    },

    list_overdue_shifts(_, { at }) {
      const all = shifts.long(LONGEST_SHIFT_HOURS, at).map((shift) => told(shift, at));
      return { shifts: all.filter(({ overdue }) => overdue) };
    },

    mend_shift({ shift_id, clock_in, clock_out, breaks, reason }, call) {
      const { caller, at } = call;
      const row = shifts.find(shift_id);
      if (!row) throw new PosError('SHIFT_NOT_FOUND');
      const wanted = breaks?.map(({ break_end = null, ...one }) => ({ ...one, break_end }));
      const hours = mend(row, { clock_in, clock_out, breaks: wanted }, shifts.others(row), at);
      const before = told(row, at);
      const mended_by = (caller.approved_by ?? caller.staff_id) as number;
      shifts.keep(before, row.id, { mended_at: at, mended_by, reason });
      const more = { mended_at: at, business_day: dayOf(hours.clock_in) };
      const shift = told(shifts.change(row, hours, more), at);
      office.announce('shift_mended', { shift, before, reason }, call);
      office.showWorking();
      return shift;
    },

    get_timesheet({ start, end, format }, { at }) {
      keepToAYear(start, end);
      const worked = shifts.ofDays(start, end);
      const entries = entriesOf(people.all(), worked, office.sales(start, end), at);
      const sheet = { start, end, entries, days: labourOf(entries) };
      if (format === 'json') return sheet;
      const { output } = staff.operations.get_timesheet;
      return { ...sheet, csv: csvOf(encode(output.shape.entries, entries)) };
    },
  };
}
