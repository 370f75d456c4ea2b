import { z } from 'zod';
import { contract } from './contract.ts';
import { text } from './fields.ts';

/** Who did something: a person at a till, or a service on its own. */
export const actor = z
  .object({
    staff_id: z.int().optional(),
    till: z.string().optional(),
    service: z.string().optional(),
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
      input: z.strictObject({ seq: z.int().min(0), hash: z.string() }),
      output: z.object({ entries: z.array(entry), head: z.int() }),
      errors: ['JOURNAL_DIVERGED'],
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
