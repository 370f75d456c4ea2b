import type { Evidence } from './evidence.ts';
import type { Guest } from './record.ts';

interface OrderRow {
  id: number;
  status: string;
  order_number: number;
  version: number;
  units: number;
  payments: number;
  refunds: number;
}

const ORDERS = `SELECT id, status, order_number, version,
  (SELECT coalesce(sum(quantity), 0) FROM order_item WHERE order_id = orders.id) AS units,
  (SELECT count(*) FROM payment WHERE order_id = orders.id
    AND status IN ('completed', 'given_back')) AS payments,
  (SELECT count(*) FROM refund WHERE order_id = orders.id AND reverses IS NULL) AS refunds
  FROM orders`;

/** I1: what was acknowledged is there once; what nobody knows of once or not at all. */
export function writesWrong({ load, books }: Evidence): string[] {
  const rows = books.rows<OrderRow>('orders', ORDERS);
  const byId = new Map(rows.map((row) => [row.id, row]));
  const strangers = rows.length - load.guests.filter(({ order }) => byId.has(order.id)).length;
  const most = load.unknownOrders();
  return [
    ...load.guests.flatMap((guest) => guestWrong(guest, byId.get(guest.order.id))),
    ...(strangers > most ? [`${strangers} orders that nobody was told of, at most ${most}`] : []),
  ];
}

function guestWrong(guest: Guest, row: OrderRow | undefined): string[] {
  const { order, unsure } = guest;
  if (!row) return [`order ${order.id} is not there`];
  const wrong = (['units', 'payments', 'refunds'] as const).flatMap((what) => {
    const { least, most } = guest[what];
    if (row[what] >= least && row[what] <= most) return [];
    return [`order ${order.id}: ${row[what]} ${what}, acknowledged ${least} to ${most}`];
  });
  const was = `${order.order_number} ${order.status}`;
  const is = `${row.order_number} ${row.status}`;
  if (!unsure && was !== is) wrong.push(`order ${order.id}: ${is}, told was ${was}`);
  if (row.version < order.version) {
    wrong.push(`order ${order.id}: version ${row.version}, told was ${order.version}`);
  }
  return wrong;
}

/** Every request has an end that a till understands: done, or refused for a reason. */
export function endingsWrong({ load }: Evidence): string[] {
  return load.deeds
    .filter(({ status, ending }) => status >= 500 || (ending === 'refused' && status < 400))
    .map(({ name, path, status, code }) => `${name} ${path}: ${status} ${code ?? ''}`);
}

/** I2: the same request under the same key has the same answer, to the letter. */
export function keysWrong({ load }: Evidence): string[] {
  return load.deeds
    .filter(({ again }) => again === 'different')
    .map(({ name, path, key }) => `${name} ${path} ${key}: another answer the second time`);
}

/** I3: as the journal tells it, at no time had two open orders one number that was free. */
export function numbersWrong({ books }: Evidence): string[] {
  const entries = books.rows<{ seq: number; type: string; body: string }>(
    'orders',
    `SELECT seq, type, body FROM journal
     WHERE type IN ('order_created', 'order_closed', 'order_voided') ORDER BY seq`,
  );
  const holders = new Map<number, number>();
  const wrong: string[] = [];
  for (const { type, body } of entries) {
    const { order_id, order_number } = JSON.parse(body) as Record<string, number>;
    if (type !== 'order_created') {
      for (const [number, id] of holders) if (id === order_id) holders.delete(number);
      continue;
    }
    const number = order_number as number;
    const holder = holders.get(number);
    if (holder && holders.size < 99) wrong.push(`${number}: orders ${holder} and ${order_id}`);
    if (!(number >= 1 && number <= 99)) wrong.push(`order ${order_id} has the number ${number}`);
    holders.set(number, order_id as number);
  }
  const open = books.rows<{ order_number: number; n: number }>(
    'orders',
    `SELECT order_number, count(*) AS n FROM orders WHERE status = 'open'
     GROUP BY order_number HAVING n > 1`,
  );
  return [...wrong, ...open.map(({ order_number, n }) => `${order_number}: ${n} open orders`)];
}
