import type { KeptRefund } from './records.ts';

/** How a checkout goes on that does not go as usual. */
export interface CheckoutPlan {
  pays_after_cancel: boolean;
  first_card_fails: boolean;
}

/** What a test wants of the next refunds and checkouts; forgotten when it has happened. */
export interface Plans {
  planRefund(fate: KeptRefund['fate'], payment_id?: string): void;
  fateOf(payment_id: string): KeptRefund['fate'];
  planCheckout(plan: Partial<CheckoutPlan>): void;
  nextCheckout(): CheckoutPlan;
}

const AS_USUAL: CheckoutPlan = { pays_after_cancel: false, first_card_fails: false };

export function makePlans(): Plans {
  let refunds: { fate: KeptRefund['fate']; payment_id: string | undefined }[] = [];
  const checkouts: CheckoutPlan[] = [];
  return {
    planRefund: (fate, payment_id) => void refunds.push({ fate, payment_id }),
    fateOf(payment_id) {
      const plan = refunds.find((one) => (one.payment_id ?? payment_id) === payment_id);
      refunds = refunds.filter((one) => one !== plan);
      return plan?.fate ?? 'COMPLETED';
    },
    planCheckout: (plan) => void checkouts.push({ ...AS_USUAL, ...plan }),
    nextCheckout: () => checkouts.shift() ?? AS_USUAL,
  };
}
