import { answer, type Answering, type Call } from './answer.ts';
import type { Alarms } from './alarms.ts';
import { readQuestion, type Reply } from './ask.ts';
import type { Bus, Status } from './bus.ts';
import type { Config } from './config.ts';
import type { Contract, Handlers } from './contracts/contract.ts';
import { everyService } from './contracts/service.ts';
import { type Database, openDatabase } from './database.ts';
import { watchStick } from './stick.ts';
import { StorageProblem } from './storage.ts';
import { PosError, toWire } from './errors.ts';
import { BEGINNING, type Journal } from './journal.ts';
import { behindOf, type Follower } from './follow.ts';
import { type Log, takeConsole } from './log.ts';

const PRESENCE_EVERY_MS = 1_000;
/** pm2 kills after 3 s; by then everything that is held has been answered. */
const STOP_WITHIN_MS = 2_500;
/** How often the stick is looked for; and a lock left by a predecessor that is just dying. */
const LOOK_AGAIN_MS = [100, 200, 500, 1_000];
/** sysexits.h EX_TEMPFAIL: the storage failed, start again and wait for it. */
const STORAGE_FAILED = 75;

export interface Life {
  /** Waits, saying so, until the file can be used; ends the process if it fails later. */
  openDatabase(config: Config, migrations: string, replaceable?: boolean): Promise<Database>;
  /** Ready when the followers are; from then on the journal's head goes with each status. */
  ready(journal?: Pick<Journal<Contract>, 'head'>, followers?: Follower[]): Promise<void>;
  /** Runs at a stop, the last added first; each is waited for. */
  onStop(step: () => unknown): void;
}

/** Presence each second, an orderly stop, a logged end after anything unexpected. */
export function beginLife(bus: Bus, log: Log): Life {
  process.umask(0o077); // what a service writes is its user's alone
  takeConsole(log);
  const started_at = new Date().toISOString();
  const steps: (() => unknown)[] = [];
  let [head, following] = [() => BEGINNING, [] as Follower[]];
  let state: Status['state'] = 'starting';
  let problem: string | undefined;
  let stopping = false;

  function say(): void {
    const { seq, hash } = head();
    const status: Status = {
      state,
      head: seq,
      head_hash: hash,
      started_at,
      pid: process.pid,
      problem,
      behind: behindOf(bus, following),
    };
    bus.publish(`pos/${bus.name}/status`, JSON.stringify(status));
  }
  function become(next: Status['state'], why?: string): void {
    if (next !== state || why !== problem) log.info({ problem: why }, next.replaceAll('_', ' '));
    [state, problem] = [next, why];
    say();
  }
  bus.onConnect(say);
  setInterval(say, PRESENCE_EVERY_MS);
  async function stop(code: number): Promise<void> {
    if (stopping) return; // Ctrl-C arrives twice: from the terminal and from npm
    stopping = true;
    setTimeout(() => process.exit(code), STOP_WITHIN_MS).unref();
    for (const step of steps.toReversed()) await step();
    head = () => BEGINNING; // the file is closed
    become('offline'); // a clean DISCONNECT does not fire the last will
    await bus.close();
    process.exit(code);
  }
  function crash(error: unknown): void {
    log.fatal({ err: error }, 'unexpected; the process ends');
    process.exit(1);
  }
  process.on('message', (message) => message === 'shutdown' && void stop(0).catch(crash));
  process.on('SIGTERM', () => void stop(0).catch(crash));
  process.on('SIGINT', () => process.send || void stop(0).catch(crash));
  process.on('disconnect', () => void stop(0).catch(crash)); // pm2 itself was killed
  process.on('uncaughtException', crash);
  process.on('unhandledRejection', crash);
  process.send?.('ready');

  return {
    async openDatabase(config, migrations, replaceable) {
      const refusing = `pos/${bus.name}/do/+`;
      for (let tries = 0; ; tries++) {
        try {
          const failed = (error: Error) => {
            log.fatal({ err: error }, 'the storage failed; nothing is acknowledged any more');
            become('waiting_for_storage', `The storage failed: ${error.message}.`);
            steps.length = 0; // nothing may be written any more
            setImmediate(() => void stop(STORAGE_FAILED));
          };
          const database = openDatabase(bus.name, config, migrations, failed, replaceable);
          if (tries) bus.unsubscribe(refusing);
          steps.push(watchStick(config, failed), () => database.close());
          become('starting');
          return database;
        } catch (error) {
          if (!(error instanceof StorageProblem)) throw error;
          if (!tries) bus.subscribe(refusing, (message) => refuse(bus, message));
          become('waiting_for_storage', error.message);
          const wait = LOOK_AGAIN_MS[Math.min(tries, LOOK_AGAIN_MS.length - 1)];
          await new Promise((again) => setTimeout(again, wait));
        }
      }
    },
    async ready(journal, followers = []) {
      if (journal) head = journal.head;
      following = followers;
      say();
      await Promise.all(followers.map((follower) => follower.ready));
      become('ready');
    },
    onStop: (step) => void steps.push(step),
  };
}

/** While there is no storage every question has an answer, at once. */
function refuse(bus: Bus, message: string): void {
  const { id, reply_to } = readQuestion(message);
  const reply: Reply = { id, ok: false, error: toWire(new PosError('STORAGE_UNAVAILABLE')) };
  bus.publish(reply_to, JSON.stringify(reply));
}

/** Answers a service's contract and what every service answers; stops in the right order. */
export function serve<C extends Contract>(
  life: Life,
  on: Answering & { journal: Journal<C>; alarms: Alarms; followers?: Follower[] },
  contract: C,
  handlers: Handlers<C, Call>,
): Promise<void> {
  const { journal, alarms, followers = [] } = on;
  const answering = [
    answer(on, contract, handlers),
    answer(on, everyService, {
      changes: (after) => journal.changes(after),
      audit: (wanted) => journal.audit(wanted),
      acknowledge_alarm: ({ alarm_id }, { at }) => alarms.acknowledge(alarm_id, at),
    }),
  ];
  life.onStop(async () => {
    for (const follower of followers) follower.stop();
    await Promise.all(answering.map((one) => one.stop()));
  });
  return life.ready(journal, followers);
}
