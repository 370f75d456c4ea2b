import type { serialization } from 'square';
import { moneyOf } from './charge.ts';
import { isFinal, putCheckout, stepCheckout } from './checkout.ts';
import { knowsDevice } from './devices.ts';
import { type Inside, newId } from './inside.ts';
import { page } from './page.ts';
import { durationMs } from './payment.ts';
import { invalid, notFound } from './refusal.ts';
import type { KeptCheckout } from './records.ts';
import type { Checkout } from './wire.ts';

/** A request for a checkout. */
export type Create = serialization.terminal.CreateTerminalCheckoutRequest.Raw;
/** A search for checkouts. */
export type Search = serialization.terminal.SearchTerminalCheckoutsRequest.Raw;

const LONGEST = 'PT5M';
/** Square forgets what happened at a terminal after a month. */
const REMEMBERED_MS = 30 * 24 * 3_600_000;

/** How long a terminal is waited for: five minutes, unless it is to be less. */
export function deadlineOf(duration: string | null | undefined, field: string): string {
  const ms = durationMs(duration ?? LONGEST);
  if (ms === undefined || ms > (durationMs(LONGEST) ?? 0)) {
    throw invalid('INVALID_TIME', 'Not a duration from PT10S to PT5M.', field);
  }
  return duration ?? LONGEST;
}

/** Sends a checkout to a terminal. */
export function createCheckout(inside: Inside, { checkout: wanted }: Create): Checkout {
  const { clock, settings, shelves, plans, announce } = inside;
  const { device_id } = wanted.device_options;
  if (!knowsDevice(inside, device_id))
    throw notFound('Device', 'checkout.device_options.device_id');
  const tipped = wanted.tip_money && moneyOf(inside, wanted.tip_money, 'checkout.tip_money', 0);
  if (tipped && wanted.device_options.tip_settings?.allow_tipping) {
    const detail = 'A tip is given here or at the terminal, not both.';
    throw invalid('BAD_REQUEST', detail, 'checkout.tip_money');
  }
  const checkout = {
    ...wanted,
    id: newId(),
    amount_money: moneyOf(inside, wanted.amount_money, 'checkout.amount_money'),
    deadline_duration: deadlineOf(wanted.deadline_duration, 'checkout.deadline_duration'),
    payment_type: wanted.payment_type ?? 'CARD_PRESENT',
    status: 'PENDING',
    location_id: settings.location_id,
    app_id: settings.application_id,
    created_at: clock.iso(),
    updated_at: clock.iso(),
  } as Checkout;
  const step_at = clock.now() + settings.checkout_step_ms;
  shelves.checkouts.put(checkout.id, { checkout, step_at, reads: 0, ...plans.nextCheckout() });
  announce('terminal.checkout.created', checkout.id, { checkout });
  return checkout;
}

function find({ shelves, clock }: Inside, id: string | undefined): KeptCheckout {
  const kept = shelves.checkouts.get(id ?? '');
  if (!kept || clock.now() - Date.parse(kept.checkout.created_at) > REMEMBERED_MS) {
    throw notFound(`Checkout ${id}`);
  }
  return kept;
}

/** Looking at it may be what makes it go on. */
export function readCheckout(inside: Inside, id: string | undefined): Checkout {
  const found = find(inside, id);
  if (isFinal(found.checkout)) return found.checkout;
  const kept = { ...found, reads: found.reads + 1 };
  inside.shelves.checkouts.put(kept.checkout.id, kept);
  const due = kept.reads >= inside.settings.checkout_step_reads;
  return due ? stepCheckout(inside, kept) : kept.checkout;
}

/** Calls a checkout off, which a card may forestall. */
export function cancelCheckout(inside: Inside, id: string | undefined): Checkout {
  const kept = find(inside, id);
  const { status } = kept.checkout;
  if (isFinal(kept.checkout)) {
    throw invalid('BAD_REQUEST', `A checkout that is ${status} cannot be canceled.`);
  }
  if (status === 'PENDING' && !kept.pays_after_cancel) {
    return putCheckout(inside, kept, { status: 'CANCELED', cancel_reason: 'SELLER_CANCELED' });
  }
  return putCheckout(inside, kept, { status: 'CANCEL_REQUESTED' });
}

/** The terminal goes back to its first screen. */
export function dismissCheckout(inside: Inside, id: string | undefined): Checkout {
  const { checkout } = find(inside, id);
  if (isFinal(checkout)) return checkout;
  throw invalid('BAD_REQUEST', `A checkout that is ${checkout.status} cannot be dismissed.`);
}

/** Moves on what a terminal has had time for, and gives up what nobody came to. */
export function settleCheckouts(inside: Inside): void {
  const now = inside.clock.now();
  for (const kept of inside.shelves.checkouts.all()) {
    const { checkout, step_at } = kept;
    if (isFinal(checkout)) continue;
    const deadline =
      Date.parse(checkout.created_at) + (durationMs(checkout.deadline_duration) ?? 0);
    if (now >= deadline && !kept.pays_after_cancel) {
      putCheckout(inside, kept, { status: 'CANCELED', cancel_reason: 'TIMED_OUT' });
    } else if (now >= step_at) stepCheckout(inside, kept);
  }
}

/** The checkouts that fit, a page of them. */
export function searchCheckouts({ shelves }: Inside, { query, cursor, limit }: Search) {
  const { device_id, created_at, status } = query?.filter ?? {};
  const found = shelves.checkouts
    .all()
    .map(({ checkout }) => checkout)
    .filter((one) => !device_id || one.device_options.device_id === device_id)
    .filter((one) => !status || one.status === status);
  const asked = new URLSearchParams();
  const said = {
    begin_time: created_at?.start_at,
    end_time: created_at?.end_at,
    sort_order: query?.sort?.sort_order,
    cursor,
    limit,
  };
  for (const [name, value] of Object.entries(said)) if (value) asked.set(name, String(value));
  const { shown, rest } = page(found, asked);
  return { ...(shown.length && { checkouts: shown }), ...rest };
}
