import type { SquareLink } from './square-link.ts';
import type { TerminalDesk } from './terminals.ts';
import type { Tidings } from './webhook.ts';

/** What is done when Square tells of something: what the pollers would have done a while later. */
export type Listeners = {
  [K in Exclude<Tidings['kind'], 'other'>]: (
    tidings: Extract<Tidings, { kind: K }>,
  ) => Promise<unknown>;
};

/** Whom Square's word concerns. */
export function listening(
  { attempts, charging, refunding, pairing, checkouts }: TerminalDesk,
  { seller, watch }: SquareLink,
): Listeners {
  return {
    async payment({ payment_id, reference_id }) {
      if (!reference_id || !attempts.find(reference_id)) return;
      const payment = await charging.fetch(payment_id);
      if (payment) await charging.take(reference_id, payment);
    },
    refund: ({ refund_id }) => refunding.look(refund_id),
    checkout: ({ checkout_id }) => checkouts.hear(checkout_id),
    device_code: ({ code_id }) => pairing.hear(code_id),
    async revoked({ merchant_id }) {
      if (seller.credentials()?.merchant_id !== merchant_id) return;
      watch.forget();
      await seller.refused('ACCESS_TOKEN_REVOKED');
    },
  };
}
