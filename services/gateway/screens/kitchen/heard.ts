import type { Ticket } from './tickets.ts';

export type News = 'new' | 'changed' | 'voided';

/**
 * What a cook must hear of what is due now, the most urgent first. `known`: whatever hung here, as
 * it was last; a ticket that comes back as it was, because a bump was undone, is no news.
 */
export function newsOf(known: ReadonlyMap<number, Ticket>, due: readonly Ticket[]): News[] {
  const heard = new Set<News>();
  for (const ticket of due) {
    const before = known.get(ticket.id);
    const isBack = ticket.recalled && before !== undefined && !before.recalled;
    if (cancelledIn(ticket) > (before ? cancelledIn(before) : 0)) heard.add('voided');
    else if (!before || isBack) heard.add('new');
    else if (before !== ticket && whatToMake(before) !== whatToMake(ticket)) heard.add('changed');
  }
  return (['voided', 'changed', 'new'] as const).filter((one) => heard.has(one));
}

const cancelledIn = ({ items }: Ticket) =>
  items.filter(({ change }) => change === 'cancelled').length;

const whatToMake = ({ items, note }: Ticket) =>
  JSON.stringify([note, items.map((item) => ({ ...item, bumped: false }))]);
