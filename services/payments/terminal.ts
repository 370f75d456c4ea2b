import type { Square } from 'square';
import { cents } from '#shared/contracts/money.ts';
import { LEAST_AT_A_TERMINAL, type TerminalCheckout } from '#shared/contracts/terminal.ts';
import type { StoredAttempt } from './attempt.ts';
import { moneyOf } from './square-payment.ts';
import { wordOf, wordsOf } from './told.ts';

export type CheckoutStatus = TerminalCheckout['status'];

/** A checkout as it stands in the file; its id is that of its attempt. */
export interface StoredCheckout {
  attempt_id: string;
  device_id: string;
  /** What is sent, to the letter. */
  request: string;
  square_checkout_id: string | null;
  status: CheckoutStatus;
  cancel_reason: string | null;
  created_at: string;
  settled_at: string | null;
}

/** As Square tells of it. */
export interface ToldCheckout {
  id: string;
  status: CheckoutStatus;
  cancel_reason: string | null;
  payment_ids: string[];
}

/** A guest is waiting for the first minute; later it is only that nobody looked. */
const [SOON_MS, LATER_MS] = [2_000, 5_000];
const A_MINUTE_MS = 60_000;

/** How long to wait until Square is asked again about a checkout of this age. */
export const lookAgainAfter = (age_ms: number) => (age_ms < A_MINUTE_MS ? SOON_MS : LATER_MS);

export const isTooLittle = ({ charge_amount }: StoredAttempt) =>
  charge_amount < LEAST_AT_A_TERMINAL;

/** What is sent for an attempt, as it is kept. */
export function checkoutRequest(attempt: StoredAttempt, device_id: string): string {
  const { attempt_id, charge_amount, tip, currency, autocomplete } = attempt;
  return JSON.stringify({ attempt_id, charge_amount, tip, currency, autocomplete, device_id });
}

/** What is kept as the SDK takes it; the same each time. */
export function asCheckout(request: string): Square.terminal.CreateTerminalCheckoutRequest {
  const kept = JSON.parse(request) as Pick<
    StoredAttempt,
    'attempt_id' | 'charge_amount' | 'tip' | 'currency' | 'autocomplete'
  > & { device_id: string };
  const { attempt_id, charge_amount, tip, currency, autocomplete, device_id: deviceId } = kept;
  // with a tip that was said at the till the terminal does not ask for one
  const allowTipping = tip === 0;
  return {
    idempotencyKey: attempt_id,
    checkout: {
      amountMoney: moneyOf(cents(charge_amount), currency),
      ...(!allowTipping && { tipMoney: moneyOf(cents(tip), currency) }),
      referenceId: attempt_id,
      // the fee is in the amount: with one of Square's the guest would pay it twice
      deviceOptions: { deviceId, tipSettings: { allowTipping }, allowAutoCardSurcharge: false },
      ...(!autocomplete && { paymentOptions: { autocomplete } }),
      deadlineDuration: 'PT5M',
    },
  };
}

const STATUSES: Record<string, CheckoutStatus> = {
  PENDING: 'pending',
  IN_PROGRESS: 'in_progress',
  CANCEL_REQUESTED: 'cancel_requested',
  CANCELED: 'canceled',
  COMPLETED: 'completed',
};

/** The SDK's checkout as ours; undefined when it is none. */
export function checkoutOf(told: Square.TerminalCheckout | undefined): ToldCheckout | undefined {
  const id = wordOf(told?.id);
  if (!told || !id) return undefined;
  const status = wordOf(told.status) ?? '';
  return {
    id,
    status: (Object.hasOwn(STATUSES, status) && STATUSES[status]) || 'pending',
    cancel_reason: wordOf(told.cancelReason),
    payment_ids: wordsOf(told.paymentIds),
  };
}
