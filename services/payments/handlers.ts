import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { payments } from '#shared/contracts/payments.ts';
import { PosError } from '#shared/errors.ts';
import type { Store } from './store.ts';

export function paymentsHandlers(store: Store): Handlers<typeof payments, Call> {
  return {
    list_payments({ limit, ...wanted }) {
      const found = store.list({ ...wanted, limit: limit + 1 });
      const page = found.slice(0, limit);
      return { payments: page, next_cursor: found[limit] && page.at(-1)?.id };
    },

    get_payment({ payment_id }) {
      const payment = store.find(payment_id);
      if (!payment) throw new PosError('PAYMENT_NOT_FOUND', { payment_id });
      return payment;
    },
  };
}
