import type { Inside } from './inside.ts';
import { makePayment } from './payment.ts';
import type { KeptCheckout } from './records.ts';
import { type Behaviour, TERMINALS } from './test-values.ts';
import type { Checkout } from './wire.ts';

/** Forum: a terminal never completes less than a dollar. */
const LEAST_CENTS = 100;
/** What the second sandbox terminal adds. */
const TIP_PERCENT = 20;

/** Whether nothing becomes of it any more. */
export const isFinal = ({ status }: Pick<Checkout, 'status'>) =>
  status === 'COMPLETED' || status === 'CANCELED';

/** What the terminal of a checkout does with it. */
function behaviourOf({ amount_money, device_options }: Checkout): Behaviour {
  if (amount_money.amount < LEAST_CENTS) return 'offline';
  return TERMINALS[device_options.device_id] ?? 'pays';
}

/** Keeps a checkout as it is now, with the time of its next step, and tells the webhook. */
export function putCheckout(
  { shelves, clock, settings, announce }: Inside,
  kept: KeptCheckout,
  changes: Partial<Checkout>,
): Checkout {
  const checkout: Checkout = { ...kept.checkout, ...changes, updated_at: clock.iso() };
  const step_at = clock.now() + settings.checkout_step_ms;
  shelves.checkouts.put(checkout.id, { ...kept, checkout, step_at, reads: 0 });
  announce('terminal.checkout.updated', checkout.id, { checkout });
  return checkout;
}

/** The next thing that happens to a checkout. */
export function stepCheckout(inside: Inside, kept: KeptCheckout): Checkout {
  const { checkout } = kept;
  const end = (cancel_reason: NonNullable<Checkout['cancel_reason']>) =>
    putCheckout(inside, kept, { status: 'CANCELED', cancel_reason });
  const behaviour = behaviourOf(checkout);
  if (isFinal(checkout)) return checkout;
  if (checkout.status === 'CANCEL_REQUESTED') {
    return kept.pays_after_cancel ? pay(inside, kept, behaviour) : end('SELLER_CANCELED');
  }
  if (behaviour === 'times out') return end('TIMED_OUT');
  if (behaviour === 'offline') return checkout;
  if (checkout.status === 'PENDING') return putCheckout(inside, kept, { status: 'IN_PROGRESS' });
  if (kept.pays_after_cancel) return checkout; // it waits for somebody to cancel it
  return behaviour === 'buyer cancels' ? end('BUYER_CANCELED') : pay(inside, kept, behaviour);
}

/** A card is held to the terminal; perhaps another one after it was declined. */
function pay(inside: Inside, kept: KeptCheckout, behaviour: Behaviour): Checkout {
  const { checkout, first_card_fails } = kept;
  const { amount_money, payment_options = {}, reference_id, note, order_id } = checkout;
  const percent = behaviour === 'tips' ? TIP_PERCENT : 0;
  const extra = Math.round((amount_money.amount * percent) / 100);
  const tip = (checkout.tip_money?.amount ?? 0) + extra;
  const charge = (declined?: string) =>
    makePayment(inside, {
      source: {
        kind: behaviour === 'gift card' ? 'gift card' : 'card',
        ...(declined && { declined }),
      },
      amount_money,
      ...(tip > 0 && { tip_money: { amount: tip, currency: amount_money.currency } }),
      entry_method: 'EMV',
      autocomplete: payment_options.autocomplete ?? true,
      extra: {
        terminal_checkout_id: checkout.id,
        ...(reference_id && { reference_id }),
        ...(note && { note }),
        ...(order_id && { order_id }),
        ...(payment_options.delay_duration && { delay_duration: payment_options.delay_duration }),
        ...(payment_options.delay_action && { delay_action: payment_options.delay_action }),
      },
    });
  const failed = first_card_fails ? [charge('GENERIC_DECLINE').id] : [];
  const payment_ids = [...failed, charge().id];
  return putCheckout(inside, kept, { status: 'COMPLETED', payment_ids });
}
