import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Alarms, openAlarms } from '#shared/alarms.ts';
import { answer, type Call } from '#shared/answer.ts';
import { type Bus, connectBus } from '#shared/bus.ts';
import { contract, type Handlers, refused } from '#shared/contracts/contract.ts';
import { id, text } from '#shared/contracts/fields.ts';
import { price } from '#shared/contracts/money.ts';
import { everyService } from '#shared/contracts/service.ts';
import { type Database, openDatabase } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import { type Journal, openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import type { House } from './house.ts';

const jar = z.object({ id, name: text(20), cost: price }).meta({ id: 'Jar' });

/** A service small enough to show what every service stands on. */
export const larder = contract({
  service: 'larder',
  summary: 'Jars',
  operations: {
    get_jar: {
      summary: 'A jar',
      role: 'staff',
      kind: 'read',
      tag: 'Larder',
      input: z.strictObject({ jar_id: id }),
      output: jar,
      errors: ['NOT_FOUND'],
    },
    add_jar: {
      summary: 'One more jar',
      role: 'staff',
      kind: 'write',
      tag: 'Larder',
      input: z.strictObject({
        name: text(20),
        cost: price,
        labels: z.array(z.strictObject({ word: text(10) })).default([]),
      }),
      output: jar,
      errors: ['FORBIDDEN', 'ORDER_CLOSED'],
    },
    boil: {
      summary: 'Takes a while',
      role: 'staff',
      kind: 'work',
      tag: 'Larder',
      input: z.strictObject({ jar_id: id }),
      output: z.object({ boiled: z.int() }),
      errors: ['NOT_FOUND'],
    },
    open_safe: {
      summary: 'What nobody may read later',
      role: 'staff',
      kind: 'write',
      tag: 'Larder',
      secret: true,
      input: z.strictObject({ pin: text(4) }),
      output: z.object({ combination: z.string() }),
      errors: [],
    },
  },
  events: { jar_added: { summary: 'A jar is there', payload: jar } },
  shows: {
    jar: {
      summary: 'A jar',
      topic: 'pos/now/larder/:jar_id',
      role: 'staff',
      payload: jar,
    },
  },
});

export interface Larder {
  bus: Bus;
  database: Database;
  journal: Journal<typeof larder>;
  alarms: Alarms;
  /** Says what the service would say each second. */
  sayStatus(): void;
  /** How often each handler ran. */
  runs: { add: number; boil: number; safe: number };
  /** Lets `boil` finish. */
  finishBoiling(): void;
  close(): Promise<void>;
}

/** The larder's migrations, in a folder of the house. */
export function larderMigrations(house: House): string {
  const folder = join(house.config.POS_STATE_DIR, 'larder-migrations');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, '0001-jars.sql'),
    'CREATE TABLE jar (id INTEGER PRIMARY KEY, name TEXT NOT NULL, cost INTEGER NOT NULL) STRICT;',
  );
  return folder;
}

/** Opens the larder in the test's own process, on the house's broker. */
export function openLarder(house: House): Larder {
  const { config } = house;
  const log = openLog('larder', config);
  const bus = connectBus('larder', config, log);
  const failed = (error: Error) => log.error({ err: error }, 'storage failed');
  const database = openDatabase('larder', config, larderMigrations(house), failed);
  const journal = openJournal(larder, database, bus);
  const alarms = openAlarms(database, bus);
  const runs = { add: 0, boil: 0, safe: 0 };
  const boiling = Promise.withResolvers<void>();
  const { connection } = database;
  const add = connection.prepare('INSERT INTO jar (name, cost) VALUES (?, ?) RETURNING *');
  const find = connection.prepare('SELECT * FROM jar WHERE id = ?');
  type Jar = z.output<typeof jar>;

  const handlers: Handlers<typeof larder, Call> = {
    get_jar({ jar_id }) {
      const found = find.get(jar_id) as Jar | undefined;
      if (!found) throw new PosError('NOT_FOUND');
      return found;
    },
    add_jar({ name, cost }, { actor, at }) {
      runs.add++;
      const added = add.get(name, cost) as Jar;
      if (name === 'poison') throw new PosError('FORBIDDEN');
      if (name === 'surprise') throw new PosError('LINE_NOT_FOUND');
      if (name === 'counted') return refused('ORDER_CLOSED');
      journal.announce('jar_added', added, actor, at);
      return added;
    },
    async boil({ jar_id }) {
      runs.boil++;
      await boiling.promise;
      if (jar_id === 404) throw new PosError('NOT_FOUND');
      if (jar_id === 422) throw new PosError('VALIDATION_FAILED');
      return { boiled: jar_id };
    },
    open_safe: () => ({ combination: `12-34-${++runs.safe}` }),
  };
  const on = { bus, database, config, log };
  const answering = [
    answer(on, larder, handlers),
    answer(on, everyService, {
      changes: (after) => journal.changes(after),
      audit: (wanted) => journal.audit(wanted),
      acknowledge_alarm: ({ alarm_id }, { at }) => alarms.acknowledge(alarm_id, at),
    }),
  ];
  const started_at = new Date().toISOString();
  return {
    bus,
    database,
    journal,
    alarms,
    runs,
    sayStatus() {
      const { seq: head, hash: head_hash } = journal.head();
      const status = { state: 'ready', head, head_hash, started_at, pid: process.pid };
      bus.publish('pos/larder/status', JSON.stringify(status));
    },
    finishBoiling: () => boiling.resolve(),
    async close() {
      for (const one of answering) await one.stop();
      await bus.close();
      database.close();
    },
  };
}
