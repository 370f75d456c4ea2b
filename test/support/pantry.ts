import { type Alarms, openAlarms } from '#shared/alarms.ts';
import { openAsker } from '#shared/ask.ts';
import { type Bus, connectBus } from '#shared/bus.ts';
import { type Database, openDatabase } from '#shared/database.ts';
import { type Follower, follow } from '#shared/follow.ts';
import { openLog } from '#shared/log.ts';
import type { Connection } from '#shared/storage.ts';
import type { House } from './house.ts';
import { type Larder, larder, larderMigrations } from './larder.ts';

/** A pantry that copies the larder's jars into its own file. */
export interface Pantry {
  bus: Bus;
  database: Database;
  alarms: Alarms;
  follower: Follower;
  jars(): string[];
  /** Waits until the cursor stands at the larder's head. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

interface Shelving {
  /** A projection, or a reaction. */
  projection: boolean;
  every_ms?: number;
  /** Jars that cannot be shelved. */
  refuses: (name: string) => boolean;
}

/** Opens one beside its larder, and tells each 50 ms how far the larder is. */
export function openPantry(
  house: House,
  source: () => Larder,
  { projection, every_ms, refuses }: Shelving,
): Pantry {
  const { config } = house;
  const log = openLog('pantry', { ...config, LOG_LEVEL: 'silent' });
  const bus = connectBus('pantry', config, log);
  const migrations = larderMigrations(house);
  const database = openDatabase('pantry', config, migrations, () => {});
  const alarms = openAlarms(database, bus);
  const follower = follow(
    { bus, asker: openAsker(bus), database, alarms, log, migrations },
    {
      of: larder,
      tables: projection ? ['jar'] : undefined,
      every_ms,
      apply: (connection: Connection) => ({
        jar_added({ id, name, cost }) {
          if (refuses(name)) throw new Error('a jar that cannot be shelved');
          const verb = projection ? 'INSERT' : 'INSERT OR IGNORE';
          connection.prepare(`${verb} INTO jar VALUES (?, ?, ?)`).run(id, name, cost);
        },
      }),
    },
  );
  const ticking = setInterval(() => source().sayStatus(), 50);
  const jars = () =>
    database.connection.prepare('SELECT name FROM jar ORDER BY id').pluck().all() as string[];
  return {
    bus,
    database,
    alarms,
    follower,
    jars,
    async caughtUp() {
      while (follower.cursor.hash !== source().journal.head().hash) {
        await new Promise((again) => setImmediate(again));
      }
    },
    async close() {
      clearInterval(ticking);
      follower.stop();
      await bus.close();
      database.close();
    },
  };
}
