import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Bus } from './bus.ts';
import type { Contract, Operation } from './contracts/contract.ts';
import { fromWire, PosError, type WireError } from './errors.ts';

/** For whom something is done. `token_hash` is the session's; `service` asks on its own. */
export interface Caller {
  staff_id?: number;
  isAdmin?: boolean;
  till?: string;
  token_hash?: string;
  /** The admin whose PIN came along, so that `isAdmin` holds for this one call. */
  approved_by?: number;
  /** Where it came from, as the socket says: what wrong PINs are counted by. */
  address?: string;
  service?: string;
  /** A screen that calls for itself, approved for what it calls. */
  screen_id?: string;
}

/** `pos/<service>/do/<operation>`; `input` is in wire form, `key` names what must happen once. */
export interface Question {
  id: string;
  reply_to: string;
  key: string;
  /** The key is the asker's own, not the gateway's: its answer is kept longer. */
  lasting?: boolean;
  caller: Caller;
  /** How long the asker still waits; not a clock time, because a Pi's clock jumps. */
  budget_ms: number;
  input: unknown;
}

/** A wildcard ends the connection of whoever answers there, as often as it tries again. */
const ANSWERED_AT = /^pos\/answers\/[^+#]+$/;

/** Throws where a message is none: then nobody can be answered, and nothing is done. */
export function readQuestion(message: string): Question {
  const one = JSON.parse(message) as Partial<Question> | null;
  const isNamed = typeof one?.id === 'string' && typeof one.key === 'string';
  const isSomebodys = typeof one?.caller === 'object' && one.caller !== null;
  if (!isNamed || !isSomebodys || !ANSWERED_AT.test(String(one.reply_to))) {
    throw new Error('This is no question.');
  }
  return one as Question;
}

/** `pos/answers/<asker>`; `replayed`: it was done before, and this is the first answer again. */
export type Reply =
  | { id: string; ok: true; output: unknown; replayed?: true }
  | { id: string; ok: false; error: WireError };

/** Longest wait for an answer: a till's user gives up about then. */
export const PATIENCE_MS = 10_000;
/** A question that was lost with a process is asked again this often. */
const ASK_AGAIN_MS = 1_000;

interface AskOptions {
  key?: string;
  lasting?: boolean;
  caller?: Caller;
  /** As the operation's contract says, or PATIENCE_MS. */
  patience_ms?: number;
}

/** `kept`: the output as it goes out, where it need not be written each time. */
type Answered = Extract<Reply, { ok: true }> & { kept?: { text: Buffer; etag: string } };

export interface Asker {
  /**
   * Asks until answered, always with the same id and key: each second, and at once when the
   * service becomes ready or our connection returns. Throws the service's PosError, or after
   * `patience_ms` OUTCOME_UNKNOWN (it may have been done), for a read SERVICE_UNAVAILABLE.
   */
  question(
    service: string,
    name: string,
    kind: Operation['kind'],
    input: unknown,
    options?: AskOptions,
  ): Promise<Answered>;
  /** A typed question to another service. */
  ask<C extends Contract, N extends keyof C['operations'] & string>(
    contract: C,
    name: N,
    input: z.output<C['operations'][N]['input']>,
    options?: AskOptions & { service?: string },
  ): Promise<z.output<C['operations'][N]['output']>>;
}

interface Waiting {
  service: string;
  settle: (reply: Reply) => void;
  send: () => void;
}

/** Questions over the bus; one asker per process. */
export function openAsker(bus: Bus): Asker {
  const waiting = new Map<string, Waiting>();
  const replyTo = `pos/answers/${bus.name}`;
  const watched = new Set<string>();

  bus.subscribe(replyTo, (message) => {
    const reply = JSON.parse(message) as Reply;
    waiting.get(reply.id)?.settle(reply);
  });
  bus.onConnect(() => {
    for (const { send } of waiting.values()) send();
  });

  function watch(service: string): void {
    if (watched.has(service)) return;
    watched.add(service);
    let life = '';
    bus.onStatus(service, ({ state, started_at }) => {
      if (state === 'ready' && started_at !== life) {
        life = started_at;
        for (const question of waiting.values()) if (question.service === service) question.send();
      }
    });
  }

  async function put(
    service: string,
    name: string,
    kind: Operation['kind'],
    input: unknown,
    { key, lasting, caller, patience_ms = PATIENCE_MS }: AskOptions = {},
  ): Promise<Answered> {
    watch(service);
    const id = randomUUID();
    const until = performance.now() + patience_ms;
    const asked = {
      id,
      reply_to: replyTo,
      key: key ?? id,
      lasting,
      caller: caller ?? { service: bus.name },
    };
    let timer: NodeJS.Timeout;
    const reply = await new Promise<Reply>((settle) => {
      const send = () => {
        clearTimeout(timer);
        const budget_ms = Math.round(until - performance.now());
        if (budget_ms <= 0) return settle(silence(id, kind, asked.key));
        const message: Question = { ...asked, budget_ms, input };
        bus.publish(`pos/${service}/do/${name}`, JSON.stringify(message));
        timer = setTimeout(send, Math.min(ASK_AGAIN_MS, budget_ms));
      };
      waiting.set(id, { service, settle, send });
      send();
    });
    clearTimeout(timer!);
    waiting.delete(id);
    if (reply.ok) return reply;
    throw fromWire(reply.error);
  }

  return {
    question: put,
    async ask(contract, name, input, options = {}) {
      const operation = contract.operations[name] as Operation;
      const wire = z.encode(operation.input, input as never);
      const service = options.service ?? contract.service;
      const patient = { patience_ms: operation.patience_ms, ...options };
      const { output } = await put(service, name, operation.kind, wire, patient);
      return z.decode(operation.output, output as never) as never;
    },
  };
}

function silence(id: string, kind: Operation['kind'], key: string): Reply {
  const code = kind === 'read' ? 'SERVICE_UNAVAILABLE' : 'OUTCOME_UNKNOWN';
  const { message: detail } = new PosError(code);
  return { id, ok: false, error: kind === 'read' ? { code, detail } : { code, detail, key } };
}
