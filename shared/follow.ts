import { z } from 'zod';
import type { Alarms } from './alarms.ts';
import type { Asker } from './ask.ts';
import type { Bus } from './bus.ts';
import type { Contract, EventName, Payload } from './contracts/contract.ts';
import { type Entry, everyService } from './contracts/service.ts';
import { type Database, swapIn } from './database.ts';
import { type Connection, deleteFile, openFile } from './storage.ts';
import { PosError } from './errors.ts';
import { BEGINNING, type Point } from './journal.ts';
import type { Log } from './log.ts';
import { openCursors } from './store.ts';

/** What is done when others announce something; inside a transaction, exactly once each. */
export type Reactions<C extends Contract> = {
  [E in EventName<C>]?: (payload: Payload<C, E>, entry: Entry) => void;
};

interface Following<C extends Contract> {
  of: C;
  /** A projection's tables, parents first: it can be wiped and folded anew from the journal. */
  tables?: readonly string[];
  /** The reactions, writing through this connection. */
  apply: (connection: Connection) => Reactions<C>;
}

export interface Follower {
  readonly source: string;
  /** Resolves when every entry up to the source's head has taken effect, the first time. */
  readonly ready: Promise<void>;
  readonly cursor: Point;
  stop(): void;
}

interface Follow {
  bus: Bus;
  asker: Asker;
  database: Database;
  alarms: Alarms;
  log: Log;
  /** The service's migrations: the scratch file of a refold is made with them. */
  migrations: string;
}

/** Entries applied in one transaction at most. */
const BATCH = 200;
/** An event that cannot be applied is tried again after 1 s, doubling up to 60 s. */
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 60_000;
/** A cursor that moved over entries of no interest is written this late, to spare the stick. */
const LAZY_CURSOR_MS = 1_000;

/**
 * Follows another service's journal from where this one left it: live, and by asking for what is
 * missing. A projection of a source that diverged (a restored backup, a lying stick) is folded
 * anew beside the old one and swapped in; a reaction is taken through the whole journal again,
 * where its business keys keep it from repeating itself.
 */
export function follow<C extends Contract>(on: Follow, following: Following<C>): Follower {
  const { bus, asker, database, alarms, log } = on;
  const source = following.of.service;
  const cursors = openCursors(database.connection);
  const reactions = following.apply(database.connection);
  const changes = (after: Point) =>
    asker.ask(everyService, 'changes', { ...after }, { service: source });
  let cursor = cursors.read(source) ?? BEGINNING;
  let tail = cursor;
  let saved = cursor;
  let pending: Entry[] = [];
  let behind = true;
  let busy = false;
  let troubled = true; // an alarm of an earlier life may stand
  let stopped = false;
  let halted = false;
  let retry_ms = FIRST_RETRY_MS;
  const ready = Promise.withResolvers<void>();

  bus.subscribe(`pos/${source}/did/+`, (message) => accept(JSON.parse(message) as Entry));
  bus.onStatus(source, ({ state, head, head_hash }) => {
    if (state === 'offline') return;
    if (head !== tail.seq || head_hash !== tail.hash) behind = true;
    void pump();
  });
  const lazy = setInterval(() => {
    if (saved === cursor || busy) return;
    const now = cursor;
    void database
      .transact(() => cursors.write(source, now))
      .then(
        () => (saved = now),
        () => {},
      );
  }, LAZY_CURSOR_MS);
  lazy.unref();
  void pump();

  function accept(entry: Entry): void {
    if (entry.seq <= tail.seq) return;
    if (entry.prev_hash === tail.hash) {
      pending.push(entry);
      tail = { seq: entry.seq, hash: entry.hash };
    } else behind = true;
    void pump();
  }

  async function pump(): Promise<void> {
    if (busy || halted || stopped) return;
    busy = true;
    try {
      while ((pending.length || behind) && !stopped) {
        if (pending.length) await applyAll(pending.splice(0, BATCH));
        else await catchUp();
      }
      if (!behind && !pending.length) ready.resolve();
    } catch (error) {
      pending = [];
      tail = cursor;
      behind = true;
      if (!(error instanceof PosError)) halt(error as Error);
    } finally {
      busy = false;
    }
  }

  /** One page of what is missing; a source that is away is asked again at its next status. */
  async function catchUp(): Promise<void> {
    behind = false;
    try {
      const { entries, head } = await changes(tail);
      for (const entry of entries) {
        if (entry.prev_hash !== tail.hash) break;
        pending.push(entry);
        tail = { seq: entry.seq, hash: entry.hash };
      }
      if (head > tail.seq) behind = true;
    } catch (error) {
      if (!(error instanceof PosError && error.code === 'JOURNAL_DIVERGED')) throw error;
      await startOver();
    }
  }

  /** A batch that fails is applied one by one, so that it stops exactly at what cannot be. */
  async function applyAll(entries: Entry[]): Promise<void> {
    const last = entries.at(-1) as Entry;
    const end = { seq: last.seq, hash: last.hash };
    if (entries.some(({ type }) => reactions[type])) {
      try {
        await database.transact(() => {
          for (const entry of entries) react(following.of, reactions, entry);
          cursors.write(source, end);
        });
        saved = end;
      } catch (error) {
        if (entries.length === 1 || error instanceof PosError) throw error;
        for (const entry of entries) await applyAll([entry]);
      }
    }
    cursor = end;
    if (troubled) await alarms.clear(`halted_${source}`);
    troubled = false;
    retry_ms = FIRST_RETRY_MS;
  }

  function halt(error: Error): void {
    halted = troubled = true;
    log.error({ err: error, source, after: cursor.seq }, 'an event cannot be applied');
    const what = `An entry of ${source} after ${cursor.seq} cannot be applied: ${error.message}`;
    void alarms.raise(`halted_${source}`, what).catch(() => undefined);
    const timer = setTimeout(() => {
      halted = false;
      void pump();
    }, retry_ms);
    timer.unref();
    retry_ms = Math.min(retry_ms * 2, LAST_RETRY_MS);
  }

  async function startOver(): Promise<void> {
    log.error({ source, seq: tail.seq }, 'the journal has diverged');
    const what = `The history of ${source} is not the one seen before: was a backup restored?`;
    await alarms.raise(`diverged_${source}`, what);
    cursor = following.tables ? await refold(on, following, changes) : BEGINNING;
    await database.transact(() => cursors.write(source, cursor));
    saved = tail = cursor;
    pending = [];
    behind = true;
    if (following.tables) await alarms.clear(`diverged_${source}`);
  }

  return {
    source,
    ready: ready.promise,
    get cursor() {
      return cursor;
    },
    stop() {
      stopped = true;
      clearInterval(lazy);
    },
  };
}

function react<C extends Contract>(of: C, reactions: Reactions<C>, entry: Entry): void {
  const reaction = reactions[entry.type];
  const event = of.events[entry.type];
  if (reaction && event) reaction(z.decode(event.payload, entry.body as never) as never, entry);
}

/** Folds a projection anew in a scratch file, then swaps its rows in; answers where it got to. */
async function refold<C extends Contract>(
  { database, migrations }: Follow,
  { of, tables = [], apply }: Following<C>,
  changes: (after: Point) => Promise<{ entries: Entry[] }>,
): Promise<Point> {
  const path = `${database.connection.name}.refold`;
  deleteFile(path);
  const scratch = openFile(path, migrations);
  scratch.pragma('synchronous = OFF'); // thrown away, whatever happens
  const reactions = apply(scratch);
  const fold = scratch.transaction((entries: Entry[]) => {
    for (const entry of entries) react(of, reactions, entry);
  });
  let end = BEGINNING;
  for (let page = await changes(end); page.entries.length; page = await changes(end)) {
    fold(page.entries);
    const last = page.entries.at(-1) as Entry;
    end = { seq: last.seq, hash: last.hash };
  }
  scratch.close();
  await swapIn(database, path, tables);
  deleteFile(path);
  return end;
}
