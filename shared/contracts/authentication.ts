import { z } from 'zod';
import type { Operation } from './contract.ts';
import { id, instant, nothing, text, till } from './fields.ts';
import { heldSession, member, pin, session, tokenHash } from './person.ts';

const timezone = z
  .string()
  .refine((zone) => {
    try {
      return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }));
    } catch {
      return false;
    }
  }, 'no time zone of this name is known')
  .meta({ example: 'America/New_York' });

const currency = z
  .string()
  .regex(/^[A-Z]{3}$/, 'three letters')
  .meta({ example: 'USD' });

/** What a new restaurant says of itself at its setup. */
export const storeTerms = z.strictObject({ name: text(100), timezone, currency });

/** Who is asking: PINs and sessions. */
export const authentication = {
  set_up: {
    summary: 'Set up a new restaurant: its terms and its first admin',
    description:
      'Only while there is no admin; until then all else is refused with `SETUP_REQUIRED`. ' +
      'The token is that of a session of the new admin.',
    http: 'POST /setup',
    role: 'public',
    kind: 'write',
    tag: 'System Administration',
    status: 201,
    secret: true,
    before_setup: true,
    input: z.strictObject({
      store: storeTerms.meta({ id: 'StoreTerms' }),
      admin: z.strictObject({ name: text(60), pin }).meta({ id: 'FirstAdmin' }),
    }),
    output: z
      .object({ token: z.string(), expires_at: instant, staff: member })
      .meta({ id: 'SetUp' }),
    errors: ['ALREADY_SET_UP', 'WEAK_PIN'],
  },
  setup_status: {
    summary: 'Whether there is no admin yet',
    role: 'admin',
    kind: 'read',
    tag: 'System Administration',
    input: nothing,
    output: z.object({ setup_required: z.boolean() }),
    errors: [],
  },
  login: {
    summary: 'Log in with a PIN',
    description:
      'Five wrong PINs from one address are free; the next ones lock it for 30 seconds, doubling ' +
      'up to 15 minutes, for right PINs too. One is forgiven each minute.',
    http: 'POST /auth/login',
    role: 'public',
    kind: 'write',
    tag: 'Authentication',
    secret: true,
    input: z.strictObject({ pin, till: till.optional() }),
    output: z
      .object({ token: z.string(), expires_at: instant, staff: member })
      .meta({ id: 'Login' }),
    errors: ['INVALID_PIN', 'TOO_MANY_ATTEMPTS'],
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
  change_pin: {
    summary: "Change one's own PIN",
    description:
      'Ends all other sessions of the same person. A new PIN that somebody else has counts as a ' +
      'wrong one: asking tells that it is good.',
    http: 'PUT /auth/pin',
    role: 'staff',
    kind: 'write',
    tag: 'Authentication',
    secret: true,
    input: z.strictObject({ current_pin: pin, new_pin: pin }),
    output: z.object({ changed: z.boolean() }).meta({ id: 'ChangedPin' }),
    errors: ['UNAUTHENTICATED', 'INVALID_PIN', 'TOO_MANY_ATTEMPTS', 'WEAK_PIN', 'PIN_TAKEN'],
  },
  check_session: {
    summary: 'The session of a token that the gateway does not know',
    role: 'admin',
    kind: 'read',
    tag: 'Authentication',
    secret: true,
    input: z.strictObject({ token_hash: tokenHash }),
    output: heldSession,
    errors: ['UNAUTHENTICATED'],
  },
  session_active: {
    summary: 'A session is being used, which keeps it from idling',
    role: 'admin',
    kind: 'write',
    tag: 'Authentication',
    secret: true,
    input: z.strictObject({ token_hash: tokenHash }),
    output: z.object({ idle_until: instant }),
    errors: ['UNAUTHENTICATED'],
  },
  note_deed: {
    summary: 'What an admin did with the machine, for the audit: it has no journal of its own',
    role: 'admin',
    kind: 'write',
    tag: 'Authentication',
    input: z.strictObject({ deed: text(50), subject: text(200) }),
    output: z.object({ deed: z.string() }),
    errors: [],
  },
  verify_admin_pin: {
    summary: 'The admin whose PIN came beside the session of somebody else',
    role: 'admin',
    kind: 'write',
    tag: 'Authentication',
    secret: true,
    input: z.strictObject({ pin }),
    output: z.object({ staff_id: id }),
    errors: ['INVALID_PIN', 'TOO_MANY_ATTEMPTS'],
  },
} as const satisfies Record<string, Operation>;
