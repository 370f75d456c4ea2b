import type { Database } from '#shared/database.ts';

/** Undoes what was only tried, and brings out what came of it. */
class Tried<T> extends Error {
  readonly result: T;
  constructor(result: T) {
    super('only tried');
    this.result = result;
  }
}

/** Runs in a transaction of its own, of which nothing stays when it is only a trial. */
export async function inTrial<T extends object>(
  database: Database,
  dry_run: boolean,
  run: () => T,
): Promise<T & { dry_run: boolean }> {
  try {
    return await database.transact(() => {
      const result = { ...run(), dry_run };
      if (dry_run) throw new Tried(result);
      return result;
    });
  } catch (error) {
    if (error instanceof Tried) return error.result as T & { dry_run: boolean };
    throw error;
  }
}
