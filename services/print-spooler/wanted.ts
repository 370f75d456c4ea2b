import type { Order } from '#shared/contracts/order.ts';
import type { KitchenOrder, RoutedOrder } from './document.ts';
import { wholeOf } from './station.ts';
import { enqueued, expiry } from './age.ts';
import type { NewJob, PrintJob } from './job.ts';

/** What is to go on paper, or a drawer that is to open; of an order or of none. */
export type Wanted = Pick<PrintJob, 'kind' | 'document'> & {
  order_id: number | null;
  order_version: number | null;
  order_number: number | null;
  till: string | null;
  /** What it is of where it is of no order's version; names its job. */
  name?: string;
  /** Of a ticket: who makes what, so that a printer prints what its stations make. */
  routed?: RoutedOrder;
};

/** A slip is of the order, however it changes: one, and no second one when more is sent. */
const ANY_VERSION = 0;

export function receiptOf(order: Order): Wanted {
  const { id: order_id, version: order_version, order_number, till } = order;
  return { kind: 'receipt', document: order, order_id, order_version, order_number, till };
}

/** The kitchen's paper, of all its stations; `sharesOf` cuts it up. */
export function ticketPaperOf(routed: RoutedOrder): Wanted {
  const { order_id, version: order_version, order_number } = routed;
  return {
    kind: 'order_ticket',
    document: wholeOf(routed),
    routed,
    order_id,
    order_version,
    order_number,
    till: null,
  };
}

type Numbered = Pick<Order, 'order_number' | 'type' | 'customer_name' | 'created_at'>;

export function slipOf(order: Numbered & { id: number; till: string | null }): Wanted {
  const { id: order_id, order_number, type, customer_name, created_at, till } = order;
  return {
    kind: 'order_number',
    document: { order_number, type, customer_name, created_at },
    order_id,
    order_version: ANY_VERSION,
    order_number,
    till,
  };
}

/** A kick of the drawer of a till. */
export function drawerOf(till: string | null, order_id: number | null = null): Wanted {
  const nothing = { order_version: null, order_number: null };
  return { kind: 'drawer', document: null, order_id, ...nothing, till };
}

/** What the kitchen was told of an order so far, as one ticket; undefined: nothing. */
export function allSent(order: Order): KitchenOrder | undefined {
  const made = order.items.filter(({ status }) => status === 'sent');
  return order.sent_at && made.length > 0 ? wholeSent(order, made, order.sent_at) : undefined;
}

/** All that is wanted of an order, sent now, whatever the kitchen was told; undefined: nothing. */
export function allWanted(order: Order, sent_at: string): KitchenOrder | undefined {
  const wanted = order.items.filter(({ status }) => status !== 'voided');
  return wanted.length > 0 ? wholeSent(order, wanted, sent_at) : undefined;
}

function wholeSent(order: Order, lines: Order['items'], sent_at: string): KitchenOrder {
  const { id: order_id, version, order_number, type, customer_name, note, scheduled_for } = order;
  const items = lines.map(({ id: order_item_id, ...line }) => {
    const { item_id, name, quantity, modifiers, note: wish, course } = line;
    const change = 'added' as const;
    return { order_item_id, item_id, name, quantity, modifiers, note: wish, course, change };
  });
  const told = { sent_at, scheduled_for, items, is_first: true };
  return { order_id, version, order_number, type, customer_name, note, ...told };
}

/** What is known of a job besides what it prints. */
interface Beginning {
  printer_id: number;
  copy: number;
  /** When what it tells of was announced. */
  announced_at: string;
  now: string;
}

/** A job as it begins: waiting, or held for staff because it comes so late. */
export function newJob(order: Wanted, { printer_id, copy, announced_at, now }: Beginning): NewJob {
  const { name, routed: _, ...wanted } = order;
  return {
    ...wanted,
    id: name && [wanted.kind, name, printer_id, copy].join('-'),
    ...enqueued(announced_at, now),
    printer_id,
    copy,
    reprint: 0,
    reprint_of: null,
    attempts: 0,
    backup_job_id: null,
    backup_from: null,
    asked_key: null,
    created_at: now,
    queued_at: now,
    expires_at: expiry(wanted.kind, announced_at),
    printed_at: null,
  };
}
