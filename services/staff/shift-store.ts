import type { Break, Shift } from '#shared/contracts/person.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Hours } from './clock.ts';

/** A shift as it is kept; whether it is overdue depends on the time of day. */
export type ShiftRow = Omit<Shift, 'break_start' | 'break_end' | 'overdue'>;
interface Mending {
  mended_at: string;
  mended_by: number;
  reason: string;
}

/** Shifts and their breaks. */
export function openShiftStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const find = sql('SELECT * FROM shift WHERE id = ?');
  const latest = sql(
    `SELECT * FROM shift WHERE staff_id = ? ORDER BY clock_out IS NULL DESC, clock_in DESC LIMIT 1`,
  );
  const others = sql('SELECT * FROM shift WHERE staff_id = @staff_id AND id <> @id');
  const ofStaff = sql(
    `SELECT * FROM shift WHERE staff_id = ? AND business_day BETWEEN ? AND ?
     ORDER BY clock_in DESC`,
  );
  const ofDays = sql(
    'SELECT * FROM shift WHERE business_day BETWEEN ? AND ? ORDER BY clock_in, id',
  );
  const running = sql('SELECT * FROM shift WHERE clock_out IS NULL ORDER BY clock_in, id');
  const long = sql(
    `SELECT * FROM shift WHERE mended_at IS NULL
       AND (julianday(coalesce(clock_out, @at)) - julianday(clock_in)) * 24 > @hours - 0.01
     ORDER BY clock_in, id`,
  );
  const breaks = sql(
    `SELECT id, break_start, break_end, paid FROM shift_break
     WHERE shift_id = ? ORDER BY break_start, id`,
  );
  const add = sql(
    `INSERT INTO shift (staff_id, business_day, clock_in, hourly_rate)
     VALUES (@staff_id, @business_day, @clock_in, @hourly_rate) RETURNING id`,
  );
  const change = sql(
    `UPDATE shift SET business_day = @business_day, clock_in = @clock_in, clock_out = @clock_out,
       mended_at = @mended_at WHERE id = @id`,
  );
  const clearBreaks = sql('DELETE FROM shift_break WHERE shift_id = ?');
  const addBreak = sql(
    'INSERT INTO shift_break VALUES (@id, @shift_id, @break_start, @break_end, @paid)',
  );
  const keep = sql(
    `INSERT INTO shift_before (shift_id, mended_at, mended_by, reason, before)
     VALUES (@shift_id, @mended_at, @mended_by, @reason, @before)`,
  );

  const whole = (row: unknown): ShiftRow => {
    const shift = row as Omit<ShiftRow, 'breaks'>;
    const list = breaks.all(shift.id).map((one) => fromRow<Break>(one, ['paid']));
    return { ...shift, breaks: list };
  };
  const maybe = (row: unknown) => (row ? whole(row) : undefined);

  return {
    find: (id: number) => maybe(find.get(id)),
    /** The shift of a person that runs, else the one that began last. */
    latest: (staffId: number) => maybe(latest.get(staffId)),
    others: ({ id, staff_id }: ShiftRow) => others.all({ id, staff_id }).map(whole),
    ofStaff: (staffId: number, start: string, end: string) =>
      ofStaff.all(staffId, start, end).map(whole),
    ofDays: (start: string, end: string) => ofDays.all(start, end).map(whole),
    running: () => running.all().map(whole),
    /** Those of about so many hours or more that nobody has mended; the rule looks closer. */
    long: (hours: number, at: string) => long.all({ hours, at }).map(whole),
    add(shift: Pick<ShiftRow, 'staff_id' | 'business_day' | 'clock_in' | 'hourly_rate'>): ShiftRow {
      const { id } = add.get(toRow(shift)) as { id: number };
      return this.find(id) as ShiftRow;
    },
    /** Sets the times; a break that was there keeps its id, by its place. */
    change(shift: ShiftRow, hours: Hours, more: Partial<ShiftRow> = {}): ShiftRow {
      const { breaks: wanted, ...times } = hours;
      change.run(toRow({ ...shift, ...times, ...more, breaks: [] }));
      clearBreaks.run(shift.id);
      for (const [i, one] of wanted.entries()) {
        addBreak.run(toRow({ ...one, id: shift.breaks[i]?.id, shift_id: shift.id }));
      }
      return this.find(shift.id) as ShiftRow;
    },
    /** Keeps what a shift was before it was mended. */
    keep: (before: object, shift_id: number, mending: Mending) =>
      void keep.run({ ...mending, shift_id, before: JSON.stringify(before) }),
  };
}
