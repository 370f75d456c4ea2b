import type { z } from 'zod';
import { type Caller, type Question, readQuestion, type Reply } from './ask.ts';
import type { Bus } from './bus.ts';
import { type Config, readSecret } from './config.ts';
import { cardNumbersIn } from './contracts/card-number.ts';
import type { Continued, Contract, Handlers, Operation, Refusal } from './contracts/contract.ts';
import type { ErrorCode } from './contracts/errors.ts';
import type { Actor } from './contracts/service.ts';
import type { Database } from './database.ts';
import { encode } from './encode.ts';
import { type FieldError, PosError, toWire } from './errors.ts';
import type { Log } from './log.ts';
import { openMemory } from './store.ts';
import { openUnfiled } from './unfiled.ts';

/** What a handler knows besides its input. */
export interface Call {
  caller: Caller;
  actor: Actor;
  /** The instant of the call; handlers read no other clock. */
  at: string;
  key: string;
  budget_ms: number;
}

const FORGET_EVERY_MS = 60_000;

/** Errors that any operation may answer. */
const COMMON: readonly ErrorCode[] = [
  'VALIDATION_FAILED',
  'IDEMPOTENCY_KEY_REUSED',
  'STORAGE_FULL',
  'STORAGE_UNAVAILABLE',
  'SERVICE_UNAVAILABLE',
  'OUTCOME_UNKNOWN',
];

export interface Answering {
  bus: Bus;
  database: Database;
  config: Config;
  log: Log;
}

/** An answer, its output as the JSON text that is sent and kept. */
interface Done {
  output: string;
  replayed?: true;
}
type AnyHandler = (input: never, call: Call) => unknown;

/**
 * Answers a contract's questions: validates the input, runs the handler as its kind says, encodes
 * the output. A key that succeeded before gets its first answer again; nothing runs twice.
 */
export function answer<C extends Contract>(
  { bus, database, config, log }: Answering,
  contract: C,
  handlers: Handlers<C, Call>,
): { stop(): Promise<void> } {
  const memory = openMemory(database.connection, readSecret(config, 'fingerprint'));
  const answering = new Map<string, Promise<void>>();
  const working = new Map<string, Promise<unknown>>();
  const continuing = new Map<string, Promise<Done | Refusal>>();
  const unfiled = openUnfiled();

  async function write(
    operation: Operation,
    question: Question,
    print: string,
    run: () => unknown,
  ): Promise<Done | Refusal> {
    const recall = (): Done | undefined => {
      const first = memory.recall(question.key, print);
      return first === undefined ? undefined : { output: first, replayed: true };
    };
    const keep = (result: unknown): Done | Refusal => {
      if (isRefusal(result)) return result;
      const output = JSON.stringify(encode(operation.output, result as never));
      if (!operation.secret) memory.keep(question, print, output);
      return { output };
    };
    const name = `${question.key}\n${print}`;
    const joined = continuing.get(name);
    if (joined) return joined;
    const begun = await database.transact((): Done | Refusal | Continued<unknown> => {
      const first = recall();
      if (first) return first;
      const result = run();
      return isContinued(result) ? result : keep(result);
    });
    if (!isContinued(begun)) return begun;
    // the same question in the same commit has begun as well, and may have been the first to end
    const end = (result: unknown) => database.transact(() => recall() ?? keep(result));
    const running = begun.finish().then(end);
    continuing.set(name, running);
    void running.catch(() => undefined).finally(() => continuing.delete(name));
    return running;
  }

  async function work(name: string, question: Question, print: string, run: () => unknown) {
    const { key } = question;
    const before = await database.transact(() => memory.begin(name, question, print));
    if (before) return { output: before, replayed: true } satisfies Done;
    let running = working.get(key);
    if (!running) {
      running = finish(contract.operations[name] as Operation, key, run);
      working.set(key, running);
      void running.catch(() => undefined).finally(() => working.delete(key));
    }
    return running as Promise<Done | Refusal>;
  }

  /** A refusal is not kept; what failed otherwise stays begun, and is taken up again. */
  async function finish(operation: Operation, key: string, run: () => unknown) {
    const drop = () => database.transact(() => memory.drop(key));
    let result: unknown;
    try {
      result = await run();
    } catch (error) {
      const final: ErrorCode[] = ['VALIDATION_FAILED', ...operation.errors];
      if (error instanceof PosError && final.includes(error.code)) await drop();
      throw error;
    }
    if (isRefusal(result)) {
      await drop();
      return result;
    }
    const output = JSON.stringify(encode(operation.output, result as never));
    await database.transact(() => memory.finish(key, output));
    return { output };
  }

  async function perform(name: string, operation: Operation, question: Question): Promise<Done> {
    const { caller, key, budget_ms } = question;
    const input = parseInput(operation.input, question.input);
    const call = { caller, actor: actorOf(caller), at: new Date().toISOString(), key, budget_ms };
    const run = () => (handlers[name] as AnyHandler)(input as never, call);
    const print = operation.kind === 'read' ? '' : memory.fingerprint(name, input);
    if (operation.kind === 'write') return accepted(await write(operation, question, print, run));
    if (operation.kind === 'work') return accepted(await work(name, question, print, run));
    const result = await run();
    if (isRefusal(result)) return accepted(result);
    return { output: JSON.stringify(encode(operation.output, result as never)) };
  }

  async function reply(name: string, operation: Operation, question: Question): Promise<void> {
    const { id } = question;
    const said = await perform(name, operation, question).then(
      (done) => ({ text: replyText(id, done), isFiled: !operation.secret }),
      (error) => ({ text: refusalText(id, expected(error, operation, name, log)), isFiled: false }),
    );
    if (!said.isFiled) unfiled.keep(id, said.text, question.budget_ms);
    answering.delete(id);
    bus.publish(question.reply_to, said.text);
  }

  const forget = setInterval(() => {
    unfiled.forget();
    const now = new Date().toISOString();
    database.transact(() => memory.forget(now)).catch(() => undefined);
  }, FORGET_EVERY_MS);
  forget.unref();
  for (const { key, operation: name, input, caller } of memory.begun()) {
    if (!(name in contract.operations)) continue;
    const question: Question = { id: key, reply_to: '', key, caller, budget_ms: 0, input };
    void perform(name, contract.operations[name] as Operation, question).catch((error) =>
      log.warn({ err: error, operation: name }, 'work taken up again did not succeed'),
    );
  }
  const topics = Object.keys(contract.operations).map((name) => `pos/${bus.name}/do/${name}`);
  for (const topic of topics) {
    const name = topic.split('/').at(-1) as string;
    bus.subscribe(topic, (message) => {
      const question = readQuestion(message);
      if (answering.has(question.id)) return; // asked again while we are at it
      const before = unfiled.recall(question.id); // the asker had not heard it yet
      if (before) return bus.publish(question.reply_to, before);
      answering.set(question.id, reply(name, contract.operations[name] as Operation, question));
    });
  }

  return {
    /** Takes no more questions and answers those it holds. */
    async stop() {
      clearInterval(forget);
      for (const topic of topics) bus.unsubscribe(topic);
      await Promise.all(answering.values());
    },
  };
}

/** A Reply with its output put in as the text that it is already. */
function replyText(id: string, { output, replayed }: Done): string {
  const end = replayed ? ',"replayed":true}' : '}';
  return `{"id":${JSON.stringify(id)},"ok":true,"output":${output}${end}`;
}

function refusalText(id: string, error: PosError): string {
  return JSON.stringify({ id, ok: false, error: toWire(error) } satisfies Reply);
}

function actorOf({ staff_id, till, approved_by, service, screen_id }: Caller): Actor {
  return service ? { service } : { staff_id, till, approved_by, screen_id };
}

function isRefusal(result: unknown): result is Refusal {
  return typeof result === 'object' && result !== null && 'refused' in result;
}

function isContinued(result: unknown): result is Continued<unknown> {
  return typeof result === 'object' && result !== null && 'finish' in result;
}

function accepted(result: Done | Refusal): Done {
  if (isRefusal(result)) throw new PosError(result.refused, result.info);
  return result;
}

/** The input as its schema declares it; VALIDATION_FAILED names each wrong field by its path. */
export function parseInput(schema: z.ZodObject, input: unknown): unknown {
  const result = schema.safeParse(input ?? {});
  if (result.success) return mustHoldNoCard(schema, result.data);
  const errors = result.error.issues.flatMap((issue): FieldError[] => {
    const at = (path: PropertyKey[]) => path.join('.');
    if (issue.code !== 'unrecognized_keys') {
      return [{ field: at(issue.path), message: issue.message }];
    }
    return issue.keys.map((key) => ({ field: at([...issue.path, key]), message: 'unknown field' }));
  });
  throw new PosError('VALIDATION_FAILED', { errors });
}

/** What could be the number of a card is taken nowhere: nobody could keep it safe here. */
function mustHoldNoCard<T>(schema: z.ZodObject, input: T): T {
  const message = 'looks like a card number';
  const errors = cardNumbersIn(schema, input).map((path) => ({ field: path.join('.'), message }));
  if (errors.length > 0) throw new PosError('VALIDATION_FAILED', { errors });
  return input;
}

/** Only what the contract lists goes out as it is; the rest is logged and tells nothing. */
export function expected(error: unknown, operation: Operation, name: string, log: Log): PosError {
  const listed = [...COMMON, ...operation.errors];
  if (error instanceof PosError && listed.includes(error.code)) return error;
  log.error({ err: error, operation: name }, 'an operation failed unexpectedly');
  return new PosError('INTERNAL_ERROR');
}
