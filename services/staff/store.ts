import type { Cents } from '#shared/contracts/money.ts';
import type { Person } from '#shared/contracts/person.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { Member } from './person.ts';

type Newcomer = Omit<Person, 'id'> & { pin_hash: string; hourly_rate: Cents };

export type Store = ReturnType<typeof openStore>;

/** People and their PINs. */
export function openStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  // who works is not written twice: it is what the shifts say
  const member = `SELECT id, name, isAdmin, available, hourly_rate,
    EXISTS (SELECT 1 FROM shift WHERE staff_id = staff.id AND clock_out IS NULL) AS is_working,
    EXISTS (SELECT 1 FROM shift JOIN shift_break ON shift_id = shift.id
      WHERE staff_id = staff.id AND clock_out IS NULL AND break_end IS NULL) AS is_on_break
    FROM staff`;
  const anybody = sql('SELECT 1 FROM staff LIMIT 1');
  const admins = sql('SELECT count(*) FROM staff WHERE isAdmin = 1 AND available = 1').pluck();
  const byPin = sql(`${member} WHERE pin_hash = ?`);
  const worker = sql('SELECT id FROM staff WHERE pin_hash = ? AND available = 1').pluck();
  const byId = sql(`${member} WHERE id = ?`);
  const all = sql(`${member} ORDER BY name, id`);
  const add = sql(
    `INSERT INTO staff (name, pin_hash, isAdmin, available, hourly_rate)
     VALUES (@name, @pin_hash, @isAdmin, @available, @hourly_rate) RETURNING id`,
  );
  const change = sql(
    `UPDATE staff SET name = @name, isAdmin = @isAdmin, available = @available,
       hourly_rate = @hourly_rate WHERE id = @id`,
  );
  const setPin = sql('UPDATE staff SET pin_hash = ? WHERE id = ?');
  const person = (row: unknown) =>
    row ? fromRow<Member>(row, ['isAdmin', 'available', 'is_working', 'is_on_break']) : undefined;

  return {
    isEmpty: () => anybody.get() === undefined,
    /** Admins that can log in. */
    adminCount: () => admins.get() as number,
    /** Whose PIN it is, also of who has left: no two may have the same. */
    findByPin: (pinHash: string) => person(byPin.get(pinHash)),
    find: (id: number) => person(byId.get(id)),
    /** By the hash of their PIN, if they work here: one look for nobody and for who has left. */
    findWorker(pinHash: string): Member | undefined {
      const id = worker.get(pinHash) as number | undefined;
      return id === undefined ? undefined : this.find(id);
    },
    all: () => all.all().map((row) => person(row) as Member),
    add(newcomer: Newcomer): Member {
      const { id } = add.get(toRow(newcomer)) as { id: number };
      return this.find(id) as Member;
    },
    change(changed: Omit<Member, 'is_working' | 'is_on_break'>): Member {
      change.run(toRow(changed));
      return this.find(changed.id) as Member;
    },
    setPin: (id: number, pinHash: string) => void setPin.run(pinHash, id),
  };
}
