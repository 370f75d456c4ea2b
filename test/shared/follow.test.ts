import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import { openDatabase } from '#shared/database.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Larder, larderMigrations, openLarder } from '../support/larder.ts';
import { until } from '../support/until.ts';
import { openPantry as openPantryOf, type Pantry } from '../support/pantry.ts';

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

const openPantry = (projection: boolean, every_ms?: number): Pantry =>
  openPantryOf(house, () => source, { projection, every_ms, refuses: (name) => name === refuse });

const addJar = (name: string) =>
  source.database.transact(() => {
    const id = source.journal.head().seq + 1;
    source.database.connection.prepare('INSERT INTO jar VALUES (?, ?, 100)').run(id, name);
    const at = new Date().toISOString();
    source.journal.announce('jar_added', { id, name, cost: cents(100) }, { service: 'test' }, at);
  });

describe('a follower', { timeout: 300_000 }, () => {
  it('applies what it hears, each entry once and in order', async () => {
    await pantry.follower.ready;
    await Promise.all(['plums', 'salt', 'rice'].map(addJar));
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['plums', 'salt', 'rice']);
  });

  it('takes what comes meanwhile in one transaction, where its readers can wait', async () => {
    await pantry.close();
    pantry = openPantry(true, 3_000); // a busy machine takes a while for three
    await pantry.follower.ready;
    const { transact } = pantry.database;
    let transactions = 0;
    pantry.database.transact = (work) => {
      transactions++;
      return transact(work);
    };
    await addJar('plums');
    await pantry.caughtUp(); // at once, since nothing came before it
    for (const name of ['salt', 'rice', 'beans']) await addJar(name);
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['plums', 'salt', 'rice', 'beans']);
    assert.equal(transactions, 2);
  });

  it('takes in one transaction what comes until it begins', async () => {
    await pantry.follower.ready;
    const { transact } = pantry.database;
    let heard = 0;
    pantry.bus.subscribe('pos/larder/did/+', () => heard++);
    let transactions = 0;
    pantry.database.transact = async (work) => {
      transactions++;
      await until('all three were announced', () => heard === 3);
      return transact(work);
    };
    await Promise.all(['plums', 'salt', 'rice'].map(addJar));
    await pantry.caughtUp();
    assert.deepEqual(pantry.jars(), ['plums', 'salt', 'rice']);
    assert.equal(transactions, 1);
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

  it('says when all that was announced, heard or not, has taken effect', async () => {
    await pantry.follower.ready;
    source.sayStatus = () => {};
    const { publish } = source.bus;
    for (const isLost of [false, true]) {
      source.bus.publish = (topic, said) => (isLost && /did/.test(topic)) || publish(topic, said);
      await Promise.all(['plums', 'salt', 'rice'].map(addJar));
      await pantry.follower.caughtUp(5_000);
      assert.equal(pantry.jars().length, isLost ? 6 : 3);
    }
    await source.close();
    await assert.rejects(pantry.follower.caughtUp(50), { code: 'SERVICE_UNAVAILABLE' });
    source = openLarder(house);
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

describe('a source whose history is another one', { timeout: 300_000 }, () => {
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

describe('folding anew on demand', { timeout: 300_000 }, () => {
  it('begins though the journal never rests, and leaves each jar once', async () => {
    await pantry.close();
    pantry = openPantry(true, 20);
    await pantry.follower.ready;
    let isOver = false;
    let added = 0;
    const adding = (async () => {
      while (!isOver) await addJar(`jar ${added++}`);
    })();
    let heard = 0;
    await pantry.follower.refold((entries) => (heard += entries)).finally(() => (isOver = true));
    await adding;
    await pantry.caughtUp();
    assert.equal(pantry.jars().length, added);
    assert.ok(heard <= added);
  });
});
