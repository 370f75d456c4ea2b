import { z } from 'zod';
import { contract } from './contract.ts';
import { id, instant, nothing, text, till } from './fields.ts';

export const person = z
  .object({ id, name: text(60), isAdmin: z.boolean(), available: z.boolean() })
  .meta({ id: 'Staff' });

const session = z.object({ staff: person, till, expires_at: instant }).meta({ id: 'Session' });

const tokenHash = z.string().regex(/^[0-9a-f]{64}$/);

export const staff = contract({
  service: 'staff',
  summary: 'People, PINs and sessions',
  operations: {
    login: {
      summary: 'Log in with a PIN',
      http: 'POST /auth/login',
      role: 'public',
      kind: 'write',
      tag: 'Authentication',
      secret: true,
      input: z.strictObject({
        pin: z
          .string()
          .regex(/^\d{4}$/, 'four digits')
          .meta({ example: '2468' }),
        till: till.optional(),
      }),
      output: z
        .object({ token: z.string(), expires_at: instant, staff: person })
        .meta({ id: 'Login' }),
      errors: ['INVALID_PIN'],
    },
    logout: {
      summary: 'End the session',
      http: 'POST /auth/logout',
      role: 'staff',
      kind: 'write',
      tag: 'Authentication',
      input: nothing,
      output: z.object({ ended: z.boolean() }).meta({ id: 'Logout' }),
      errors: ['UNAUTHENTICATED'],
    },
    get_session: {
      summary: 'Who is logged in, and until when',
      http: 'GET /auth/session',
      role: 'staff',
      kind: 'read',
      tag: 'Authentication',
      input: nothing,
      output: session,
      errors: ['UNAUTHENTICATED'],
    },
    check_session: {
      summary: 'The session of a token that the gateway does not know',
      role: 'admin',
      kind: 'read',
      tag: 'Authentication',
      secret: true,
      input: z.strictObject({ token_hash: tokenHash }),
      output: session,
      errors: ['UNAUTHENTICATED'],
    },
  },
  events: {
    staff_saved: { summary: 'A person is new or changed', payload: person },
    session_started: {
      summary: 'Somebody logged in',
      payload: session.extend({ token_hash: tokenHash }),
    },
    session_ended: {
      summary: 'A session is over',
      payload: z.object({ token_hash: tokenHash, staff_id: id }),
    },
  },
  shows: {},
});

export type Person = z.output<typeof person>;
export type Session = z.output<typeof session>;
