import { randomUUID } from 'node:crypto';
import type { Random } from './random.ts';
import type { Deed } from './record.ts';

/** A till asks until it is answered: every fault is over by then, on a busy machine. */
const PATIENCE_MS = 120_000;
/** A stopped process keeps a connection open and says nothing: so long is waited for one try. */
const TRY_MS = 15_000;
/** Between two tries: as a waiter taps again. */
const PAUSE_MS = 100;
/** One of so many answered requests is sent again: the answer got lost on the way. */
const SENT_AGAIN = 6;

export interface Answered<T> extends Pick<Deed, 'ending' | 'status' | 'code'> {
  body: T | undefined;
}

/** One till with a session of its own, which repeats what was not answered under the same key. */
export interface Till {
  name: string;
  ask<T>(name: string, method: string, path: string, body?: object): Promise<Answered<T>>;
  /** All tokens it was given: none of them may be written down anywhere. */
  tokens: string[];
}

interface Reply {
  status: number;
  text: string;
}

export function openTill(
  url: string,
  pin: string,
  name: string,
  random: Random,
  record: (deed: Deed) => void,
): Till {
  const tokens: string[] = [];
  const pause = () => new Promise((again) => setTimeout(again, PAUSE_MS));

  async function send(method: string, path: string, key: string, body?: object): Promise<Reply> {
    const answer = await fetch(url + path, {
      method,
      headers: {
        'content-type': 'application/json',
        'idempotency-key': key,
        'x-till': name,
        authorization: `Bearer ${tokens.at(-1) ?? ''}`,
      },
      body: body && JSON.stringify(body),
      signal: AbortSignal.timeout(TRY_MS),
    });
    return { status: answer.status, text: await answer.text() };
  }
  const trySend = (...what: Parameters<typeof send>) =>
    send(...what).catch((): Reply => ({ status: 0, text: '' })); // it broke: nobody knows

  async function logIn(): Promise<void> {
    const { status, text } = await trySend('POST', '/auth/login', randomUUID(), {
      pin,
      till: name,
    });
    if (status === 200) tokens.push((JSON.parse(text) as { token: string }).token);
  }

  return {
    name,
    tokens,
    async ask<T>(what: string, method: string, path: string, body?: object) {
      const key = `${name}-${random().toString(36).slice(2)}-${random().toString(36).slice(2)}`;
      const began_ms = performance.now();
      let reply: Reply = { status: 0, text: '' };
      let tries = 0;
      do {
        if (tries++ > 0) await pause();
        if (tokens.length === 0 || reply.status === 401) await logIn();
        reply = await trySend(method, path, key, body);
      } while (isOpen(reply.status) && performance.now() - began_ms < PATIENCE_MS);
      const { status } = reply;
      const parsed = isOpen(status) ? undefined : (JSON.parse(reply.text) as T);
      const code = status >= 400 ? (parsed as { code?: string } | undefined)?.code : undefined;
      const ending = isOpen(status) ? 'unknown' : status < 300 ? 'ok' : 'refused';
      const deed: Deed = {
        till: name,
        name: what,
        path,
        key,
        began_ms,
        ended_ms: performance.now(),
        ending,
        status,
        code,
        tries,
        again: undefined,
      };
      record(deed);
      if (ending === 'ok' && method !== 'GET' && random.between(1, SENT_AGAIN) === 1) {
        const again = await trySend(method, path, key, body);
        if (again.status < 300 && again.status > 0) {
          deed.again = again.text === reply.text ? 'same' : 'different';
        }
      }
      return { ending, status, code, body: ending === 'ok' ? parsed : undefined };
    },
  };
}

/** Not answered: nobody came, nobody knew, or the session is over and the till logs in anew. */
const isOpen = (status: number) => status === 0 || status === 401 || status === 503;
