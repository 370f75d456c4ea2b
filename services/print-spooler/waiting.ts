import type { Actor } from '#shared/contracts/service.ts';
import type { SentOrder } from './document.ts';

type Line = SentOrder['items'][number];

/** What was sent of an order for later. */
export interface WaitingOrder {
  order_id: number;
  /** Of the last send that was heard; `sent` keeps that of the first, which no station heard. */
  version: number;
  /** Null: it waits no more. */
  scheduled_for: string | null;
  /** All that waits, as one send. */
  sent: SentOrder;
  /** Who sent it last. */
  actor: Actor;
}

const MINUTE_MS = 60_000;

/** What is wanted by then hangs now. */
export function wantedBy(now: string, preparation_min: number): string {
  return new Date(Date.parse(now) + preparation_min * MINUTE_MS).toISOString();
}

/** Since when an order could hang: what waited until it was time is not late. */
export function actedOnFrom(announced_at: string, scheduled_for: string | null, now: string) {
  const [first] = [scheduled_for ?? announced_at, now].toSorted();
  return first !== undefined && first > announced_at ? first : announced_at;
}

/** The lines that wait with an order already, and the others. */
export function sortOut(waiting: SentOrder, items: Line[]): { its: Line[]; others: Line[] } {
  const ids = new Set(waiting.items.map(({ order_item_id }) => order_item_id));
  const { its = [], others = [] } = Object.groupBy(items, ({ order_item_id }) =>
    ids.has(order_item_id) ? 'its' : 'others',
  );
  return { its, others };
}

/** All that waits, with what was sent since: what is not wanted any more is gone. */
export function joined(waiting: SentOrder, items: Line[]): SentOrder {
  const lines = new Map(waiting.items.map((line) => [line.order_item_id, line]));
  for (const line of items) {
    if (line.change === 'cancelled') lines.delete(line.order_item_id);
    else lines.set(line.order_item_id, { ...line, change: 'added', was: undefined });
  }
  return { ...waiting, items: [...lines.values()] };
}
