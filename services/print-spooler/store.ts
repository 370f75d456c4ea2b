import type { Settings } from '#shared/contracts/catalog.ts';
import type { Job, Ticket } from '#shared/contracts/print-spooler.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { PrintJob } from './job.ts';

/** Where a printer listens. */
export interface Address {
  host: string;
  port: number;
}

/** A printer of the house; `columns` of normal size; it prints the kinds of job in `roles`. */
export interface Printer extends Address {
  id: number;
  name: string;
  columns: number;
  roles: Job['kind'][];
}

/** A ticket before its first write, with the order's version that it came from. */
export type NewTicket = Omit<Ticket, 'id'> & { order_version: number };
/** A job before its first write; its printer's name is the printer's to know. */
export type NewJob = Omit<PrintJob, 'printer_name' | 'document'> & {
  document: PrintJob['document'];
};

const TERMS = ['address_lines', 'receipt_header', 'receipt_footer'] as const;
/** What a till can show of the jobs: more is not read by anybody standing. */
const MOST_LISTED = 200;

/** The store's terms as the catalog announces them; the one table that can be folded anew. */
export function openSettings(connection: Connection) {
  const read = connection.prepare('SELECT * FROM settings');
  const forget = connection.prepare('DELETE FROM settings');
  const write = connection.prepare(
    `INSERT INTO settings VALUES (@store_name, @address_lines, @timezone, @currency,
      @business_day_cutoff, @receipt_header, @receipt_footer)`,
  );
  return {
    /** Undefined until the catalog was heard for the first time. */
    read: (): Settings | undefined => {
      const row = read.get();
      return row ? fromRow<Settings>(row, [], [...TERMS]) : undefined;
    },
    write: (settings: Settings): void => {
      forget.run();
      write.run(toRow(settings));
    },
  };
}

/** Stations and their tickets. */
export function openTickets(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const stations = sql('SELECT id FROM station ORDER BY id').pluck();
  const find = sql('SELECT * FROM ticket WHERE id = ?');
  const due = sql("SELECT * FROM ticket WHERE station_id = ? AND status = 'new' ORDER BY id");
  const add = sql(
    `INSERT INTO ticket (order_id, order_version, station_id, order_number, type, status,
       customer_name, note, sent_at, bumped_at, items)
     VALUES (@order_id, @order_version, @station_id, @order_number, @type, @status,
       @customer_name, @note, @sent_at, @bumped_at, @items)
     ON CONFLICT (order_id, station_id, order_version) DO NOTHING RETURNING id`,
  );
  const bump = sql("UPDATE ticket SET status = 'bumped', bumped_at = ? WHERE id = ?");
  const ticket = (row: unknown) => fromRow<Ticket>(row, [], ['items']);

  return {
    stations: () => stations.all() as string[],
    find: (id: number) => {
      const row = find.get(id);
      return row ? ticket(row) : undefined;
    },
    /** Oldest first. */
    due: (station_id: string) => due.all(station_id).map(ticket),
    /** Undefined when the station has it already. */
    add({ order_version, ...fresh }: NewTicket): Ticket | undefined {
      const row = add.get({ ...toRow(fresh), order_version }) as { id: number } | undefined;
      return row && { ...fresh, id: row.id };
    },
    bump: (id: number, at: string) => void bump.run(at, id),
  };
}

export type Jobs = ReturnType<typeof openJobs>;

/** Printers and their jobs. */
export function openJobs(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const read = 'SELECT job.*, printer.name AS printer_name FROM job JOIN printer';
  const select = (rest: string) => sql(`${read} ON printer.id = printer_id ${rest}`);
  const printers = sql('SELECT * FROM printer ORDER BY id');
  const savePrinter = sql(
    `INSERT INTO printer (name, host, port, columns, roles)
     VALUES (@name, @host, @port, @columns, @roles) ON CONFLICT (name) DO UPDATE SET
       host = @host, port = @port, columns = @columns, roles = @roles`,
  );
  const add = sql(
    `INSERT INTO job (id, kind, order_id, order_version, order_number, printer_id, copy, status,
       attempts, problem, created_at, printed_at, document)
     VALUES (@id, @kind, @order_id, @order_version, @order_number, @printer_id, @copy, @status,
       @attempts, @problem, @created_at, @printed_at, @document)
     ON CONFLICT (kind, order_id, order_version, printer_id, copy) DO NOTHING`,
  );
  const change = sql(
    `UPDATE job SET status = @status, attempts = @attempts, problem = @problem,
       printed_at = @printed_at WHERE id = @id`,
  );
  const find = select('WHERE job.id = ?');
  const at = select(
    'WHERE job.status = ? AND printer.host = ? AND printer.port = ? ORDER BY job.seq',
  );
  const unsettled = select("WHERE job.status <> 'printed' ORDER BY job.seq");
  const list = select(
    `WHERE job.status = ifnull(@status, job.status)
       AND job.order_id = ifnull(@order_id, job.order_id)
     ORDER BY job.seq DESC LIMIT ${MOST_LISTED}`,
  );
  const job = (row: unknown) => fromRow<PrintJob>(row, [], ['document']);

  return {
    printers: () => printers.all().map((row) => fromRow<Printer>(row, [], ['roles'])),
    /** By its name: new, or from now on like this. */
    savePrinter: (printer: Omit<Printer, 'id'>) => void savePrinter.run(toRow(printer)),
    /** Undefined when there is such a job already. */
    add(wanted: NewJob): PrintJob | undefined {
      const row = { ...toRow(wanted), document: JSON.stringify(wanted.document) };
      return add.run(row).changes ? job(find.get(wanted.id)) : undefined;
    },
    change({ id, status, attempts, problem, printed_at }: PrintJob): void {
      change.run({ id, status, attempts, problem, printed_at });
    },
    /** The oldest job that waits for a printer at an address. */
    next({ host, port }: Address): PrintJob | undefined {
      const row = at.get('queued', host, port);
      return row ? job(row) : undefined;
    },
    /** All in a state of the printers at an address, oldest first. */
    at: (status: Job['status'], { host, port }: Address) => at.all(status, host, port).map(job),
    /** All that are not on paper, oldest first. */
    unsettled: () => unsettled.all().map(job),
    /** Newest first. */
    list: ({ status, order_id }: Partial<Pick<Job, 'status' | 'order_id'>>) =>
      list.all({ status: status ?? null, order_id: order_id ?? null }).map(job),
  };
}
