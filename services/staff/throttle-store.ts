import type { Connection } from '#shared/storage.ts';
import type { Tries } from './throttle.ts';

/** No address can be called so. */
const HOUSE = '*';

export type ThrottleStore = ReturnType<typeof openThrottleStore>;

/** How often wrong PINs came, and from where: kept, so that a restart forgives nobody. */
export function openThrottleStore(connection: Connection) {
  const find = connection.prepare<[string], Tries>(
    'SELECT failures, since, seen_at FROM tries WHERE address = ?',
  );
  const save = connection.prepare(
    'REPLACE INTO tries VALUES (@address, @failures, @since, @seen_at)',
  );
  const forget = connection.prepare('DELETE FROM tries WHERE seen_at < ?');
  return {
    find: (address: string) => find.get(address),
    save: (address: string, tries: Tries) => void save.run({ address, ...tries }),
    house: () => find.get(HOUSE),
    saveHouse: (tries: Tries) => void save.run({ address: HOUSE, ...tries }),
    /** Drops addresses of which nothing was heard since: all is forgiven them by then. */
    forget: (before: string) => void forget.run(before),
  };
}
