import { randomKey } from '../shared/calls.ts';
import { type Action, type Deed, requestOf } from './action.ts';

/** One entry per action: two pages of one browser do not write over each other's. */
const PLACE = 'pos-kitchen-action-';
/** Pauses between the tries: a service that was killed is back in the third. */
const TRY_AGAIN_MS = [500, 1_500, 3_000];
/** A cable that is pulled never answers. The key makes another try harmless. */
const ANSWERS_WITHIN_MS = 10_000;
/** MQTT tells what was done a moment before or after the answer: so long it counts as done. */
const TOLD_WITHIN_MS = 1_000;
/** Nobody knows whether it was done, or somebody was there first: both are as good as done. */
const AS_GOOD_AS_DONE = [404, 409];
const WORTH_ANOTHER_TRY = [0, 408, 429];

interface Listener {
  changed(): void;
  /** The server will not do it, and never will. */
  failed(action: Action): void;
}

/** What was done at this screen and the server does not know yet. It survives a closed browser. */
export interface Outbox {
  /** Also those that were answered a moment ago. */
  actions(): readonly Action[];
  /** How many have been tried in vain, and those behind them. */
  stuck(): number;
  add(ticket_id: number, deed: Deed): void;
  /** The connection is back: try now. */
  wake(): void;
  close(): void;
}

export function openOutbox(secret: string, listener: Listener): Outbox {
  let waiting = stored();
  let answered: Action[] = [];
  let tries = 0;
  let sending = false;
  let closed = false;
  let timer = 0;

  async function sendNext(): Promise<void> {
    const [action] = waiting;
    if (!action || sending || closed) return;
    clearTimeout(timer);
    sending = true;
    const status = await send(action, secret);
    sending = false;
    if (closed) return;
    if (status === 401) return turnedAway();
    if (status >= 500 || WORTH_ANOTHER_TRY.includes(status)) return tryAgain();
    tries = 0;
    settle(action);
    if (status >= 400 && !AS_GOOD_AS_DONE.includes(status)) listener.failed(action);
    void sendNext();
  }

  function tryAgain(): void {
    const pause_ms = TRY_AGAIN_MS[Math.min(tries++, TRY_AGAIN_MS.length - 1)];
    timer = window.setTimeout(() => void sendNext(), pause_ms);
    listener.changed();
  }

  function settle(action: Action): void {
    forget(action);
    waiting = waiting.filter((one) => one !== action);
    answered = [...answered, action];
    listener.changed();
    setTimeout(() => {
      answered = answered.filter((one) => one !== action);
      if (!closed) listener.changed();
    }, TOLD_WITHIN_MS);
  }

  /** Its connection is cut too, and says so. Whoever this screen will be, these are not theirs. */
  function turnedAway(): void {
    waiting.forEach(forget);
    waiting = [];
    tries = 0;
    listener.changed();
  }

  void sendNext();
  return {
    actions: () => [...answered, ...waiting],
    stuck: () => (tries > 0 ? waiting.length : 0),
    add(ticket_id, deed) {
      const action = { key: randomKey(), ticket_id, deed, at: Date.now() };
      waiting = [...waiting, action];
      keep(action);
      listener.changed();
      if (tries === 0) void sendNext();
    },
    wake: () => void sendNext(),
    close() {
      closed = true;
      clearTimeout(timer);
    },
  };
}

/** The answer's status; 0 where there was none. */
async function send(action: Action, secret: string): Promise<number> {
  const { path, body } = requestOf(action);
  const given_up = new AbortController();
  const timer = setTimeout(() => given_up.abort(), ANSWERS_WITHIN_MS);
  try {
    const { status } = await fetch(path, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${secret}`,
        'content-type': 'application/json',
        'idempotency-key': action.key,
      },
      body: JSON.stringify(body),
      signal: given_up.signal,
    });
    return status;
  } catch {
    return 0;
  } finally {
    clearTimeout(timer);
  }
}

function stored(): Action[] {
  try {
    const places = Object.keys(localStorage).filter((name) => name.startsWith(PLACE));
    const kept = places.map((name) => JSON.parse(localStorage.getItem(name) as string) as Action);
    return kept.sort((a, b) => a.at - b.at);
  } catch {
    return []; // storage is forbidden here: what was done lives as long as the page
  }
}

function keep(action: Action): void {
  try {
    localStorage.setItem(PLACE + action.key, JSON.stringify(action));
  } catch {
    // as above
  }
}

function forget({ key }: Action): void {
  try {
    localStorage.removeItem(PLACE + key);
  } catch {
    // as above
  }
}
