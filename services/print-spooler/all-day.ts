import type { Ticket } from '#shared/contracts/tickets.ts';

/** What is still to be made, by name, the most first; a line on more tickets counts once. */
export function allDay(tickets: Ticket[]): { name: string; quantity: number }[] {
  const lines = tickets.toSorted((a, b) => a.id - b.id).flatMap(({ items }) => items);
  const latest = new Map(lines.map((item) => [item.order_item_id, item]));
  const sums = new Map<string, number>();
  for (const { name, quantity, bumped, change } of latest.values()) {
    if (bumped || change === 'cancelled') continue;
    sums.set(name, (sums.get(name) ?? 0) + quantity);
  }
  const counted = [...sums].map(([name, quantity]) => ({ name, quantity }));
  return counted.toSorted((a, b) => b.quantity - a.quantity || (a.name < b.name ? -1 : 1));
}
