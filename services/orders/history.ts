import type { Actor } from '#shared/contracts/service.ts';

/** An entry of the journal about one order. */
export interface Happening {
  seq: number;
  at: string;
  type: string;
  actor: Actor & { approved_by?: number };
  /** As it was announced: money in decimals. */
  body: Body;
}
interface Body {
  [field: string]: unknown;
  order_number?: number;
  quantity?: number;
  name?: string;
  type?: string;
  staff_id?: number;
  customer_name?: string | null;
  note?: string | null;
  scheduled_for?: string | null;
  reason?: string | null;
  made?: boolean | null;
  code?: string;
  merged_into?: number | null;
  from_order_id?: number;
  new_order_number?: number;
  amount?: number;
  card_fee?: number;
  cash_rounding?: number;
  tip?: number;
  tip_before?: number;
  tip_choice?: number;
  reverses?: number | null;
  items?: Item[];
  item?: Item;
  before?: Item;
}
interface Item {
  name: string;
  quantity: number;
  note?: string | null;
  course?: number | null;
  change?: string;
  modifiers?: { mod_name: string; quantity: number }[];
}

/** One happening in words: who, what, at which till. */
export function tell({ seq, at, type, actor, body }: Happening, nameOf: (id: number) => string) {
  const nobody = actor.screen_id ? `The screen ${actor.screen_id}` : 'The system';
  const who = actor.staff_id ? nameOf(actor.staff_id) : nobody;
  const where = actor.till ? ` at ${actor.till}` : '';
  const approved = actor.approved_by ? `, approved by ${nameOf(actor.approved_by)}` : '';
  const what = (SAID[type] ?? (() => type.replaceAll('_', ' ')))(body, nameOf);
  return {
    seq,
    at,
    type,
    text: `${who} ${what}${where}${approved}`,
    staff_id: actor.staff_id ?? null,
    approved_by: actor.approved_by ?? null,
    till: actor.till ?? null,
    data: body,
  };
}

type Say = (body: Body, nameOf: (id: number) => string) => string;

const SAID: Record<string, Say> = {
  order_created: (b) => `created order ${b.order_number}${list(b.items, ' with ')}`,
  item_added: (b) => `added ${dish(b.item)}`,
  item_changed: (b) => `changed ${dish(b.before)} to ${dish(b.item)}`,
  item_removed: (b) => `took off ${b.quantity} x ${b.name}`,
  discount_taken: (b) => `took the discount ${b.name}`,
  discount_taken_back: (b) => `took the discount ${b.name} back`,
  order_held: (b) => (b.held ? 'put it on hold' : 'took it back from hold'),
  order_changed: (b, nameOf) =>
    `changed it: ${[
      `${b.type?.replace('_', ' ')}, for ${nameOf(b.staff_id ?? 0)}`,
      b.customer_name && `guest ${b.customer_name}`,
      b.note && `note “${b.note}”`,
      b.scheduled_for && `wanted at ${b.scheduled_for}`,
    ]
      .filter(Boolean)
      .join(', ')}`,
  tip_chosen: (b) => `noted that the guest wants to give a tip of ${sum(b.tip_choice)}`,
  order_sent: (b) => `sent to the kitchen:${sent(b.items)}`,
  items_comped: (b) => `gave free${list(b.items, ' ')}: ${b.reason}`,
  items_voided: (b) => `voided${list(b.items, ' ')}${why(b)}`,
  order_voided: (b) =>
    b.merged_into ? `merged it into order id ${b.merged_into}` : `voided the order${why(b)}`,
  order_split: (b) => `moved ${units(b)} to order ${b.new_order_number}`,
  orders_merged: (b) => `took over the lines of order id ${b.from_order_id}`,
  tender_begun: (b) => `asked a card for ${paid(b)}`,
  tender_failed: (b) => `got no ${paid(b)} from the card (${b.code})`,
  payment_taken: (b) => `took ${paid(b)} ${b.method === 'cash' ? 'in cash' : 'by card'}`,
  payment_given_back: (b) => `gave the payment of ${paid(b)} back`,
  order_closed: () => 'closed it',
  refund_made: (b) =>
    b.reverses
      ? `counts ${paid(back(b))} as paid again: ${b.reason}`
      : `refunded ${paid(b)}: ${b.reason}`,
  tip_adjusted: (b) => `changed the tip from ${sum(b.tip_before)} to ${sum(b.tip)}`,
};

function dish(item: Item | undefined): string {
  if (!item) return '';
  const mods = (item.modifiers ?? []).map(({ mod_name, quantity }) =>
    quantity > 1 ? `${quantity} x ${mod_name}` : mod_name,
  );
  const course = item.course ? [`course ${item.course}`] : [];
  const more = [...mods, ...(item.note ? [`“${item.note}”`] : []), ...course];
  return `${item.quantity} x ${item.name}${more.length ? ` (${more.join(', ')})` : ''}`;
}

const list = (items: Item[] | undefined, before: string) =>
  items?.length ? before + items.map(dish).join(', ') : '';
const sent = (items: Item[] = []) =>
  items
    .map((item) => `${item.change === 'added' ? '' : ` ${item.change}`} ${dish(item)}`)
    .join(',');
const why = ({ reason, made }: Body) =>
  reason ? `: ${reason}${made === true ? ' (made)' : made === false ? ' (not made)' : ''}` : '';
const paid = ({ amount = 0, card_fee = 0, cash_rounding = 0, tip = 0 }: Body) =>
  (amount + card_fee + cash_rounding).toFixed(2) + (tip ? ` and a tip of ${tip.toFixed(2)}` : '');
const sum = (amount = 0) => amount.toFixed(2);
/** A reversal's sums are negative. */
const back = ({ amount = 0, card_fee = 0, cash_rounding = 0, tip = 0 }: Body): Body => ({
  amount: -amount,
  card_fee: -card_fee,
  cash_rounding: -cash_rounding,
  tip: -tip,
});
const units = ({ items = [] }: Body) => {
  const count = items.reduce((all, { quantity }) => all + quantity, 0);
  return `${count} ${count === 1 ? 'unit' : 'units'}`;
};
