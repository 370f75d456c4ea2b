/** What Square can do to a request, but for silence, which is a stalled body without the half. */
export const FAULTS = {
  'the request is lost': { how: 'request_lost' },
  'the answer is lost': { how: 'answer_lost' },
  'it answers late': { how: 'late', latency_ms: 400 },
  'half of the answer comes': { how: 'stalled_body' },
  'a page comes in its place': { how: 'html' },
  'nothing comes in its place': { how: 'empty' },
  'it is out of order': { how: 'status', status: 503 },
  'it is out of order and took the money': { how: 'status', status: 503, processed: true },
  'it has had enough': { how: 'status', status: 429, retry_after_s: 1 },
} as const;
export type Fault = keyof typeof FAULTS;

/** Who dies. */
export const DEATHS: Record<string, string[]> = {
  'nobody dies': [],
  'payments dies': ['payments'],
  'orders dies': ['orders'],
  'both die': ['payments', 'orders'],
};

/** How a guest pays, and what Square is asked for at the point where it matters. */
export const WAYS = {
  'a token': 'CreatePayment',
  'the second of two cards': 'CreatePayment',
  'a card that is declined': 'CreatePayment',
  'a reader': 'GetPayment',
  'a reader of which the till forgets': 'ListPayments',
  'a reader that gives up': 'ListPayments',
  'a reader that pays after it gave up': 'ListPayments',
  'a terminal': 'CreateTerminalCheckout',
  'a terminal that is asked how far it is': 'GetTerminalCheckout',
  'a refund of all': 'RefundPayment',
  'a refund of a part': 'RefundPayment',
  'a part given back': 'RefundPayment',
} as const;

/** The same where Square only holds the money until the day ends. */
export const HELD_WAYS = {
  'a held token': 'CreatePayment',
  'a token that is held and taken': 'CompletePayment',
  'a held card of which the till forgets': 'ListPayments',
  'a held card whose tip is changed': 'UpdatePayment',
  'a held card that is given back before it is taken': 'CancelPayment',
  'a held card of which a part is given back': 'CompletePayment',
  'a held part given back': 'CancelPayment',
} as const;
export type HeldWay = keyof typeof HELD_WAYS;
export type PlainWay = keyof typeof WAYS;
export type Way = PlainWay | HeldWay;
