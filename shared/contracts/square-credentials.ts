import { z } from 'zod';
import type { Event, Operation } from './contract.ts';
import { instant, nothing, text, till } from './fields.ts';
import { environment } from './square-connection.ts';

/** A secret as Square writes it; never part of an answer. */
const token = z
  .string()
  .max(2048)
  .regex(/^[\x21-\x7e]+$/, 'printable characters without spaces');
const putInstant = z.iso.datetime({ offset: true });

const authorization = z
  .object({
    access_token: z.string(),
    location_id: z.string(),
    application_id: z.string().nullable(),
    environment,
    expires_at: instant.nullable(),
    /** It can only take payments at a reader, and for a day at most. */
    short_lived: z.boolean(),
  })
  .meta({ id: 'MobileAuthorization' });

const base = { role: 'staff', kind: 'write', tag: 'Square', secret: true } as const;

/** How the house is let in at Square, and Square at the house. */
export const credentialOperations = {
  authorize_mobile: {
    ...base,
    summary: 'Let the card reader of this till take payments',
    description:
      'For the Mobile Payments SDK. Where it can, Square makes a token for this alone that ends ' +
      'within a day.',
    http: 'POST /square/mobile_authorization',
    input: nothing,
    output: authorization,
    errors: ['CARD_NOT_CONFIGURED', 'SQUARE_UNAVAILABLE', 'SQUARE_REFUSED'],
  },
  put_credentials: {
    ...base,
    role: 'admin',
    summary: 'Connect with Square: tokens that an Admin Dashboard was given',
    description: 'Square is asked first. They are kept sealed and never told again.',
    http: 'PUT /square/credentials',
    input: z.strictObject({
      environment,
      access_token: token,
      refresh_token: token.optional(),
      expires_at: putInstant.optional(),
      merchant_id: text(191).optional(),
      client_id: text(191).optional(),
      client_secret: token.optional(),
      location_id: text(50),
    }),
    output: z
      .object({
        environment,
        merchant_id: z.string(),
        location_id: z.string(),
        location_name: z.string().nullable(),
        expires_at: instant.nullable(),
        /** It is renewed by itself. */
        refreshed: z.boolean(),
      })
      .meta({ id: 'SquareCredentials' }),
    errors: ['CREDENTIALS_REFUSED', 'SQUARE_UNAVAILABLE'],
  },
  remove_credentials: {
    ...base,
    role: 'admin',
    summary: 'Disconnect from Square: the tokens are revoked and wiped',
    http: 'DELETE /square/credentials',
    input: nothing,
    output: z
      .object({
        removed: z.boolean(),
        /** Square knows as well; else revoke them in the Square Dashboard. */
        revoked: z.boolean(),
      })
      .meta({ id: 'RemovedCredentials' }),
    errors: [],
  },
  receive_webhook: {
    ...base,
    role: 'public',
    summary: 'What Square tells by itself; signed with the key of its webhook subscription',
    http: 'POST /square/webhooks',
    raw_body: { signature: 'x-square-hmacsha256-signature' },
    max_body: '64kb',
    input: z.strictObject({ raw_body: z.string(), signature: z.string().optional() }),
    output: z.object({ received: z.boolean() }).meta({ id: 'ReceivedWebhook' }),
    errors: ['NOT_FOUND', 'INVALID_SIGNATURE'],
  },
} as const satisfies Record<string, Operation>;

/** None of them holds a token. */
export const credentialEvents = {
  square_connected: {
    summary: 'An admin has connected the house with Square',
    payload: z.object({ environment, merchant_id: z.string(), location_id: z.string() }),
  },
  square_disconnected: {
    summary: 'The house is no longer connected with Square',
    payload: z.object({ code: z.string() }),
  },
  square_token_renewed: {
    summary: 'Square has given a new token for the one that was',
    payload: z.object({ expires_at: instant.nullable() }),
  },
  mobile_authorized: {
    summary: 'A device was given a token to take cards with',
    payload: z.object({ till, short_lived: z.boolean(), expires_at: instant.nullable() }),
  },
} as const satisfies Record<string, Event>;

export type MobileAuthorization = z.output<typeof authorization>;
