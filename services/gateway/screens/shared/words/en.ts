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
    once_approved: 'It shows what it is for as soon as somebody has approved it.',
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
    FORBIDDEN: 'This needs an admin.',
    STATION_NOT_FOUND: 'The kitchen has no such station.',
    TOO_MANY_SCREENS: 'There are as many screens as there can be: remove one at a till.',
  } as Record<string, string>,
  not_done: 'That did not work.',
  display: {
    welcome: 'Welcome',
    appears_here: 'Your order will appear here.',
    your_order: 'Your order',
    items: count({ one: '# item', other: '# items' }),
    order_number: 'Order number',
    subtotal: 'Subtotal',
    off_items: 'Off single items',
    tax: 'Tax',
    card_fee: 'Card fee',
    total: 'Total',
    tip: 'Tip',
    paid: 'Paid',
    still_to_pay: 'Still to pay',
    thanks: 'Thank you!',
    your_number: 'Your order number is',
    change: 'Your change',
  },
  board: { preparing: 'Preparing', ready: 'Ready', nothing: 'No orders now' },
  /** The kitchen's screens. */
  kitchen: {
    all_done: 'All done',
    appear_here: 'New tickets appear here.',
    tickets: count({ one: '# ticket', other: '# tickets' }),
  },
};

export type Words = typeof words;
