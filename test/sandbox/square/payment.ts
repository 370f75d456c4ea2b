import { addDetails, type Paid, sourceType } from './card.ts';
import { type Inside, newId } from './inside.ts';
import { Refusal } from './refusal.ts';
import { ALWAYS_400, RISKY } from './test-values.ts';
import type { Money, Payment } from './wire.ts';

/** What a payment is made of. */
export interface Charge {
  source: Paid;
  amount_money: Money;
  tip_money?: Money | undefined;
  /** What else came with the request and is only kept. */
  extra?: Partial<Payment>;
  entry_method?: string;
  /** False: the money is held, not taken. */
  autocomplete?: boolean;
  idempotency_key?: string;
}

const EDITABLE = ['AMOUNT_UP', 'AMOUNT_DOWN', 'TIP_AMOUNT_UP', 'TIP_AMOUNT_DOWN', 'DELAY_ACTION'];

/** An RFC 3339 duration as far as Square's have it: days, hours, minutes, seconds. */
export function durationMs(text: string): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(text);
  if (!parts || !/\d/.test(text)) return undefined;
  const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.slice(1).map((n) => Number(n ?? 0));
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * 1000;
}

/** The sum that the buyer pays. */
export const totalOf = ({
  amount_money,
  tip_money,
}: Pick<Payment, 'amount_money' | 'tip_money'>) => ({
  amount: amount_money.amount + (tip_money?.amount ?? 0),
  currency: amount_money.currency,
});

/** Puts a payment on the shelf and tells the webhook. */
export function makePayment(inside: Inside, charge: Charge): Payment {
  const { settings, clock, shelves, announce } = inside;
  const { source, amount_money, tip_money, extra = {}, autocomplete = true } = charge;
  const now = clock.iso();
  const total_money = totalOf({ amount_money, ...(tip_money && { tip_money }) });
  const declined = typeof source === 'object' ? source.declined : undefined;
  const risk_level = RISKY[amount_money.amount];
  const payment: Payment = {
    id: newId(),
    created_at: now,
    updated_at: now,
    amount_money,
    ...(tip_money && { tip_money }),
    total_money,
    approved_money: declined ? { ...total_money, amount: 0 } : total_money,
    status: declined ? 'FAILED' : 'APPROVED',
    source_type: sourceType(source),
    location_id: settings.location_id,
    ...(risk_level && { risk_evaluation: { created_at: now, risk_level } }),
    ...extra,
    application_details: {
      square_product: 'ECOMMERCE_API',
      application_id: settings.application_id,
    },
    version_token: newId(),
  };
  addDetails(payment, source, charge.entry_method);
  const { idempotency_key } = charge;
  const kept = { payment, ...(idempotency_key && { idempotency_key }) };
  shelves.payments.put(payment.id, { ...kept, listed_at: clock.now() + settings.list_lag_ms });
  announce('payment.created', payment.id, { payment });
  if (declined) return payment;
  if (autocomplete) capture(inside, payment);
  else hold(inside, payment);
  return payment;
}

/** How Square tells of a payment that failed: refused, and the payment beside it. */
export function declineOf({ settings }: Inside, payment: Payment): Refusal | undefined {
  const details = payment.card_details ?? payment.bank_account_details;
  const [error] = details?.errors ?? [];
  if (payment.status !== 'FAILED' || !error) return undefined;
  const status = ALWAYS_400.has(error.code) ? 400 : settings.decline_status;
  return new Refusal(status, error, payment);
}

/** Takes the money. */
export function capture(inside: Inside, payment: Payment): void {
  delete payment.capabilities;
  payment.receipt_number = payment.id.slice(0, 4);
  payment.receipt_url = `https://squareupsandbox.com/receipt/preview/${payment.id}`;
  if (payment.card_details) {
    payment.card_details.status = 'CAPTURED';
    payment.card_details.card_payment_timeline.captured_at = inside.clock.iso();
  }
  change(inside, payment, 'COMPLETED');
}

/** Gives the held money free. */
export function release(inside: Inside, payment: Payment): void {
  delete payment.capabilities;
  if (payment.card_details) {
    payment.card_details.status = 'VOIDED';
    payment.card_details.card_payment_timeline.voided_at = inside.clock.iso();
  }
  change(inside, payment, 'CANCELED');
}

function hold(inside: Inside, payment: Payment): void {
  payment.delay_duration ??= payment.card_details?.entry_method === 'EMV' ? 'PT36H' : 'PT168H';
  payment.delay_action ??= 'CANCEL';
  const until = Date.parse(payment.created_at) + (durationMs(payment.delay_duration) ?? 0);
  payment.delayed_until = new Date(until).toISOString();
  payment.capabilities = EDITABLE.map((what) => `EDIT_${what}`);
  change(inside, payment, 'APPROVED');
}

/** Keeps what was changed, with a new version, and tells the webhook. */
export function change(inside: Inside, payment: Payment, status = payment.status): void {
  const { shelves, clock, announce } = inside;
  const kept = shelves.payments.get(payment.id);
  payment.status = status;
  payment.updated_at = clock.iso();
  payment.version_token = newId();
  if (kept) shelves.payments.put(payment.id, { ...kept, payment });
  announce('payment.updated', payment.id, { payment });
}
