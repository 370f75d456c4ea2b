import { z } from 'zod';
import { madeByMachine } from './card-number.ts';
import { contract } from './contract.ts';
import { id, instant, text, till } from './fields.ts';

/** Who did something: a person at a till, or a service on its own. */
export const actor = z
  .object({
    staff_id: z.int().optional(),
    till: z.string().optional(),
    /** The admin who let them, with a PIN. */
    approved_by: z.int().optional(),
    service: z.string().optional(),
    /** A screen of its own accord: nobody is logged in there. */
    screen_id: z.string().optional(),
  })
  .meta({ id: 'Actor' });

/** One entry of a service's journal; `body` is the payload of the event that `type` names. */
export const entry = z
  .object({
    seq: z.int(),
    at: z.string(),
    actor,
    type: z.string(),
    body: z.unknown(),
    prev_hash: z.string(),
    hash: z.string(),
  })
  .meta({ id: 'JournalEntry' });

/** What the audit tells of an entry; nobody needs its hashes, or those of tokens. */
export const auditEntry = z.object({
  seq: z.int(),
  at: instant,
  actor,
  type: z.string(),
  body: z.record(z.string(), z.unknown()),
});

/** Which entries of the journals are wanted. */
export const auditFilter = {
  actor: id.optional().meta({ description: 'the id of who did it, or of the admin who let them' }),
  till: till.optional(),
  type: text(60).optional().meta({ example: 'order_closed' }),
  since: instant.optional(),
  until: instant.optional(),
  limit: z.int().min(1).max(200).default(50),
};

export type AuditEntry = z.output<typeof auditEntry>;
export type AuditFilter = z.output<z.ZodObject<typeof auditFilter>>;
export type Audit = { entries: AuditEntry[]; before: number };

export type Actor = z.output<typeof actor>;
export type Entry = z.output<typeof entry>;

/** What every service that keeps a journal answers besides its own contract. */
export const everyService = contract({
  service: '*',
  summary: 'What every service answers',
  operations: {
    changes: {
      summary: 'The journal after one of its entries, oldest first, at most 200',
      role: 'admin',
      kind: 'read',
      tag: 'System Administration',
      input: z.strictObject({ seq: z.int().min(0), hash: madeByMachine(z.string()) }),
      output: z.object({ entries: z.array(entry), head: z.int() }),
      errors: ['JOURNAL_DIVERGED'],
    },
    audit: {
      summary:
        'Entries of the journal before one of them, newest first; `before` is where to go on',
      description: 'Some 2,000 entries are looked through at once; `before` 0 is the beginning.',
      role: 'admin',
      kind: 'read',
      tag: 'System Administration',
      input: z.strictObject({ ...auditFilter, before: z.int().optional() }),
      output: z.object({ entries: z.array(auditEntry), before: z.int() }),
      errors: [],
    },
    acknowledge_alarm: {
      summary: 'Note that somebody has seen an alarm',
      role: 'staff',
      kind: 'write',
      tag: 'System Administration',
      input: z.strictObject({ alarm_id: text(100) }),
      output: z.object({ id: z.string() }),
      errors: ['ALARM_NOT_FOUND'],
    },
  },
  events: {},
  shows: {},
});
