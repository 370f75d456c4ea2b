import type { Entry } from './contracts/service.ts';
import { type Database, swapIn } from './database.ts';
import { BEGINNING, type Point } from './journal.ts';
import { type Connection, deleteFile, openFile } from './storage.ts';

/**
 * Folds a projection's tables (parents first) anew in a scratch file, from a journal that `changes`
 * gives page by page, then swaps its rows in, with `moved` in the same transaction; answers how far
 * it got. What is there is read meanwhile.
 */
export async function refold(
  { database, migrations }: { database: Database; migrations: string },
  tables: readonly string[],
  into: (scratch: Connection) => (entry: Entry) => void,
  changes: (after: Point) => Promise<{ entries: Entry[]; head: number }>,
  moved: (end: Point) => void,
  heard: (entries: number) => void,
): Promise<Point> {
  const path = `${database.connection.name}.refold`;
  deleteFile(path);
  const scratch = openFile(path, migrations);
  scratch.pragma('synchronous = OFF'); // thrown away, whatever happens
  scratch.pragma('journal_mode = OFF');
  const apply = into(scratch);
  const fold = scratch.transaction((entries: Entry[]) => entries.forEach(apply));
  let end = BEGINNING;
  let page = await changes(end);
  const { head } = page; // what is announced from now on is caught up with after the swap
  while (page.entries.length) {
    const last = page.entries.at(-1) as Entry;
    end = { seq: last.seq, hash: last.hash };
    const coming = end.seq < head ? changes(end) : { entries: [], head };
    // it is looked up over there while this one is folded here, and waited for below
    if (coming instanceof Promise) coming.catch(() => undefined);
    fold(page.entries);
    heard(page.entries.length);
    page = await coming;
  }
  scratch.close();
  await swapIn(database, path, tables, () => moved(end));
  deleteFile(path);
  return end;
}
