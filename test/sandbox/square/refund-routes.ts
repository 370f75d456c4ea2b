import type { Inside } from './inside.ts';
import { page } from './page.ts';
import { type Create, makeRefund, readRefund, returnOf } from './refunds.ts';
import type { Route } from './route.ts';

const READ = ['PAYMENTS_READ'];
const WRITE = ['PAYMENTS_WRITE'];

/** What can be asked about refunds. */
export function refundRoutes(inside: Inside): Route[] {
  return [
    {
      name: 'RefundPayment',
      method: 'POST',
      path: '/v2/refunds',
      scopes: WRITE,
      request: 'RefundPaymentRequest',
      response: 'RefundPaymentResponse',
      lengths: { idempotency_key: 45, reason: 192 },
      handle: ({ body }) => ({ refund: makeRefund(inside, returnOf(inside, body as Create)) }),
    },
    {
      name: 'ListPaymentRefunds',
      method: 'GET',
      path: '/v2/refunds',
      scopes: READ,
      response: 'ListPaymentRefundsResponse',
      handle({ query }) {
        const [status, location] = [query.get('status'), query.get('location_id')];
        const listed = inside.shelves.refunds
          .all()
          .filter(({ listed_at }) => listed_at <= inside.clock.now())
          .map(({ refund }) => refund)
          .filter((refund) => !status || refund.status === status)
          .filter((refund) => !location || refund.location_id === location);
        const { shown, rest } = page(listed, query);
        return { ...(shown.length && { refunds: shown }), ...rest };
      },
    },
    {
      name: 'GetPaymentRefund',
      method: 'GET',
      path: '/v2/refunds/:refund_id',
      scopes: READ,
      response: 'GetPaymentRefundResponse',
      handle: ({ params }) => ({ refund: readRefund(inside, params.refund_id) }),
    },
  ];
}
