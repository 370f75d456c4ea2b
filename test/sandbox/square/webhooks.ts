import { createHmac } from 'node:crypto';
import { newId } from './inside.ts';

/** Where events go, and what they are signed with. */
export interface Subscription {
  url: string;
  signature_key: string;
  /** What is signed, where a proxy stands before `url`. */
  notification_url?: string;
}

/** One event as it was or would be sent. */
export interface Happening {
  merchant_id: string;
  type: string;
  event_id: string;
  created_at: string;
  data: { type: string; id: string; object: object };
}

/** Tells a URL what happens, as Square does: signed, in order of sending, again where refused. */
export interface Webhooks {
  subscribe(subscription: Subscription | undefined): void;
  announce(happening: Omit<Happening, 'event_id'>): void;
  /** Sends one once more: Square sends some twice. */
  resend(event_id: string): boolean;
  happenings(): Happening[];
  close(): void;
}

/** Square tries 11 times over a day; a test has less time. */
const ATTEMPTS = 4;
const FIRST_PAUSE_MS = 100;
/** A receiver that takes longer has not answered. */
const PATIENCE_MS = 2000;
/** Enough to look back in a test; the demo runs for weeks. */
const MOST_KEPT = 500;

export function startWebhooks(): Webhooks {
  const kept: Happening[] = [];
  const closed = new AbortController();
  let subscription: Subscription | undefined;

  async function send(happening: Happening, to: Subscription, attempt = 0): Promise<void> {
    const body = JSON.stringify(happening);
    const signed = (to.notification_url ?? to.url) + body;
    const response = await fetch(to.url, {
      method: 'POST',
      body,
      headers: {
        'content-type': 'application/json',
        'x-square-hmacsha256-signature': createHmac('sha256', to.signature_key)
          .update(signed)
          .digest('base64'),
        ...(attempt > 0 && { 'square-retry-number': String(attempt) }),
      },
      signal: AbortSignal.any([closed.signal, AbortSignal.timeout(PATIENCE_MS)]),
    }).catch(() => undefined);
    if (response?.ok || attempt + 1 >= ATTEMPTS || closed.signal.aborted) return;
    const again = () => void send(happening, to, attempt + 1);
    setTimeout(again, FIRST_PAUSE_MS * 2 ** attempt).unref();
  }

  function tell(happening: Happening): void {
    if (subscription) void send(happening, subscription);
  }

  return {
    subscribe: (to) => void (subscription = to),
    announce(happening) {
      // what it is now, not what becomes of it
      const event = structuredClone({ ...happening, event_id: newId() });
      kept.push(event);
      if (kept.length > MOST_KEPT) kept.shift();
      tell(event);
    },
    resend(event_id) {
      const event = kept.find((one) => one.event_id === event_id);
      if (event) tell(event);
      return event !== undefined;
    },
    happenings: () => structuredClone(kept),
    close: () => closed.abort(),
  };
}
