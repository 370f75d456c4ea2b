import { cents } from '#shared/contracts/money.ts';
import type { Order } from '#shared/contracts/order.ts';
import type { Payload } from '#shared/contracts/contract.ts';
import type { orders } from '#shared/contracts/orders.ts';
import { dinner, dinnerSent } from './table.ts';

type SentOrder = Payload<typeof orders, 'order_sent'>;
type Line = SentOrder['items'][number];
type Change = Line['change'];

/** A line as it is sent: dishes are told apart by their ids. */
export const dish = (order_item_id: number, change: Change = 'added', more: Partial<Line> = {}) =>
  ({
    order_item_id,
    item_id: order_item_id,
    name: `Dish ${order_item_id}`,
    quantity: 1,
    modifiers: [],
    note: null,
    course: null,
    change,
    ...more,
  }) satisfies Line;

/** So many minutes from now. */
export const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();

/** Order 41, that guest number 17 waits for, as it is sent now. */
export const sends = (
  version: number,
  items: Line[],
  more: Partial<SentOrder> = {},
): SentOrder => ({
  ...dinnerSent(),
  order_id: 41,
  order_number: 17,
  note: null,
  version,
  sent_at: new Date().toISOString(),
  items,
  ...more,
});

/** Order 41 as orders answers it, with these lines. */
export function order41(ids: number[], more: Partial<Order> = {}): Order {
  const [line] = dinner().items;
  if (!line) throw new Error('the dinner has lines');
  const items = ids.map((id) => {
    const own = { id, item_id: id, order_id: 41, name: `Dish ${id}`, quantity: 1, modifiers: [] };
    return { ...line, ...own, note: null, status: 'sent' as const, total_price: cents(100) };
  });
  const of = { id: 41, order_number: 17, version: 5, note: null, status: 'open' as const };
  return { ...dinner(), ...of, items, ...more };
}
