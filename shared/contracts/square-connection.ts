import { z } from 'zod';
import type { Operation } from './contract.ts';
import { instant, text, till } from './fields.ts';

/** Which of the Squares; none but `production` moves real money. */
export const environment = z.enum(['sandbox', 'production', 'local']);

const READER_MODELS = [
  'CONTACTLESS_AND_CHIP',
  'MAGSTRIPE',
  'STAND',
  'TAP_TO_PAY',
  'EMBEDDED',
  'UNKNOWN',
] as const;
const READER_STATES = [
  'CONNECTING_TO_DEVICE',
  'CONNECTING_TO_SQUARE',
  'READY',
  'READER_UNAVAILABLE',
  'FAULTY',
] as const;

/** What a device says of its card reader; only the device knows it. */
const heartbeat = {
  reader_id: text(100),
  model: z.enum(READER_MODELS).default('UNKNOWN'),
  serial: text(100).nullable().default(null),
  status: z.enum(READER_STATES),
  /** The SDK's word, like BLUETOOTH_DISABLED. */
  unavailable_reason: text(100).nullable().default(null),
  battery_percent: z.int().min(0).max(100).nullable().default(null),
  charging: z.boolean().nullable().default(null),
};

const reader = z
  .object({
    ...heartbeat,
    till,
    reported_at: instant,
    /** Nothing was heard of it for 90 s. */
    stale: z.boolean(),
  })
  .meta({ id: 'CardReader' });

const problem = z.object({ code: z.string(), message: z.string() }).meta({ id: 'SquareProblem' });

const connection = z
  .object({
    /** `degraded`: cards can be taken, and something has to be looked at. */
    status: z.enum(['connected', 'degraded', 'disconnected', 'not_configured']),
    environment: environment.nullable(),
    /** Who set it up: the Admin Dashboard, or the environment of this server. */
    source: z.enum(['oauth', 'env', 'none']),
    base_url_overridden: z.boolean(),
    /** Says so where no real money moves. */
    note: z.string().nullable(),
    token: z
      .object({
        valid: z.boolean(),
        expires_at: instant.nullable(),
        scopes: z.array(z.string()),
        missing_scopes: z.array(z.string()),
        merchant_id: z.string().nullable(),
        application_id: z.string().nullable(),
        checked_at: instant,
        last_refresh_at: instant.nullable(),
        last_error: z.string().nullable(),
      })
      .meta({ id: 'SquareToken' })
      .optional(),
    merchant: z
      .object({
        id: z.string(),
        business_name: z.string().nullable(),
        country: z.string(),
        currency: z.string().nullable(),
        status: z.string().nullable(),
      })
      .meta({ id: 'SquareMerchant' })
      .optional(),
    location: z
      .object({
        id: z.string(),
        name: z.string().nullable(),
        status: z.string().nullable(),
        currency: z.string().nullable(),
        card_processing: z.boolean(),
      })
      .meta({ id: 'SquareLocation' })
      .optional(),
    readers: z.array(reader),
    reader_connected: z.boolean(),
    /** Cards of which nobody knows whether they were charged. */
    unknown_payments: z.int(),
    pending_refunds: z.int(),
    problems: z.array(problem),
  })
  .meta({ id: 'SquareConnection' });

const base = { role: 'staff', kind: 'read', tag: 'Square' } as const;

/** Whether cards can be taken. */
export const connectionOperations = {
  connection_status: {
    ...base,
    summary: 'Whether cards can be taken, and what has to be done where they cannot',
    description: 'What Square says is asked for once a minute, and now with `refresh=true`.',
    http: 'GET /square/connection_status',
    input: z.strictObject({ refresh: z.boolean().default(false) }),
    output: connection,
    errors: [],
  },
  report_reader: {
    ...base,
    summary: 'Say how the card reader of this till is; every 30 s',
    http: 'POST /square/reader_status',
    input: z.strictObject(heartbeat),
    output: reader,
    errors: [],
  },
} as const satisfies Record<string, Operation>;

export type Connection = z.output<typeof connection>;
export type CardReader = z.output<typeof reader>;
export type SquareProblem = z.output<typeof problem>;
