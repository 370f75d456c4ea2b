import { setTimeout as sleep } from 'node:timers/promises';
import type { Alarms } from './alarms.ts';
import type { Asker } from './ask.ts';
import type { Bus } from './bus.ts';
import type { Contract } from './contracts/contract.ts';
import { type Entry, everyService } from './contracts/service.ts';
import type { Database } from './database.ts';
import { PosError } from './errors.ts';
import { BEGINNING, type Point } from './journal.ts';
import type { Log } from './log.ts';
import { type Following, type Heard, react, readEntry } from './reactions.ts';
import { refold } from './refold.ts';
import type { Connection } from './storage.ts';
import { openCursors } from './store.ts';

export interface Follower {
  readonly source: string;
  /** Resolves when every entry up to the source's head has taken effect, the first time. */
  readonly ready: Promise<void>;
  readonly cursor: Point;
  /** Resolves when all that the source has announced so far took effect; SERVICE_UNAVAILABLE. */
  caughtUp(within_ms: number): Promise<void>;
  /** Folds its tables anew from the whole journal and swaps them in; they are read meanwhile. */
  refold(heard: (entries: number) => void): Promise<void>;
  stop(): void;
}

/** Entries that these have yet to take in, as far as their sources have been heard. */
export const behindOf = (bus: Bus, followers: Follower[]): number =>
  followers
    .map(({ source, cursor }) => (bus.statusOf(source)?.head ?? 0) - cursor.seq)
    .reduce((sum, behind) => sum + Math.max(0, behind), 0);

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
  const fold = (scratch: Connection) => {
    const anew = following.apply(scratch);
    return (entry: Entry) => react(following.of, anew, entry);
  };
  const changes = (after: Point, patience_ms?: number) =>
    asker.ask(everyService, 'changes', { ...after }, { service: source, patience_ms });
  const cursorName = following.as ?? source;
  let cursor = cursors.read(cursorName) ?? BEGINNING;
  let tail = cursor;
  let saved = cursor;
  let pending: Heard[] = [];
  let behind = true;
  let busy = false;
  let troubled = true; // an alarm of an earlier life may stand
  let stopped = false;
  let halted = false;
  let refolding = false;
  let retry_ms = FIRST_RETRY_MS;
  let nextTurn_ms = 0;
  /** How long to wait for company, which a full batch has. */
  const turn_ms = () => (pending.length < BATCH ? nextTurn_ms - performance.now() : 0);
  let moved = Promise.withResolvers<void>();
  const ready = Promise.withResolvers<void>();
  if (following.dispensable) ready.resolve();

  bus.subscribe(`pos/${source}/did/+`, (message) => accept(readEntry(message)));
  bus.onStatus(source, ({ state, head, head_hash }) => {
    if (state === 'offline') return;
    if (head !== tail.seq || head_hash !== tail.hash) behind = true;
    void pump();
  });
  const lazy = setInterval(() => {
    if (saved === cursor || busy) return;
    const now = cursor;
    const written = database.transact(() => cursors.write(cursorName, now));
    void written.then(() => (saved = now)).catch(() => undefined);
  }, LAZY_CURSOR_MS);
  lazy.unref();
  void pump();

  function accept(entry: Entry): void {
    if (entry.seq <= tail.seq) return;
    if (entry.prev_hash === tail.hash) awaitTurn({ ...entry, isLive: true });
    else behind = true;
    void pump();
  }

  function awaitTurn(entry: Heard): void {
    pending.push(entry);
    tail = { seq: entry.seq, hash: entry.hash };
  }

  async function pump(): Promise<void> {
    if (busy || halted || stopped || refolding) return;
    busy = true;
    try {
      while ((pending.length || behind) && !stopped && !refolding) {
        if (!pending.length) await catchUp();
        else if (turn_ms() > 0) await sleep(turn_ms(), undefined, { ref: false });
        else await applyPending();
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
        awaitTurn(entry);
      }
      if (head > tail.seq) behind = true;
    } catch (error) {
      if (!(error instanceof PosError && error.code === 'JOURNAL_DIVERGED')) throw error;
      await startOver();
    }
  }

  /** Takes in all that has come when its transaction begins: what was said together, together. */
  async function applyPending(): Promise<void> {
    let entries: Heard[] = [];
    if (!pending.some(({ type }) => reactions[type])) return tookIn(pending.splice(0));
    nextTurn_ms = performance.now() + (following.every_ms ?? 0);
    try {
      await inOne(() => (entries = pending.splice(0, BATCH)));
    } catch (error) {
      if (entries.length <= 1 || error instanceof PosError) throw error;
      // one by one, so that it stops exactly at what cannot be
      for (const entry of entries) await inOne(() => [entry]);
    }
  }

  async function inOne(take: () => Heard[]): Promise<void> {
    const entries = await database.transact(() => {
      const taken = take();
      for (const entry of taken) react(following.of, reactions, entry);
      cursors.write(cursorName, taken.at(-1) as Entry);
      return taken;
    });
    await tookIn(entries);
    saved = cursor;
  }

  async function tookIn(entries: Heard[]): Promise<void> {
    const { seq, hash } = entries.at(-1) as Entry;
    cursor = { seq, hash };
    tellMoved();
    if (troubled) await alarms.clear(`halted_${cursorName}`);
    troubled = false;
    retry_ms = FIRST_RETRY_MS;
  }

  function tellMoved(): void {
    moved.resolve();
    moved = Promise.withResolvers();
  }

  function halt(error: Error): void {
    halted = troubled = true;
    log.error({ err: error, source, after: cursor.seq }, 'an event cannot be applied');
    const what = `An entry of ${source} after ${cursor.seq} cannot be applied: ${error.message}`;
    void alarms.raise(`halted_${cursorName}`, what).catch(() => undefined);
    setTimeout(() => {
      halted = false;
      void pump();
    }, retry_ms).unref();
    retry_ms = Math.min(retry_ms * 2, LAST_RETRY_MS);
  }

  async function startOver(): Promise<void> {
    log.error({ source, seq: tail.seq }, 'the journal has diverged');
    const what = `The history of ${source} is not the one seen before: was a backup restored?`;
    await alarms.raise(`diverged_${cursorName}`, what);
    await foldAnew(() => undefined);
    if (following.tables) await alarms.clear(`diverged_${cursorName}`);
  }

  async function foldAnew(heard: (entries: number) => void): Promise<void> {
    const write = (end: Point) => cursors.write(cursorName, end);
    const { tables } = following;
    if (!tables) await database.transact(() => write(BEGINNING));
    cursor = tables ? await refold(on, tables, fold, changes, write, heard) : BEGINNING;
    saved = tail = cursor;
    tellMoved();
    pending = [];
    behind = true;
  }

  return {
    source,
    ready: ready.promise,
    async refold(heard) {
      refolding = true; // what is announced meanwhile is caught up with afterwards
      while (busy) await new Promise((again) => setTimeout(again, 1));
      await foldAnew(heard).finally(() => (refolding = false));
      void pump();
    },
    get cursor() {
      return cursor;
    },
    async caughtUp(within_ms) {
      const away = new PosError('SERVICE_UNAVAILABLE');
      const late = new Promise((_, give) => setTimeout(give, within_ms, away).unref());
      late.catch(() => undefined); // in time, nobody waits for it any more
      const { head } = await changes(tail, within_ms).catch(() => Promise.reject(away));
      if (head > tail.seq) behind = true;
      void pump();
      while (cursor.seq < head) await Promise.race([moved.promise, late]);
    },
    stop() {
      stopped = true;
      clearInterval(lazy);
    },
  };
}
