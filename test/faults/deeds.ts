import type { ToldOrder } from '../support/till.ts';
import type { Random } from './random.ts';
import { type Ending, type Guest, reckon } from './record.ts';
import type { Answered, Till } from './till.ts';

/** Of the demo's menu: dishes and drinks that need no choice, and the burger that needs two. */
const PLAIN = [1, 2, 4, 17, 24, 30];
const BURGER = { item_id: 9, modifiers: [{ mod_id: 3 }, { mod_id: 11 }] };
const DISCOUNTS = [1, 2];
/** A card that pays, and one in so many that is declined. */
const CARD = 'cnon:card-nonce-ok';
const DECLINED = 'cnon:card-nonce-declined';
const DECLINED_ONE_IN = 6;
const CASH = 1_000;

export interface Line {
  item_id: number;
  quantity: number;
}
/** One line as a guest wants it. */
export function wantedLine(random: Random): Line {
  const quantity = random.between(1, 3);
  const course = random() < 0.3 ? { course: random.between(1, 2) } : {};
  if (random() < 0.2) return { ...BURGER, quantity, ...course };
  return { item_id: random.of(PLAIN) as number, quantity, ...course };
}

type Told = Answered<ToldOrder>;
/** What a till does with one guest; nothing where it makes no sense just now. */
type Deed = (till: Till, guest: Guest, random: Random) => Promise<unknown> | undefined;

/** Asks, and keeps what was told; undefined where the order is as it was. */
async function change(
  till: Till,
  guest: Guest,
  [name, method, path, body]: [name: string, method: string, path: string, body: object],
  count?: (ending: Ending) => void,
): Promise<Told> {
  const told = await till.ask<ToldOrder>(name, method, `/orders/${guest.order.id}${path}`, body);
  // a card may have been charged although nobody knows it yet
  const isUnknown = told.ending === 'unknown' || told.code === 'PAYMENT_UNKNOWN';
  count?.(isUnknown ? 'unknown' : told.ending);
  if (told.body) guest.order = told.body;
  if (isUnknown) guest.unsure = true;
  return told;
}
const unitsOf = ({ items }: ToldOrder) => items.reduce((sum, { quantity }) => sum + quantity, 0);
const unsent = ({ items }: ToldOrder) => items.filter(({ status }) => status === 'unsent');
const isPaidFor = ({ payments }: ToldOrder) => payments.some(({ status }) => status !== 'failed');
const card = (random: Random) => (random.between(1, DECLINED_ONE_IN) === 1 ? DECLINED : CARD);

/** Of an open order. */
export const OPEN_DEEDS: [weight: number, deed: Deed, charges?: 'cards'][] = [
  [
    14,
    (till, guest, random) => {
      const line = wantedLine(random);
      return change(till, guest, ['add', 'PUT', '/add_item', line], (ending) =>
        reckon(guest.units, line.quantity, ending),
      );
    },
  ],
  [
    6,
    (till, guest, random) => {
      const line = random.of(unsent(guest.order));
      if (!line) return undefined;
      const quantity = random.between(1, 4);
      const body = { order_item_id: line.id, quantity };
      return change(till, guest, ['change', 'PUT', '/update_item', body], (ending) =>
        reckon(guest.units, quantity - line.quantity, ending),
      );
    },
  ],
  [
    4,
    (till, guest, random) => {
      const line = random.of(unsent(guest.order));
      if (!line) return undefined;
      const body = { order_item_id: line.id, quantity: 1 };
      return change(till, guest, ['remove', 'PUT', '/remove_item', body], (ending) =>
        reckon(guest.units, -1, ending),
      );
    },
  ],
  [
    3,
    (till, guest, random) => {
      const discount_id = random.of(DISCOUNTS);
      return change(till, guest, ['discount', 'PUT', '/add_discount', { discount_id }]);
    },
  ],
  [3, (till, guest) => change(till, guest, ['hold', 'PUT', '/hold', { held: !guest.order.held }])],
  [
    10,
    (till, guest, random) =>
      change(till, guest, ['send', 'POST', '/send', random() < 0.5 ? {} : { course: 1 }]),
  ],
  [
    2,
    (till, guest, random) => {
      const line = random.of(guest.order.items);
      if (!line || isPaidFor(guest.order)) return undefined;
      const body = { reason: 'late', order_item_ids: [line.id] };
      return change(till, guest, ['comp', 'POST', '/comp', body]);
    },
  ],
  [
    2,
    (till, guest) => {
      if (isPaidFor(guest.order)) return undefined;
      const units = unitsOf(guest.order);
      const body = { reason: 'left', made: false };
      return change(till, guest, ['void', 'POST', '/void', body], (ending) =>
        reckon(guest.units, -units, ending),
      );
    },
  ],
  [
    5,
    (till, guest) =>
      till.ask('slip', 'POST', '/printers/print_order_number', { order_id: guest.order.id }),
  ],
  [
    5,
    (till, guest, random) => {
      if (guest.order.balance_due < 10) return undefined;
      const how =
        random() < 0.5
          ? { method: 'cash', cash_tendered: CASH }
          : { method: 'card', source_id: card(random), tip: 1 };
      return change(till, guest, ['part', 'POST', '/payments', { ...how, amount: 5 }], (ending) =>
        reckon(guest.payments, 1, ending),
      );
    },
    'cards',
  ],
  [
    9,
    (till, guest, random) => {
      const body = { method: 'cash', cash_tendered: CASH, tip: random.between(0, 3) };
      return change(till, guest, ['cash', 'POST', '/close', body], (ending) =>
        reckon(guest.payments, 1, ending),
      );
    },
  ],
  [
    8,
    (till, guest, random) => {
      const body = { method: 'card', source_id: card(random), tip: random.between(0, 3) };
      return change(till, guest, ['card', 'POST', '/close', body], (ending) =>
        reckon(guest.payments, 1, ending),
      );
    },
    'cards',
  ],
];

/** Of one that is paid: a part or all of it goes back, to where it came from or in cash. */
export function giveBack(till: Till, guest: Guest, random: Random): Promise<unknown> {
  const body = {
    reason: 'cold',
    ...(random() < 0.5 && { amount: 1.5 }),
    ...(random() < 0.3 && { method: 'cash' }),
  };
  return change(till, guest, ['refund', 'POST', '/refund', body], (ending) =>
    reckon(guest.refunds, 1, ending),
  );
}
