import type { Order } from '#shared/contracts/order.ts';
import type { Connection } from '#shared/storage.ts';
import { toRow } from '#shared/rows.ts';
import type { Happening } from './history.ts';
import type { Standing } from './standing.ts';

/** Which orders are looked for; what is absent does not matter. */
export interface Wanted {
  status?: Order['status'];
  start?: string;
  end?: string;
  order_number?: number;
  staff_id?: number;
  payment_method?: 'cash' | 'card' | 'mixed';
  till?: string;
  held?: boolean;
  total?: number;
  q?: string;
  limit: number;
  cursor?: number;
}

export type LookupStore = ReturnType<typeof openLookupStore>;

/** Looking orders up. Open ones are few and read as they are; finished ones are filed once. */
export function openLookupStore(connection: Connection) {
  const sql = (text: string) => connection.prepare(text);
  connection.function('has_words', { deterministic: true }, (q: unknown, text: unknown) => {
    const [words, wanted] = [wordsIn(String(text)), wordsIn(String(q))];
    return wanted.length > 0 && wanted.every((word) => words.includes(word)) ? 1 : 0;
  });
  const open = sql(
    `SELECT id, created_at FROM orders INDEXED BY open_order -- else it reads them all
     WHERE status = 'open' AND (@cursor IS NULL OR id < @cursor)
       AND (@order_number IS NULL OR order_number = @order_number)
       AND (@staff_id IS NULL OR staff_id = @staff_id) AND (@till IS NULL OR till = @till)
       AND (@held IS NULL OR held = @held)
       AND (@total IS NULL OR subtotal - discount_total + tax - tax_included = @total)
       AND @payment_method IS NULL
       AND (@q IS NULL OR has_words(@q, (SELECT concat_ws(' ', orders.customer_name, orders.note,
         group_concat(name, ' ')) FROM order_item WHERE order_id = orders.id)))
     ORDER BY id DESC`,
  );
  const finished = sql(
    `SELECT id FROM orders
     WHERE status <> 'open' AND id < @before AND id >= @from
       AND business_day BETWEEN @start AND @end
     ORDER BY id DESC LIMIT @limit`,
  ).pluck();
  const filed = sql(
    `SELECT orders.id FROM order_search JOIN orders ON orders.id = order_search.rowid
     WHERE order_search MATCH @match
       AND order_search.rowid < @before AND order_search.rowid >= @from
       AND business_day BETWEEN @start AND @end
     ORDER BY order_search.rowid DESC LIMIT @limit`,
  ).pluck();
  const span = sql(
    `SELECT min(first_order_id) AS first, max(last_order_id) AS last FROM day_span
     WHERE business_day BETWEEN ? AND ?`,
  );
  const unfile = sql('DELETE FROM order_search WHERE rowid = ?');
  const file = sql('INSERT INTO order_search (rowid, words, facts) VALUES (?, ?, ?)');
  const widen = sql(
    `INSERT INTO day_span VALUES (@day, @id, @id) ON CONFLICT (business_day) DO UPDATE SET
       first_order_id = min(first_order_id, @id), last_order_id = max(last_order_id, @id)`,
  );
  const journal = sql(
    `SELECT seq, at, actor, type, body FROM journal
     WHERE body ->> '$.order_id' = ? AND body ->> '$.order_id' > 0 ORDER BY seq`,
  );

  function openOnes(wanted: Wanted, dayOf: (at: string) => string): number[] {
    const { status, start = '', end = '9999' } = wanted;
    if (status && status !== 'open') return [];
    const all = open.all(toRow({ ...NONE, ...wanted })) as { id: number; created_at: string }[];
    if (!wanted.start && !wanted.end) return all.map(({ id }) => id);
    const inRange = ({ created_at }: { created_at: string }) => {
      const day = dayOf(created_at);
      return day >= start && day <= end;
    };
    return all.filter(inRange).map(({ id }) => id);
  }

  function finishedOnes(wanted: Wanted): number[] {
    if (wanted.status === 'open' || wanted.held) return [];
    const { start = '', end = '9999', limit, cursor } = wanted;
    const ranged = wanted.start !== undefined || wanted.end !== undefined;
    const ids = ranged
      ? (span.get(start, end) as { first: number | null; last: number | null })
      : { first: 1, last: Number.MAX_SAFE_INTEGER - 1 };
    if (ids.first === null || ids.last === null) return [];
    const before = Math.min(cursor ?? Number.MAX_SAFE_INTEGER, ids.last + 1);
    const range = { before, from: ids.first, start, end, limit };
    const match = matchOf(wanted);
    return (match ? filed.all({ ...range, match }) : finished.all(range)) as number[];
  }

  return {
    /** Ids, newest first; the open ones by the day on which they were created. */
    list(wanted: Wanted, dayOf: (at: string) => string): number[] {
      const all = [...openOnes(wanted, dayOf), ...finishedOnes(wanted)];
      return all.toSorted((a, b) => b - a).slice(0, wanted.limit);
    },
    /** Files a finished order under its words and facts; once more when a refund changes them. */
    file(order: Standing): void {
      unfile.run(order.id);
      file.run(order.id, wordsOf(order), factsOf(order));
      widen.run({ id: order.id, day: order.business_day });
    },
    /** What happened to an order, in order. */
    journal: (orderId: number) =>
      (journal.all(orderId) as Record<string, string>[]).map((row) => ({
        seq: Number(row.seq),
        at: row.at,
        type: row.type,
        actor: JSON.parse(row.actor as string),
        body: JSON.parse(row.body as string),
      })) as Happening[],
  };
}

const NONE = {
  cursor: null,
  order_number: null,
  staff_id: null,
  till: null,
  held: null,
  total: null,
  q: null,
  payment_method: null,
};

/** As the full-text index takes a text apart: whole words, without case and accents. */
function wordsIn(text: string): string[] {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}_]+/gu) ?? [];
}

function wordsOf({ items, customer_name, note }: Standing): string {
  return [customer_name, note, ...items.map(({ name }) => name)].filter(Boolean).join(' ');
}

function factsOf(order: Standing): string {
  const { status, order_number, staff_id, till, total, payment_method } = order;
  return facts({ status, order_number, staff_id, till, total, payment_method }).join(' ');
}

/** Each fact as a word of its own that no other fact can be. */
function facts(of: Partial<Record<(typeof FACTS)[number], string | number | null>>): string[] {
  return FACTS.flatMap((name) => {
    const value = of[name];
    return value === undefined || value === null
      ? []
      : [`${name}_${String(value).replaceAll('-', '_x')}`];
  });
}
const FACTS = [
  'status',
  'order_number',
  'staff_id',
  'till',
  'total',
  'payment_method',
] as const satisfies (keyof Wanted)[];

/** A full-text query for all of it; undefined when nothing but a range is asked for. */
function matchOf({ q, ...wanted }: Wanted): string | undefined {
  const words = wordsIn(q ?? '');
  const all = [
    ...words.map((word) => `words : "${word}"`),
    ...facts(wanted).map((fact) => `facts : "${fact}"`),
  ];
  if (q && words.length === 0) return 'words : "_"'; // nothing that could be found
  return all.length ? all.join(' AND ') : undefined;
}
