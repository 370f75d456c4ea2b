import type { z } from 'zod';
import type { ErrorCode } from './errors.ts';

/** The least role that may call; "only one's own" is judged in the handler. */
export type Role = 'public' | 'staff' | 'admin' | 'device';

/** What an approved screen is for. */
export const SCREEN_KINDS = ['customer_display', 'kitchen', 'board'] as const;
export type ScreenKind = (typeof SCREEN_KINDS)[number];

/**
 * `read` runs at once and stores nothing; `write` is a synchronous function inside the group
 * commit; `work` is asynchronous and survives a restart: its row is committed before it begins.
 */
export type Kind = 'read' | 'write' | 'work';

export interface Operation {
  summary: string;
  description?: string;
  /** Method and path, parameters as `:name`; absent: asked between services only. */
  http?: `${'GET' | 'POST' | 'PUT' | 'DELETE'} /${string}`;
  role: Role;
  /**
   * Approved screens of these kinds may call too, for their own station or till: judged in the
   * handler. A `device` operation that names none is every screen's, also before it is approved.
   */
  screens?: readonly ScreenKind[];
  /** Public, but who has a session may bring it along. */
  session?: 'optional';
  /** Answered also while the restaurant has no admin yet. */
  before_setup?: true;
  kind: Kind;
  tag: string;
  /** One flat object: from the path, the query (GET, DELETE) and the body. */
  input: z.ZodObject;
  output: z.ZodType;
  errors: readonly ErrorCode[];
  /** Where a POST makes an entity of its collection; 200 where it names an `id` to change. */
  status?: 201;
  /** Besides JSON: an output with a `csv` is sent as that text alone; `text/plain`: its `text`. */
  produces?: 'text/csv' | 'text/plain';
  /** Whoever asks from this machine itself needs no session; not through a proxy on it. */
  local?: true;
  /** Shows of this contract: the gateway answers all callers alike until one of them changes. */
  kept_until?: readonly string[];
  /** Longer than others are waited for: whoever answers asks somebody else on the way. */
  patience_ms?: number;
  /** A longer body than others may have; as `text/csv` it is the field `csv`, in answers too. */
  max_body?: `${number}${'kb' | 'mb'}`;
  /**
   * Whatever the body is, it comes as the text `raw_body`, to the letter: somebody signed it. The
   * header named here comes as the field `signature`.
   */
  raw_body?: { signature: string };
  /** Its answer is never stored and its input never logged. */
  secret?: true;
}

export interface Event {
  summary: string;
  payload: z.ZodObject;
}

/** Retained state for screens; `topic` has its parameters as `:name`. */
export interface Show {
  summary: string;
  topic: `pos/now/${string}`;
  /** The least role that may subscribe. */
  role: Role;
  /** Screens of these kinds may too: where the topic names a station, till or screen, their own. */
  screens?: readonly ScreenKind[];
  payload: z.ZodObject;
}

export interface Contract {
  service: string;
  summary: string;
  operations: Record<string, Operation>;
  events: Record<string, Event>;
  shows: Record<string, Show>;
}

/** Path parameters of `PUT /orders/:order_id/add_item`: `['order_id']`. */
export function pathNames(path: string): string[] {
  return [...path.matchAll(/:(\w+)/g)].map((match) => match[1] as string);
}

/** Keeps the literal types; throws on a path parameter that the input does not declare once. */
export function contract<const C extends Contract>(definition: C): C {
  for (const [name, operation] of Object.entries<Operation>(definition.operations)) {
    const names = pathNames(operation.http ?? '');
    const wrong = names.find((n, i) => !(n in operation.input.shape) || names.indexOf(n) !== i);
    if (wrong) throw new Error(`${definition.service}.${name}: path parameter ${wrong}`);
  }
  return definition;
}

type Answer<O extends Operation> = z.output<O['output']> | Refusal;

/** An error that is answered while what was written stays written (a wrong PIN is counted). */
export interface Refusal {
  refused: ErrorCode;
  info: Record<string, unknown>;
}

export function refused(code: ErrorCode, info: Record<string, unknown> = {}): Refusal {
  return { refused: code, info };
}

/**
 * A write that goes on after its commit: what it began is in the file, and `finish` waits for
 * somebody else and answers. The same question meanwhile joins it; after a restart the handler
 * finds what it began, under the question's key, and goes on from there.
 */
export interface Continued<T> {
  finish: () => Promise<T | Refusal>;
}

/** What a service must have to keep its contract: one function per operation. */
export type Handlers<C extends Contract, Call> = {
  [N in keyof C['operations']]: (
    input: z.output<C['operations'][N]['input']>,
    call: Call,
  ) => C['operations'][N]['kind'] extends 'write'
    ? Answer<C['operations'][N]> | Continued<z.output<C['operations'][N]['output']>>
    : Answer<C['operations'][N]> | Promise<Answer<C['operations'][N]>>;
};

export type EventName<C extends Contract> = keyof C['events'] & string;
export type Payload<C extends Contract, E extends EventName<C>> = z.output<
  C['events'][E]['payload']
>;

/** `pos/now/cart/:till` with its till → `pos/now/cart/main`; without → `pos/now/cart/+`. */
export function topicOf(show: Show, names?: Record<string, string | number>): string {
  return show.topic.replace(/:(\w+)/g, (_, name: string) => String(names?.[name] ?? '+'));
}
