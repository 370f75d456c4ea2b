import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type Alarms, openAlarms } from '#shared/alarms.ts';
import { openAsker } from '#shared/ask.ts';
import { type Bus, connectBus } from '#shared/bus.ts';
import { cents } from '#shared/contracts/money.ts';
import { type Database, openDatabase } from '#shared/database.ts';
import type { Connection } from '#shared/storage.ts';
import { type Follower, follow } from '#shared/follow.ts';
import { openLog } from '#shared/log.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Larder, larder, larderMigrations, openLarder } from '../support/larder.ts';

/** A pantry that copies the larder's jars into its own file. */
interface Pantry {
  bus: Bus;
  database: Database;
  alarms: Alarms;
  follower: Follower;
  jars(): string[];
  /** Waits until the cursor stands at the larder's head. */
  caughtUp(): Promise<void>;
  close(): Promise<void>;
}

let house: House;
let source: Larder;
let pantry: Pantry;
let refuse: string | undefined;

before(async () => (house = await openHouse([])));
after(() => house.close());
beforeEach(() => {
  refuse = undefined;
  source = openLarder(house);
  pantry = openPantry(true);
});
afterEach(async () => {
  await pantry.close();
  await source.close();
  for (const name of ['larder', 'pantry']) wipe(name);
});

function wipe(service: string): void {
  const { config } = house;
  const database = openDatabase(service, config, larderMigrations(house), () => {});
  const tables = ['jar', 'journal', 'cursor', 'answer', 'alarm'];
  for (const table of tables) database.connection.exec(`DELETE FROM ${table}`);
  database.connection.exec('DELETE FROM sqlite_sequence');
  database.close();
}

function openPantry(projection: boolean): Pantry {
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
      apply: (connection: Connection) => ({
        jar_added({ id, name, cost }) {
          if (name === refuse) throw new Error('a jar that cannot be shelved');
          const verb = projection ? 'INSERT' : 'INSERT OR IGNORE';
          connection.prepare(`${verb} INTO jar VALUES (?, ?, ?)`).run(id, name, cost);
        },
      }),
    },
  );
  const ticking = setInterval(() => source.sayStatus(), 50);
  const jars = () =>
    database.connection.prepare('SELECT name FROM jar ORDER BY id').pluck().all() as string[];
  return {
    bus,
    database,
    alarms,
    follower,
    jars,
    async caughtUp() {
      while (follower.cursor.hash !== source.journal.head().hash) {
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

const addJar = (name: string) =>
  source.database.transact(() => {
    const id = source.journal.head().seq + 1;
    source.database.connection.prepare('INSERT INTO jar VALUES (?, ?, 100)').run(id, name);
    const at = new Date().toISOString();
    source.journal.announce('jar_added', { id, name, cost: cents(100) }, { service: 'test' }, at);
  });

describe('a follower', { timeout: 60_000 }, () => {
  it('applies what it hears, each entry once and in order', async () => {
    await pantry.follower.ready;
    await Promise.all(['plums', 'salt', 'rice'].map(addJar));
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['plums', 'salt', 'rice']);
  });

  it('asks for what it missed while it was away', async () => {
    await pantry.follower.ready;
    await addJar('plums');
    await pantry.caughtUp();
    await pantry.close();
    for (let i = 0; i < 450; i++) void addJar(`jar ${i}`);
    await addJar('last');
    pantry = openPantry(true);
    await pantry.follower.ready;
    await pantry.caughtUp();
    assert.equal(pantry.jars().length, 452);
    assert.equal(pantry.jars().at(-1), 'last');
  });

  it('asks for a single announcement that was lost on the way', async () => {
    await pantry.follower.ready;
    await addJar('plums');
    await pantry.caughtUp();
    const { publish } = source.bus;
    source.bus.publish = () => {};
    await addJar('salt');
    source.bus.publish = publish;
    await addJar('rice');
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['plums', 'salt', 'rice']);
  });

  it('learns from the status alone that its source went on', async () => {
    await pantry.follower.ready;
    const { publish } = source.bus;
    source.bus.publish = () => {};
    await addJar('salt');
    source.bus.publish = publish;
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['salt']);
  });

  it('drops what it has applied already', async () => {
    await addJar('plums');
    await pantry.caughtUp();
    const { entries } = source.journal.changes({ seq: 0, hash: '' });
    source.bus.publish('pos/larder/did/jar_added', JSON.stringify(entries[0]));
    await addJar('salt');
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['plums', 'salt']);
  });

  it('stops at an entry that cannot be applied, says so, and never skips it', async () => {
    await pantry.follower.ready;
    refuse = 'glass';
    const alarm = house.heard<{ detail: string }>(
      'pos/now/alarms/pantry/halted_larder',
      (m) => !!m,
    );
    await Promise.all(['plums', 'glass', 'rice'].map(addJar));
    assert.match((await alarm).detail, /after 1 cannot be applied: a jar that cannot be shelved/);
    assert.deepEqual(pantry.jars(), ['plums']);
    refuse = undefined;
    const cleared = house.heard('pos/now/alarms/pantry/halted_larder', (m) => m === null);
    await pantry.caughtUp();
    await cleared;
    assert.deepEqual(pantry.jars(), ['plums', 'glass', 'rice']);
  });
});

describe('a source whose history is another one', { timeout: 60_000 }, () => {
  /** As after the restore of an old backup: the same numbers, other entries. */
  async function otherHistory(names: string[]): Promise<void> {
    await source.close();
    wipe('larder');
    source = openLarder(house);
    for (const name of names) await addJar(name);
  }

  it('makes a projection be folded anew from that history', async () => {
    await Promise.all(['plums', 'salt', 'rice'].map(addJar));
    await pantry.caughtUp();
    const alarm = house.heard('pos/now/alarms/pantry/diverged_larder', (m) => m !== null);
    const cleared = house.heard('pos/now/alarms/pantry/diverged_larder', (m) => m === null);
    await otherHistory(['beans', 'peas']);
    await alarm;
    await cleared;
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['beans', 'peas']);
  });

  it('takes a reaction through it again without repeating it, and the alarm stays', async () => {
    await pantry.close();
    pantry = openPantry(false);
    await Promise.all(['plums', 'salt'].map(addJar));
    await pantry.caughtUp();
    await otherHistory(['beans', 'peas', 'rice']);
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['plums', 'salt', 'rice']);
    const rows = pantry.database.connection.prepare('SELECT name FROM alarm').pluck().all();
    assert.deepEqual(rows, ['diverged_larder']);
  });
});
