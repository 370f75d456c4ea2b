import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import { PRINT_SETTINGS_AT_FIRST, type PrintSettings } from '#shared/contracts/printing.ts';
import type { Heard, Printer, PrinterSetup } from './printer-setup.ts';

const FLAGS = ['receipts', 'order_tickets', 'order_numbers', 'drawer'] as const;
const LISTS = ['stations', 'tills', 'identities'] as const;

export type Printers = ReturnType<typeof openPrinters>;

/** Printers; one that was taken away is still named by its jobs, and found by nobody. */
export function openPrinters(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const all = sql('SELECT * FROM printer WHERE deleted = 0 ORDER BY id');
  const find = sql('SELECT * FROM printer WHERE id = ? AND deleted = 0');
  const FIELDS = (
    'name host port language columns code_page confirmation receipts order_tickets ' +
    'order_numbers drawer stations tills backup_printer_id'
  ).split(' ');
  const add = sql(
    `INSERT INTO printer (${FIELDS.join(', ')}) VALUES (${FIELDS.map((f) => `@${f}`).join(', ')})`,
  );
  const change = sql(
    `UPDATE printer SET ${FIELDS.map((f) => `${f} = @${f}`).join(', ')} WHERE id = @id`,
  );
  const forget = sql(
    "UPDATE printer SET deleted = 1, name = name || ' (gone, ' || id || ')' WHERE id = ?",
  );
  const unback = sql('UPDATE printer SET backup_printer_id = NULL WHERE backup_printer_id = ?');
  const unbackStations = sql(
    'UPDATE station SET backup_printer_id = NULL WHERE backup_printer_id = ?',
  );
  const hear = sql(
    `UPDATE printer SET status = @status, problem = @problem, status_at = @status_at
     WHERE id = @id`,
  );
  const learn = sql('UPDATE printer SET model_name = ?, confirms_by = ? WHERE id = ?');
  const unlearn = sql(
    `UPDATE printer SET model_name = NULL, confirms_by = NULL, status = 'unknown', problem = NULL,
       status_at = NULL WHERE id = ?`,
  );
  const identify = sql('UPDATE printer SET identities = ?, estranged = 0 WHERE id = ?');
  const estrange = sql('UPDATE printer SET estranged = ? WHERE id = ?');
  const estranged = sql('SELECT estranged FROM printer WHERE id = ?').pluck();
  const move = sql(
    `UPDATE printer SET host = ?, estranged = 0, status = 'unknown', problem = NULL,
       status_at = NULL WHERE id = ?`,
  );
  const demo = sql('UPDATE printer SET demo = 1 WHERE id = ?');
  const demoMoved = sql('UPDATE printer SET host = ?, port = ? WHERE demo = 1');
  const everMade = sql('SELECT count(*) FROM printer').pluck();

  function printer(row: unknown): Printer {
    const { demo: _, deleted: __, estranged: ___, ...known } = row as Record<string, unknown>;
    return fromRow<Printer>(known, [...FLAGS], [...LISTS]);
  }
  const insert = (setup: PrinterSetup) => Number(add.run(toRow(setup)).lastInsertRowid);

  return {
    printers: () => all.all().map(printer),
    printer: (id: number) => {
      const row = find.get(id);
      return row ? printer(row) : undefined;
    },
    /** Its id. */
    add: insert,
    change: (id: number, setup: PrinterSetup) => void change.run({ ...toRow(setup), id }),
    forget(id: number): void {
      unback.run(id);
      unbackStations.run(id);
      forget.run(id);
    },
    hear: (id: number, heard: Heard) => void hear.run({ ...heard, id }),
    /** What it is and how it confirms. */
    learn: (id: number, model: string | null, confirms_by: Printer['confirms_by']) =>
      void learn.run(model, confirms_by, id),
    /** At another address there may be another machine. */
    unlearn: (id: number) => void unlearn.run(id),
    /** What it is known by from now on; it is at home. */
    identify: (id: number, identities: string[]) =>
      void identify.run(JSON.stringify(identities), id),
    /** The same machine, at another address. */
    move: (id: number, host: string) => void move.run(host, id),
    /** Whether another machine was found where it should be; survives a restart. */
    isEstranged: (id: number) => estranged.get(id) === 1,
    estrange: (id: number, is: boolean) => void estrange.run(is ? 1 : 0, id),
    /** The demo's own printer: made once, and followed to another port; what an admin set stays. */
    keepDemo(setup: PrinterSetup): void {
      if (everMade.get() === 0) demo.run(insert(setup));
      else demoMoved.run(setup.host, setup.port);
    },
  };
}

/** What is printed, when and how often; one row once somebody has set it. */
export function openPrintSettings(connection: Connection) {
  const read = connection.prepare<[], string>('SELECT settings FROM print_settings').pluck();
  const forget = connection.prepare('DELETE FROM print_settings');
  const write = connection.prepare('INSERT INTO print_settings VALUES (?)');
  return {
    read(): PrintSettings {
      const kept = read.get() as string | undefined;
      return { ...PRINT_SETTINGS_AT_FIRST, ...(kept ? (JSON.parse(kept) as PrintSettings) : {}) };
    },
    write(settings: PrintSettings): void {
      forget.run();
      write.run(JSON.stringify(settings));
    },
  };
}
