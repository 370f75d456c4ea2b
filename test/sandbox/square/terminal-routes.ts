import type { Inside } from './inside.ts';
import type { Route } from './route.ts';
import {
  cancelCheckout,
  type Create,
  createCheckout,
  dismissCheckout,
  readCheckout,
  type Search,
  searchCheckouts,
} from './terminal.ts';

const READ = ['PAYMENTS_READ'];
const WRITE = ['PAYMENTS_WRITE'];

/** What can be asked about checkouts at a terminal. */
export function terminalRoutes(inside: Inside): Route[] {
  const path = '/v2/terminals/checkouts';
  return [
    {
      name: 'CreateTerminalCheckout',
      method: 'POST',
      path,
      scopes: WRITE,
      request: 'CreateTerminalCheckoutRequest',
      response: 'CreateTerminalCheckoutResponse',
      lengths: {
        idempotency_key: 64,
        'checkout.reference_id': 40,
        'checkout.note': 500,
        'checkout.statement_description_identifier': 20,
      },
      handle: ({ body }) => ({ checkout: createCheckout(inside, body as Create) }),
    },
    {
      name: 'SearchTerminalCheckouts',
      method: 'POST',
      path: `${path}/search`,
      scopes: READ,
      request: 'SearchTerminalCheckoutsRequest',
      response: 'SearchTerminalCheckoutsResponse',
      handle: ({ body }) => searchCheckouts(inside, body as Search),
    },
    {
      name: 'GetTerminalCheckout',
      method: 'GET',
      path: `${path}/:checkout_id`,
      scopes: READ,
      response: 'GetTerminalCheckoutResponse',
      handle: ({ params }) => ({ checkout: readCheckout(inside, params.checkout_id) }),
    },
    {
      name: 'CancelTerminalCheckout',
      method: 'POST',
      path: `${path}/:checkout_id/cancel`,
      scopes: WRITE,
      response: 'CancelTerminalCheckoutResponse',
      handle: ({ params }) => ({ checkout: cancelCheckout(inside, params.checkout_id) }),
    },
    {
      name: 'DismissTerminalCheckout',
      method: 'POST',
      path: `${path}/:checkout_id/dismiss`,
      scopes: WRITE,
      response: 'DismissTerminalCheckoutResponse',
      handle: ({ params }) => ({ checkout: dismissCheckout(inside, params.checkout_id) }),
    },
  ];
}
