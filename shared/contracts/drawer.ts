import { z } from 'zod';
import { id, instant, text, till } from './fields.ts';
import { money, price } from './money.ts';

/** One thing that moved cash in or out of a drawer, or opened it. */
const movement = z
  .object({
    id,
    kind: z.enum(['float', 'sale', 'refund', 'given_back', 'pay_in', 'pay_out', 'no_sale']),
    /** What the drawer holds more or, negative, less. */
    amount: money,
    /** Of a sale: what was handed over, and what was handed back. */
    cash_tendered: money.nullable(),
    change_due: money.nullable(),
    reason: z.string().nullable(),
    order_id: id.nullable(),
    payment_id: id.nullable(),
    refund_id: id.nullable(),
    staff_id: id.nullable(),
    at: instant,
  })
  .meta({ id: 'DrawerMovement' });

/** A drawer from its opening to its count. */
export const drawerSession = z
  .object({
    id,
    till,
    status: z.enum(['open', 'closed']),
    /** Nobody opened it: cash was taken, and it began with a float of 0. */
    opened_by_itself: z.boolean(),
    float: money,
    /** What guests gave less their change; tips in cash are in it. Null where hidden. */
    cash_sales: money.nullable(),
    /** What guests got back, of sales and of payments that were given back. Null where hidden. */
    cash_refunds: money.nullable(),
    pay_ins: money,
    pay_outs: money,
    no_sales: z.int(),
    /**
     * What must be in it: float + cash_sales - cash_refunds + pay_ins - pay_outs. While it is open
     * a blind count hides this, and what adds up to it, from all but admins.
     */
    expected: money.nullable(),
    counted: money.nullable(),
    /** Counted less expected: over, or short where it is negative. */
    over_short: money.nullable(),
    opened_at: instant,
    opened_by: id.nullable(),
    closed_at: instant.nullable(),
    closed_by: id.nullable(),
  })
  .meta({ id: 'DrawerSession' });

const base = { role: 'staff', kind: 'write', tag: 'Payments' } as const;
const session = drawerSession;
/** Where a blind count hides what must be in it, only what was done by hand. */
const withMovements = session
  .extend({ movements: z.array(movement) })
  .meta({ id: 'DrawerSessionWithMovements' });
const moved = {
  input: z.strictObject({
    amount: price.refine((sum) => sum > 0, 'more than 0'),
    reason: text(200),
  }),
  output: session,
  errors: ['DRAWER_NOT_OPEN'],
} as const;

/** The cash drawer of the caller's till. */
export const drawerOperations = {
  get_drawer: {
    ...base,
    kind: 'read',
    summary: 'The drawer of this till as it is now; without a session when it is not open',
    http: 'GET /drawer',
    input: z.strictObject({}),
    output: z.object({ till, session: session.optional() }).meta({ id: 'Drawer' }),
    errors: [],
  },
  open_drawer_session: {
    ...base,
    summary: 'Begin with a counted float',
    http: 'POST /drawer/open',
    input: z.strictObject({ float: price }),
    output: session,
    errors: ['DRAWER_OPEN'],
  },
  pay_in: { ...base, ...moved, summary: 'Put cash in', http: 'POST /drawer/pay_in' },
  pay_out: {
    ...base,
    ...moved,
    summary: 'Take cash out',
    http: 'POST /drawer/pay_out',
    errors: ['DRAWER_NOT_OPEN', 'NOT_ENOUGH_CASH'],
  },
  no_sale: {
    ...base,
    summary: 'Open the drawer without a sale; noted with who did it',
    http: 'POST /drawer/no_sale',
    input: z.strictObject({ reason: text(200).optional() }),
    output: session,
    errors: ['DRAWER_NOT_OPEN'],
  },
  close_drawer_session: {
    ...base,
    summary: 'Count it: what must be in it against what is',
    description: 'All cash that was taken at this till before is in it, also that of just now.',
    http: 'POST /drawer/close',
    input: z.strictObject({ counted: price }),
    output: session,
    errors: ['DRAWER_NOT_OPEN'],
  },
  list_drawer_sessions: {
    ...base,
    kind: 'read',
    summary: 'Drawer sessions of all tills, newest first',
    http: 'GET /drawer/sessions',
    input: z.strictObject({
      till: till.optional(),
      status: z.enum(['open', 'closed']).optional(),
      limit: z.int().min(1).max(200).default(50),
      cursor: id.optional(),
    }),
    output: z
      .object({ sessions: z.array(session), next_cursor: z.int().optional() })
      .meta({ id: 'DrawerSessions' }),
    errors: [],
  },
  get_drawer_session: {
    ...base,
    kind: 'read',
    summary: 'A drawer session with all its movements',
    http: 'GET /drawer/sessions/:session_id',
    input: z.strictObject({ session_id: id }),
    output: withMovements,
    errors: ['DRAWER_SESSION_NOT_FOUND'],
  },
} as const;

export const drawerEvents = {
  drawer_opened: {
    summary: 'A drawer begins, by hand or by the first cash',
    payload: session.pick({
      id: true,
      till: true,
      opened_by_itself: true,
      float: true,
      opened_at: true,
      opened_by: true,
    }),
  },
  drawer_moved: {
    summary: 'Cash was put in or taken out by hand, or the drawer opened without a sale',
    payload: movement.extend({ session_id: id, till }),
  },
  drawer_closed: {
    summary: 'A drawer was counted',
    payload: session.extend({
      cash_sales: money,
      cash_refunds: money,
      expected: money,
      counted: money,
      over_short: money,
      closed_at: instant,
    }),
  },
} as const;

export type DrawerSession = z.output<typeof drawerSession>;
export type DrawerMovement = z.output<typeof movement>;
