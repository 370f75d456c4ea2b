import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { Bus } from './bus.ts';
import type { Contract, EventName, Payload } from './contracts/contract.ts';
import type { Actor, Audit, AuditFilter, Entry } from './contracts/service.ts';
import type { Database } from './database.ts';
import { encode } from './encode.ts';
import { PosError } from './errors.ts';

/** A point in a journal; `{seq: 0, hash: ''}` is before its first entry. */
export interface Point {
  seq: number;
  hash: string;
}
export const BEGINNING: Point = { seq: 0, hash: '' };

/** Entries of one `changes` answer: some 300 kB, a few milliseconds of a Pi's time. */
const PAGE = 200;

/** Looked through for one question of the audit: a few milliseconds, so nobody waits behind it. */
const LOOK_THROUGH = 2_000;
/** Entries follow each other in time but for a clock that was set back, never by more than this. */
const CLOCK_BACK_MS = 24 * 3600_000;
/** What an entry holds for services only. */
const KEPT_FROM_AUDIT = ['token_hash'];

/** What happened in a service, numbered and chained; outbox, change feed and audit in one. */
export interface Journal<C extends Contract> {
  /** Inside a work only: written in its transaction, announced after its commit. */
  announce<E extends EventName<C>>(type: E, payload: Payload<C, E>, actor: Actor, at: string): void;
  head(): Point;
  /** The entries after a point; JOURNAL_DIVERGED when this journal never went through it. */
  changes(after: Point): { entries: Entry[]; head: number };
  /** Entries before one, newest first; without an index, which each new entry would pay for. */
  audit(wanted: AuditFilter & { before?: number }): Audit;
}

/** An entry as it is stored. */
export interface Row extends Point {
  at: string;
  actor: string;
  type: string;
  body: string;
  prev_hash: string;
}

export function openJournal<C extends Contract>(
  contract: C,
  database: Database,
  bus: Bus,
): Journal<C> {
  const { connection } = database;
  const last = connection.prepare<[], Point>(
    'SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1',
  );
  const add = connection.prepare(
    `INSERT INTO journal (seq, at, actor, type, body, prev_hash, hash)
     VALUES (@seq, @at, @actor, @type, @body, @prev_hash, @hash)`,
  );
  const hashAt = connection.prepare<[number], string>('SELECT hash FROM journal WHERE seq = ?');
  const after = connection.prepare<[number], Row>(
    `SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ${PAGE}`,
  );
  const older = connection.prepare<[number], Row>(
    `SELECT * FROM journal WHERE seq < ? ORDER BY seq DESC LIMIT ${LOOK_THROUGH}`,
  );
  const head = () => last.get() ?? BEGINNING;
  bus.countRevisions(() => head().seq);

  return {
    head,
    announce(type, payload, actor, at) {
      const { seq: before, hash: prev_hash } = head();
      const schema = (contract.events[type] as { payload: z.ZodObject }).payload;
      const body = JSON.stringify(encode(schema, payload as never));
      const row = { seq: before + 1, at, actor: JSON.stringify(actor), type, body, prev_hash };
      const hash = chain(row);
      add.run({ ...row, hash });
      const message = messageOf({ ...row, hash });
      database.afterCommit(() => bus.publish(`pos/${contract.service}/did/${type}`, message));
    },
    changes({ seq, hash }) {
      if (seq > 0 && hashAt.pluck().get(seq) !== hash) throw new PosError('JOURNAL_DIVERGED');
      const entries = after.all(seq).map((row) => JSON.parse(messageOf(row)) as Entry);
      return { entries, head: head().seq };
    },
    audit({ before: from = Number.MAX_SAFE_INTEGER, limit, ...wanted }) {
      const oldest = wanted.since && Date.parse(wanted.since) - CLOCK_BACK_MS;
      const entries: Audit['entries'] = [];
      let seen = 0;
      for (const row of older.iterate(from)) {
        if (oldest && Date.parse(row.at) < oldest) return { entries, before: 0 };
        const told = { ...row, actor: JSON.parse(row.actor) as Actor };
        if (isWanted(told, wanted)) entries.push({ ...told, body: auditBody(row.body) });
        seen = row.seq;
        if (entries.length === limit) break;
      }
      return { entries, before: seen > 1 ? seen : 0 };
    },
  };
}

/** 128 bits of SHA-256 over the entry and its predecessor's hash. */
export function chain({ seq, at, actor, type, body, prev_hash }: Omit<Row, 'hash'>): string {
  const text = [prev_hash, seq, at, actor, type, body].join('\n');
  // half the digest: a chain of 128 bits cannot be forged, and a flash stick writes it twice a row
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** An Entry as JSON, the stored JSON texts put in as they are. */
function messageOf({ seq, at, actor, type, body, prev_hash, hash }: Row): string {
  const start = JSON.stringify({ seq, prev_hash, hash, at, type });
  return `${start.slice(0, -1)},"actor":${actor},"body":${body}}`;
}

function auditBody(body: string): Record<string, unknown> {
  const said = JSON.parse(body) as Record<string, unknown>;
  for (const name of KEPT_FROM_AUDIT) delete said[name];
  return said;
}

function isWanted(
  { at, actor, type }: Pick<Audit['entries'][number], 'at' | 'actor' | 'type'>,
  wanted: Omit<AuditFilter, 'limit'>,
): boolean {
  return (
    (wanted.actor === undefined || [actor.staff_id, actor.approved_by].includes(wanted.actor)) &&
    (wanted.till === undefined || actor.till === wanted.till) &&
    (wanted.type === undefined || type === wanted.type) &&
    (wanted.since === undefined || at >= wanted.since) &&
    (wanted.until === undefined || at <= wanted.until)
  );
}
