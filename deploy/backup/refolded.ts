import { orders } from '#shared/contracts/orders.ts';
import type { Actor, Entry } from '#shared/contracts/service.ts';
import { total as figures } from '#shared/contracts/daily-report.ts';
import type { ZReport } from '#shared/contracts/z-reports.ts';
import { encode } from '#shared/encode.ts';
import { react } from '#shared/reactions.ts';
import { deleteFile, openFile } from '#shared/storage.ts';
import type SQLite from 'better-sqlite3';
import { join } from 'node:path';
import { figuresOf } from '../../services/reporting/daily.ts';
import { openReports } from '../../services/reporting/reports-store.ts';
import { salesProjection } from '../../services/reporting/sales.ts';
import type { Snapshot } from './cut.ts';

const MIGRATIONS = join(import.meta.dirname, '../../services/reporting/migrations');
/** Entries folded in one transaction. */
const BATCH = 500;

type Row = Record<'seq' | 'at' | 'type' | 'prev_hash' | 'hash' | 'actor' | 'body', string>;

/**
 * Adds the sales up anew from orders' journal, in a scratch file, and says, a sentence each, which
 * sealed Z tells another day. A Z of before a restore, whose sales this journal does not know, is
 * not compared.
 */
export function daysThatDiffer(snapshots: readonly Snapshot[], scratch: string): string[] {
  const file = (service: string) => snapshots.find((one) => one.service === service)?.connection;
  const [book, journal] = [file('reporting'), file('orders')];
  if (!book || !journal) return [];
  const sealed = openReports(book).zReports;
  const path = join(scratch, 'refolded.db');
  const connection = openFile(path, MIGRATIONS);
  try {
    connection.pragma('synchronous = OFF'); // thrown away, whatever happens
    fold(connection, journal, sealed.closedBefore);
    const { daily } = openReports(connection);
    const differ: string[] = [];
    for (let number = sealed.last()?.number ?? 0; number > 0; number--) {
      const z = sealed.find(number);
      if (!z) continue;
      const content = JSON.parse(z.content) as ZReport;
      if (!isOfThisHistory(content, journal)) continue;
      const day = daily.of(z.business_day);
      const now = encode(figures, figuresOf(day ? [day] : [])) as Record<string, unknown>;
      const then = content.report as unknown as Record<string, unknown>;
      const name = Object.keys(now).find((one) => one in then && then[one] !== now[one]);
      if (!name) continue;
      const [says, is] = [then[name], now[name]].map(String);
      differ.push(`Z ${number} of ${z.business_day} says ${name} ${says}, its sales ${is}`);
    }
    return differ;
  } finally {
    connection.close();
    deleteFile(path);
  }
}

function fold(
  into: SQLite.Database,
  journal: SQLite.Database,
  closedBefore: (seq: number) => string | null,
): void {
  const reactions = salesProjection(closedBefore, { touched: () => undefined }).apply(into);
  const batch = into.transaction((rows: Row[]) => {
    for (const { actor, body, seq, ...rest } of rows) {
      const entry: Entry = {
        ...rest,
        seq: Number(seq),
        actor: JSON.parse(actor) as Actor,
        body: JSON.parse(body) as unknown,
      };
      react(orders, reactions, entry);
    }
  });
  const page = journal.prepare(`SELECT * FROM journal WHERE seq > ? ORDER BY seq LIMIT ${BATCH}`);
  for (let rows = page.all(0) as Row[]; rows.length; ) {
    batch(rows);
    rows = page.all(rows.at(-1)?.seq) as Row[];
  }
}

function isOfThisHistory({ journals }: ZReport, journal: SQLite.Database): boolean {
  const point = journals.find(({ service }) => service === 'orders');
  if (!point || point.seq === 0) return true;
  const known = journal.prepare('SELECT hash FROM journal WHERE seq = ?').pluck().get(point.seq);
  return known === point.hash;
}
