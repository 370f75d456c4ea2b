import type { Connection } from '#shared/storage.ts';

interface ZRow {
  number: number;
  business_day: string;
  closed_at: string;
  content: string;
}
type New = Omit<ZRow, 'number'> & { number: number; key: string; orders_seq: number };

/** The Z reports, and which days they have closed. */
export function openZReports(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  const last = sql('SELECT number, business_day FROM z_report ORDER BY number DESC LIMIT 1');
  const closedBefore = sql(
    `SELECT business_day FROM z_report WHERE orders_seq < ?
     ORDER BY orders_seq DESC, number DESC LIMIT 1`,
  ).pluck();
  const add = sql(
    `INSERT INTO z_report
     VALUES (@number, @business_day, @key, @orders_seq, @closed_at, @content)`,
  );
  const find = sql('SELECT * FROM z_report WHERE number = ?');
  const ofDay = sql('SELECT number FROM z_report WHERE business_day = ?').pluck();
  const ofKey = sql('SELECT content FROM z_report WHERE key = ?').pluck();
  const list = sql(
    `SELECT number, business_day, closed_at FROM z_report
     WHERE @cursor IS NULL OR number < @cursor ORDER BY number DESC LIMIT @limit`,
  );
  return {
    last: () => last.get() as Pick<ZRow, 'number' | 'business_day'> | undefined,
    /** The last day that was closed before an entry of orders' journal was heard. */
    closedBefore: (orders_seq: number) =>
      (closedBefore.get(orders_seq) as string | undefined) ?? null,
    add: (z: New) => void add.run(z),
    find: (number: number) => find.get(number) as ZRow | undefined,
    numberOf: (date: string) => (ofDay.get(date) as number | undefined) ?? null,
    /** What was answered to this key. */
    contentOf: (key: string) => ofKey.get(key) as string | undefined,
    list: (limit: number, cursor: number | undefined) =>
      list.all({ limit, cursor: cursor ?? null }) as Omit<ZRow, 'content'>[],
  };
}
