import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { payments } from '#shared/contracts/payments.ts';
import type { RefundStore } from './refund-store.ts';

/** What goes back to cards is asked for in orders; here it is looked at. */
export function refundHandlers(
  refunds: RefundStore,
): Pick<Handlers<typeof payments, Call>, 'list_card_refunds'> {
  return {
    list_card_refunds({ limit, ...wanted }) {
      const found = refunds.list({ ...wanted, limit: limit + 1 });
      const page = found.slice(0, limit);
      return { refunds: page, next_cursor: found[limit] && page.at(-1)?.id };
    },
  };
}
