import { chargeOf, type Create } from './charge.ts';
import type { Inside } from './inside.ts';
import { page } from './page.ts';
import { capture, declineOf, makePayment, release } from './payment.ts';
import { cancelByKey, findHeld, findPayment, updatePayment } from './payments.ts';
import type { Route } from './route.ts';

const READ = ['PAYMENTS_READ'];
const WRITE = ['PAYMENTS_WRITE'];

/** What can be asked about payments. */
export function paymentRoutes(inside: Inside): Route[] {
  const one = { path: '/v2/payments/:payment_id', scopes: READ };
  return [
    {
      name: 'CreatePayment',
      method: 'POST',
      path: '/v2/payments',
      scopes: WRITE,
      request: 'CreatePaymentRequest',
      response: 'CreatePaymentResponse',
      lengths: {
        idempotency_key: 45,
        reference_id: 40,
        note: 500,
        statement_description_identifier: 20,
        'external_details.source': 255,
      },
      handle({ body }) {
        const payment = makePayment(inside, chargeOf(inside, body as Create));
        const decline = declineOf(inside, payment);
        if (decline) throw decline;
        return { payment };
      },
    },
    {
      name: 'ListPayments',
      method: 'GET',
      path: '/v2/payments',
      scopes: READ,
      response: 'ListPaymentsResponse',
      handle({ query }) {
        const location = query.get('location_id') ?? inside.settings.location_id;
        const listed = inside.shelves.payments
          .all()
          .filter(({ listed_at }) => listed_at <= inside.clock.now())
          .map(({ payment }) => payment)
          .filter(({ location_id }) => location_id === location);
        const { shown, rest } = page(listed, query);
        return { ...(shown.length && { payments: shown }), ...rest };
      },
    },
    {
      ...one,
      name: 'GetPayment',
      method: 'GET',
      response: 'GetPaymentResponse',
      handle: ({ params }) => ({ payment: findPayment(inside, params.payment_id) }),
    },
    {
      ...one,
      name: 'UpdatePayment',
      method: 'PUT',
      scopes: WRITE,
      request: 'UpdatePaymentRequest',
      response: 'UpdatePaymentResponse',
      lengths: { idempotency_key: 45, 'payment.reference_id': 40, 'payment.note': 500 },
      handle: (call) => ({ payment: updatePayment(inside, call) }),
    },
    {
      name: 'CancelPaymentByIdempotencyKey',
      method: 'POST',
      path: '/v2/payments/cancel',
      scopes: WRITE,
      request: 'CancelPaymentByIdempotencyKeyRequest',
      response: 'CancelPaymentByIdempotencyKeyResponse',
      lengths: { idempotency_key: 45 },
      handle({ body }) {
        cancelByKey(inside, (body as { idempotency_key: string }).idempotency_key);
        return {};
      },
    },
    {
      name: 'CompletePayment',
      method: 'POST',
      path: '/v2/payments/:payment_id/complete',
      scopes: WRITE,
      request: 'CompletePaymentRequest',
      response: 'CompletePaymentResponse',
      handle(call) {
        const { version_token } = call.body as { version_token?: string | null };
        const payment = findHeld(inside, call, version_token);
        capture(inside, payment);
        return { payment };
      },
    },
    {
      name: 'CancelPayment',
      method: 'POST',
      path: '/v2/payments/:payment_id/cancel',
      scopes: WRITE,
      response: 'CancelPaymentResponse',
      handle(call) {
        const payment = findHeld(inside, call);
        release(inside, payment);
        return { payment };
      },
    },
  ];
}
