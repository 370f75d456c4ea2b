import type { Job } from '#shared/contracts/print-spooler.ts';
import type { Connection } from '#shared/storage.ts';
import { fromRow, toRow } from '#shared/rows.ts';
import type { NewJob, PrintJob } from './job.ts';
import type { Address } from './printer-setup.ts';

/** What a till can show of the jobs: more is not read by anybody standing. */
const MOST_LISTED = 200;
/** Neither on paper nor given up; its first part is that of the index. Of some nobody will know. */
const OPEN = `job.status NOT IN ('printed', 'cancelled')
  AND NOT (job.status = 'unconfirmed' AND job.problem IS NULL)`;
/** Handed over to a backup printer; a report or a drawer elsewhere helps nobody. */
const HANDED_OVER = "('order_ticket', 'order_number')";
/** Rows forgotten per round: keeps a round's write below that of a busy second. */
const FORGET_AT_ONCE = 500;

type Named = Partial<Pick<Job, 'status' | 'kind' | 'order_id' | 'printer_id'>>;
export type Jobs = ReturnType<typeof openJobs>;

/** Print jobs. */
export function openJobs(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const read = 'SELECT job.*, printer.name AS printer_name FROM job JOIN printer';
  const select = (rest: string) => sql(`${read} ON printer.id = printer_id ${rest}`);
  const FIELDS = (
    'id kind order_id order_version order_number till printer_id copy reprint reprint_of ' +
    'status attempts problem backup_job_id backup_from asked_key created_at queued_at ' +
    'expires_at printed_at document'
  ).split(' ');
  const add = sql(
    `INSERT INTO job (${FIELDS.join(', ')}) VALUES (${FIELDS.map((f) => `@${f}`).join(', ')})
     ON CONFLICT DO NOTHING`,
  );
  const nextSeq = sql("SELECT ifnull(max(seq), 0) + 1 FROM sqlite_sequence WHERE name = 'job'");
  const CHANGED = (
    'status attempts problem printer_id copy backup_job_id queued_at expires_at ' + 'printed_at'
  ).split(' ');
  const change = sql(
    `UPDATE job SET ${CHANGED.map((f) => `${f} = @${f}`).join(', ')} WHERE id = @id`,
  );
  const find = select('WHERE job.id = ?');
  const at = 'printer_id IN (SELECT id FROM printer WHERE host = ? AND port = ?)';
  const here = `${at} AND ${OPEN}`;
  /** The first that is queued at an address; a pile of others is not gone through. */
  const firstOf = (from: string, which: string) =>
    `(SELECT min((SELECT min(seq) FROM job ${from} WHERE printer_id = printer.id AND ${which}))
      FROM printer WHERE host = @host AND port = @port)`;
  const drawer = firstOf('INDEXED BY job_drawer', "status = 'queued' AND kind = 'drawer'");
  // it does not wait behind a pile of paper
  const next = select(
    `WHERE seq = ifnull(${drawer}, ${firstOf('', `${OPEN} AND status = 'queued'`)})`,
  );
  const begun = select(
    `WHERE ${here} AND job.status IN ('sending', 'awaiting_confirm') ORDER BY seq`,
  );
  const toldOtherwise = sql(
    `SELECT id FROM job WHERE ${here} AND status = 'queued' AND problem IS NOT ? ORDER BY seq`,
  ).pluck();
  const stillTold = sql(
    `SELECT id FROM job INDEXED BY job_told WHERE ${at} AND status = 'queued'
       AND problem IS NOT NULL AND attempts = 0 ORDER BY seq`,
  ).pluck();
  const open = select(`WHERE ${OPEN} ORDER BY seq`);
  const held = select(`WHERE ${OPEN} AND job.status = 'held'
    AND printer_id = ifnull(?, printer_id) ORDER BY seq`);
  const expired = select(`WHERE ${OPEN} AND job.status = 'queued' AND expires_at <= ?`);
  const overdue = select(
    `WHERE ${OPEN} AND job.status IN ('queued', 'awaiting_confirm') AND queued_at <= ?
       AND backup_printer_id IS NOT NULL AND backup_job_id IS NULL AND backup_from IS NULL
       AND (kind IN ${HANDED_OVER} OR (kind = 'receipt' AND attempts = 0))
       AND (job.status = 'queued' OR job.problem IS NOT NULL) ORDER BY seq`,
  );
  const origin = select('WHERE order_id = ? AND backup_job_id = ?');
  const asked = select('WHERE asked_key = ? ORDER BY seq');
  const earlier = sql(
    `SELECT max(reprint) AS reprint, min(ifnull(printed_at, created_at)) AS first_at FROM job
     WHERE order_id = ? AND kind = ? AND NOT (attempts = 0 AND status IN ('cancelled', 'failed'))`,
  );
  const lastCopy = sql(
    `SELECT ifnull(max(copy), 0) FROM job WHERE kind = @kind AND order_id = @order_id
       AND order_version = @order_version AND printer_id = @printer_id AND id <> @id`,
  ).pluck();
  const waiting = sql(
    `SELECT count(*) FROM job WHERE printer_id = ? AND ${OPEN}
       AND status IN ('queued', 'sending', 'awaiting_confirm')`,
  ).pluck();
  const openAt = sql(`SELECT count(*) FROM job WHERE printer_id = ? AND ${OPEN}`).pluck();
  const list = select(
    `WHERE job.status = ifnull(@status, job.status) AND kind = ifnull(@kind, kind)
       AND (@order_id IS NULL OR job.order_id = @order_id)
       AND printer_id = ifnull(@printer_id, printer_id)
       AND (@open IS NULL OR (${OPEN}) = @open)
     ORDER BY job.seq DESC LIMIT ${MOST_LISTED}`,
  );
  const forget = sql(
    `DELETE FROM job WHERE seq IN (SELECT seq FROM job
       WHERE NOT (${OPEN}) AND created_at < ? ORDER BY seq
       LIMIT ${FORGET_AT_ONCE})`,
  );
  const job = (row: unknown) => fromRow<PrintJob>(row, [], ['document']);
  const found = (row: unknown) => (row ? job(row) : undefined);

  function nameOf({ kind, order_id, order_version, printer_id, copy }: NewJob): string {
    if (order_id !== null) return [kind, order_id, order_version, printer_id, copy].join('-');
    return `${kind}-${nextSeq.pluck().get() as number}`;
  }

  return {
    find: (id: string) => found(find.get(id)),
    /** Undefined when there is such a job already. */
    add(wanted: NewJob): PrintJob | undefined {
      const id = wanted.id ?? nameOf(wanted);
      const row = { ...toRow(wanted), id, document: JSON.stringify(wanted.document) };
      return add.run(row).changes ? job(find.get(id)) : undefined;
    },
    change: (after: PrintJob) => void change.run(toRow({ ...after, document: null })),
    /** The job that is to be printed next at an address. */
    next: ({ host, port }: Address) => found(next.get({ host, port })),
    /** Those of an address that may have left and of which nobody has said what became. */
    begun: ({ host, port }: Address) => begun.all(host, port).map(job),
    /** Queued jobs of an address that say another problem; null: and were not tried so far. */
    toldOtherwise: ({ host, port }: Address, problem: string | null) =>
      (problem === null
        ? stillTold.all(host, port)
        : toldOtherwise.all(host, port, problem)) as string[],
    /** All that are neither on paper nor given up, oldest first. */
    open: () => open.all().map(job),
    /** Oldest first; of one printer where it is named. */
    held: (printer_id?: number) => held.all(printer_id ?? null).map(job),
    /** Jobs whose time is over although nothing has left. */
    expired: (now: string) => expired.all(now).map(job),
    /** Jobs that wait since then or longer, and whose printer has a backup. */
    overdue: (since: string) => overdue.all(since).map(job),
    /** The jobs that a question has made already. */
    asked: (key: string) => asked.all(key).map(job),
    /** The last reprint's number and the time of the first; undefined: never on paper so far. */
    earlier(order_id: number, kind: Job['kind']) {
      const row = earlier.get(order_id, kind) as { reprint: number | null; first_at: string };
      return row.reprint === null ? undefined : { reprint: row.reprint, first_at: row.first_at };
    },
    /** The highest copy number of what a job is of, at a printer; 0: none. */
    lastCopy: (of: Pick<NewJob, 'kind' | 'order_id' | 'order_version' | 'printer_id'>, id = '') => {
      const { kind, order_id, order_version, printer_id } = of;
      return lastCopy.get({ kind, order_id, order_version, printer_id, id }) as number;
    },
    /** The job that was handed over as this one; itself where none was. */
    origin: (one: PrintJob): PrintJob => found(origin.get(one.order_id, one.id)) ?? one,
    waiting: (printer_id: number) => waiting.get(printer_id) as number,
    /** Jobs of a printer that are neither on paper nor given up. */
    openAt: (printer_id: number) => openAt.get(printer_id) as number,
    /** Newest first. */
    list(wanted: Named & { open?: boolean }): PrintJob[] {
      const { status = null, kind = null, order_id = null, printer_id = null } = wanted;
      const isOpen = wanted.open === undefined ? null : Number(wanted.open);
      return list.all({ status, kind, order_id, printer_id, open: isOpen }).map(job);
    },
    /** Some of those that were on paper or given up before; true while there are more. */
    forget: (before: string) => forget.run(before).changes === FORGET_AT_ONCE,
  };
}
