import { z } from 'zod';
import type { Operation } from './contract.ts';
import { instant, nothing } from './fields.ts';

/** When it was made, to the millisecond, in UTC: they sort by it. */
export const backupId = z
  .string()
  .regex(/^\d{8}T\d{9}Z$/, 'the id of a backup')
  .meta({ example: '20261128T044500120Z' });

const file = z
  .object({
    service: z.string(),
    bytes: z.int().meta({ description: 'as it is kept, packed' }),
    unpacked_bytes: z.int(),
    sha256: z.string().meta({ description: 'of the unpacked file, hex' }),
    seq: z.int().meta({ description: 'of the last entry of its journal' }),
    hash: z.string().meta({ description: 'of that entry' }),
  })
  .meta({ id: 'BackupFile' });

/** What is written beside the files of a backup. */
export const manifest = z.object({
  id: backupId,
  /** Of the program that made it. */
  version: z.string(),
  made_at: instant,
  proven_at: instant.nullable().meta({
    description: 'when it was restored into a scratch folder, looked through and added up anew',
  }),
  same_until: instant
    .nullable()
    .default(null)
    .meta({ description: 'when the house was last seen to have written nothing since' }),
  /** Why it could not be proven, in words. */
  problem: z.string().nullable(),
  files: z.array(file),
  /** Of each secret a fingerprint: tells whether those of a machine are the ones it needs. */
  secrets: z.record(z.string(), z.string()),
});

export const backup = manifest
  .omit({ secrets: true })
  .extend({ status: z.enum(['made', 'proven', 'failed', 'being_verified']) })
  .meta({ id: 'Backup' });

/** How the house is backed up; `off` is no fault. */
export const backupHealth = z
  .object({
    status: z.enum(['off', 'ok', 'too_old']),
    proven_at: instant.nullable().meta({ description: 'of the newest backup that was proven' }),
    age: z.int().nullable().meta({
      description:
        'seconds since it was made, or since it was last seen that nothing was written after it',
    }),
  })
  .meta({ id: 'BackupHealth' });

const tag = 'System Administration';

/** Copies of all data in a second place. */
export const backupOperations = {
  list_backups: {
    summary: 'The backups that are kept, newest first',
    http: 'GET /system/backups',
    role: 'admin',
    kind: 'read',
    tag,
    input: nothing,
    output: z
      .object({
        backups: z.array(backup),
        running: z.boolean().meta({ description: 'one is being made or verified just now' }),
        problem: z.string().nullable().meta({ description: 'why the last one failed' }),
      })
      .meta({ id: 'Backups' }),
    errors: ['BACKUPS_OFF', 'BACKUPS_UNREADABLE'],
  },
  make_backup: {
    summary: 'Make a backup now',
    description: 'It is begun, not waited for: look at the list. Each is verified when it is made.',
    http: 'POST /system/backups',
    role: 'admin',
    kind: 'work',
    tag,
    input: nothing,
    output: z.object({ running: z.boolean() }).meta({ id: 'BackupBegun' }),
    errors: ['BACKUPS_OFF', 'BACKUP_RUNNING'],
  },
  get_backup: {
    summary: 'A backup',
    http: 'GET /system/backups/:backup_id',
    role: 'admin',
    kind: 'read',
    tag,
    input: z.strictObject({ backup_id: backupId }),
    output: backup,
    errors: ['BACKUPS_OFF', 'BACKUPS_UNREADABLE', 'BACKUP_NOT_FOUND'],
  },
  verify_backup: {
    summary: 'Verify a backup again',
    description: 'It is begun, not waited for: the backup tells what came of it.',
    http: 'POST /system/backups/:backup_id/verify',
    role: 'admin',
    kind: 'work',
    tag,
    input: z.strictObject({ backup_id: backupId }),
    output: backup,
    errors: ['BACKUPS_OFF', 'BACKUPS_UNREADABLE', 'BACKUP_NOT_FOUND', 'BACKUP_RUNNING'],
  },
} as const satisfies Record<string, Operation>;

export type Manifest = z.output<typeof manifest>;
