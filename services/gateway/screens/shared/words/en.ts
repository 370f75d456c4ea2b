import { counted } from '../plural.ts';

const count = counted('en');

/** Every word on the screens. Another language is a file like this one, of type `Words`. */
export const words = {
  kinds: { customer_display: 'Customer display', kitchen: 'Kitchen', board: 'Order board' },
  registering: {
    introducing: 'This screen is introducing itself …',
    away: 'The server cannot be reached. It is tried again all the time.',
    try_again: 'Try again',
    approve: 'Approve this screen at a till',
    code: 'Its code',
    once_approved: 'It starts by itself once it is approved.',
    here: 'Approve here',
    enter_pin: 'Enter the PIN of an admin.',
    digits: (typed: number, all: number) => `${typed} of ${all} digits`,
    delete: 'Delete',
    back: 'Back',
    turned_away: 'This screen was turned away',
    turned_away_why: 'Somebody removed it, or the server was restored from a backup.',
    anew: 'Introduce it anew',
  },
  link: {
    cut_off: (since: string) => `No connection since ${since}`,
    old: (age: string) => `What you see is ${age} min old.`,
    again: 'It is tried again all the time.',
  },
  sound: { locked: 'Tap once for sound' },
  /** By the server's code; a refusal that is not here is told in the server's own words. */
  refusals: {
    INVALID_PIN: 'This PIN is not right.',
    TOO_MANY_ATTEMPTS: 'Too many wrong PINs: wait a while, then try again.',
    PAYMENT_PENDING: 'A card is paying just now.',
    PAYMENT_UNKNOWN: 'It is not known yet whether the card was charged.',
    FORBIDDEN: 'This needs an admin.',
    STATION_NOT_FOUND: 'The kitchen has no such station.',
    TOO_MANY_REGISTRATIONS: 'Too many screens were introduced just now: it is tried again.',
    TOO_MANY_SCREENS: 'There are as many screens as there can be: remove one at a till.',
  } as Record<string, string>,
  not_done: 'That did not work.',
  display: {
    welcome: 'Welcome',
    your_order: 'Your order',
    items: count({ one: '# item', other: '# items' }),
    order_number: 'Order number',
    subtotal: 'Subtotal',
    off_items: 'Off single items',
    tax: 'Tax',
    card_fee: 'Card fee',
    total: 'Total',
    tip: 'Tip',
    with_tip: 'With your tip',
    paid: 'Paid',
    still_to_pay: 'Still to pay',
    add_tip: 'Would you like to add a tip?',
    no_tip: 'No tip',
    other_tip: 'Other',
    tip_chosen: (amount: string) => `Your tip: ${amount}. Tap to change.`,
    tip_none_chosen: 'No tip. Tap to change.',
    your_tip: 'Your tip',
    add: 'Add this tip',
    charging: 'Please follow the card reader',
    charging_more: 'It asks for the card when it is ready.',
    not_charged: 'The card was not charged',
    not_charged_more: 'We will help you.',
    thanks: 'Thank you!',
    your_number: 'Your order number',
    change: 'Your change',
    receipt_code: 'Your receipt, if you need it again',
  },
  board: { preparing: 'Preparing', ready: 'Ready to collect', nothing: 'New orders appear here.' },
  /** The kitchen's screens. */
  kitchen: {
    all_done: 'All done',
    appear_here: 'New tickets appear here.',
    tickets: count({ one: '# ticket', other: '# tickets' }),
  },
};

export type Words = typeof words;
