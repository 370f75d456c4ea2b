import type { Board, Ticket } from '#shared/contracts/tickets.ts';

type Entry = Board['ready'][number];

/** What the board needs to know besides the tickets. */
interface Pass {
  /** Stations that see whole orders: what they say of an order is what counts. */
  expo_ids: string[];
  /** What was ready by then is not told any more; what was sent by then, nobody waits for. */
  ready_since: string;
  sent_since: string;
}

/**
 * The numbers that guests wait for, from all tickets of their orders, in the order in which they
 * were opened. What is only cancelled makes nobody wait.
 */
export function drawBoard(tickets: Ticket[], { expo_ids, ready_since, sent_since }: Pass): Board {
  const board: Board = { preparing: [], ready: [] };
  for (const ofOrder of Map.groupBy(tickets, ({ order_id }) => order_id).values()) {
    if (isCancelled(ofOrder)) continue;
    const made = ofOrder.filter(({ items }) => items.some(({ change }) => change !== 'cancelled'));
    const atPass = made.filter(({ station_id }) => expo_ids.includes(station_id));
    const counted = atPass.length > 0 ? atPass : made;
    const awaited = counted.filter(({ status }) => status === 'new' || status === 'in_progress');
    const sent = awaited.map(({ sent_at }) => sent_at);
    const done = counted.map(({ ready_at, bumped_at }) => ready_at ?? bumped_at ?? '');
    const isReady = awaited.length === 0;
    if (last(counted.map(({ sent_at }) => sent_at)) <= sent_since) continue;
    const since = isReady ? last(done) : first(sent);
    if (since <= (isReady ? ready_since : sent_since)) continue;
    board[isReady ? 'ready' : 'preparing'].push(entryOf(ofOrder, since));
  }
  const byTime = (a: Entry, b: Entry) =>
    a.since < b.since ? -1 : a.since > b.since ? 1 : a.order_id - b.order_id;
  return {
    preparing: board.preparing.toSorted(byTime),
    ready: board.ready.toSorted(byTime).toReversed(),
  };
}

/** Whether nothing of an order is wanted any more, by the last word on each of its lines. */
function isCancelled(ofOrder: Ticket[]): boolean {
  const lines = ofOrder.flatMap(({ items }) => items);
  const latest = new Map(lines.map(({ order_item_id, change }) => [order_item_id, change]));
  return [...latest.values()].every((change) => change === 'cancelled');
}

function entryOf(ofOrder: Ticket[], since: string): Entry {
  const { order_id, order_number, type, customer_name } = ofOrder.at(-1) as Ticket;
  return { order_id, order_number, type, customer_name, since };
}

const first = (times: string[]) => times.reduce((a, b) => (a < b ? a : b));
const last = (times: string[]) => times.reduce((a, b) => (a > b ? a : b));
