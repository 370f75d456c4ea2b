import type { SentLine } from '#shared/contracts/order.ts';
import type { LineStanding, Sent } from './standing.ts';

/** A line as the kitchen would know it, were it sent now. */
export function asSent({ quantity, modifiers, note }: LineStanding): Sent {
  const mods = modifiers.map((one) => ({ mod_name: one.mod_name, quantity: one.quantity }));
  return { quantity, modifiers: mods, note };
}

/** What the kitchen has not heard yet: lines that are new, other than before, or not wanted. */
export function unsent(lines: LineStanding[]): SentLine[] {
  return lines.flatMap((line): SentLine[] => {
    const { id: order_item_id, item_id, name, sent } = line;
    const now = asSent(line);
    const of = { order_item_id, item_id, name, course: line.course };
    // what was told of it may all have gone to another order, with a part of it
    const isTold = sent && sent.quantity > 0;
    if (!isTold) return now.quantity > 0 ? [{ ...of, ...now, change: 'added' }] : [];
    if (JSON.stringify(sent) === JSON.stringify(now)) return [];
    const was = sent.quantity;
    if (now.quantity === 0) return [{ ...of, ...sent, change: 'cancelled', was }];
    return [{ ...of, ...now, change: 'changed', was }];
  });
}

/** What is fired with a course: all but what is new and belongs to a later one. */
export function firedWith(news: SentLine[], last: number): SentLine[] {
  return news.filter(({ course, change }) => change !== 'added' || (course ?? last) <= last);
}

/** What the kitchen knows of a line once that has been told. */
export function known(lines: LineStanding[], told: SentLine[]) {
  return told.map(({ order_item_id: id }) => {
    return { id, sent: asSent(lines.find((line) => line.id === id) as LineStanding) };
  });
}
