import { z } from 'zod';
import type { Audit, AuditEntry } from '#shared/contracts/service.ts';
import { wrongField } from '#shared/errors.ts';

/** Where to go on in each service: before this entry; 0 is behind the last. */
const positions = z.record(z.string(), z.int().min(0));
type Positions = z.output<typeof positions>;

/** Questions to one service for one page: a hundred thousand entries are looked through. */
const MOST_LOOKS = 50;

/** One service's part of the audit, entries before a point, newest first. */
export type Look = (service: string, before: number | undefined) => Promise<Audit>;
export interface Page {
  entries: (AuditEntry & { service: string })[];
  next_cursor?: string;
}

/**
 * A page of what happened in all services, newest first; each service's entries keep their own
 * order, whatever the clock did. With a cursor there may be more, also after a short page.
 */
export async function auditPage(
  services: readonly string[],
  look: Look,
  limit: number,
  cursor?: string,
): Promise<Page> {
  const from = cursor === undefined ? {} : readCursor(cursor);
  const parts = services.map((service) => openPart(service, from[service], look));
  const entries: Page['entries'] = [];
  while (entries.length < limit) {
    await Promise.all(parts.map((part) => part.fill()));
    if (parts.some((part) => part.isTired())) break;
    const next = parts
      .filter((part) => part.head())
      .reduce<Part | undefined>((a, b) => (a && isNewer(a, b) ? a : b), undefined);
    if (!next) break;
    entries.push({ ...next.take(), service: next.service });
  }
  if (parts.every((part) => part.position() === 0)) return { entries };
  const at = Object.fromEntries(parts.map((part) => [part.service, part.position()]));
  const known = Object.entries(at).filter(([, position]) => position !== undefined);
  return { entries, next_cursor: writeCursor(Object.fromEntries(known) as Positions) };
}

type Part = ReturnType<typeof openPart>;

const isNewer = (a: Part, b: Part) => (a.head()?.at ?? '') >= (b.head()?.at ?? '');

/** The entries of one service, asked for as they are needed. */
function openPart(service: string, from: number | undefined, look: Look) {
  let waiting: AuditEntry[] = [];
  let before = from;
  let looks = 0;
  return {
    service,
    head: () => waiting[0],
    take: () => waiting.shift() as AuditEntry,
    /** Nothing was found so far, and there is more to look through than one answer may take. */
    isTired: () => waiting.length === 0 && before !== 0 && looks >= MOST_LOOKS,
    position: () => (waiting[0] ? waiting[0].seq + 1 : before),
    async fill(): Promise<void> {
      while (waiting.length === 0 && before !== 0 && looks < MOST_LOOKS) {
        looks++;
        const found = await look(service, before);
        waiting = found.entries;
        before = found.before;
      }
    },
  };
}

const writeCursor = (at: Positions) => Buffer.from(JSON.stringify(at)).toString('base64url');

function readCursor(cursor: string): Positions {
  try {
    return positions.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
  } catch {
    throw wrongField('VALIDATION_FAILED', 'cursor', 'not the next_cursor of an answer');
  }
}
