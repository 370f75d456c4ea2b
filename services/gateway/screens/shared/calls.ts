/** What was answered; the status is 0 where nobody answered. */
export interface Answered {
  status: number;
  body: Record<string, unknown>;
}

/** Pauses between the tries of a call: a service that was killed is back in the third. */
const TRY_AGAIN_MS = [500, 1_500, 3_000];

/**
 * Calls the server. Where it is away this is tried again; every try carries the same key, so that
 * it is done once. `token`: a screen's secret, or that of a session.
 */
export async function call(
  method: 'GET' | 'POST' | 'PUT',
  path: string,
  body?: object,
  token?: string,
): Promise<Answered> {
  const key = randomKey();
  for (let tries = 0; ; tries++) {
    const answered = await send(method, path, body, {
      'idempotency-key': key,
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
    });
    const pause_ms = TRY_AGAIN_MS[tries];
    const isAway = answered.status === 0 || answered.status >= 500;
    if (!isAway || pause_ms === undefined) return answered;
    await new Promise((again) => setTimeout(again, pause_ms));
  }
}

async function send(method: string, path: string, body: object | undefined, headers: object) {
  try {
    const answer = await fetch(path, {
      method,
      headers: headers as Record<string, string>,
      body: body && JSON.stringify(body),
    });
    const text = await answer.text();
    return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Answered['body'] };
  } catch {
    return { status: 0, body: {} };
  }
}

/** Whether it was done. */
export const isDone = ({ status }: Answered): boolean => status >= 200 && status < 300;

/** 128 bits; `crypto.randomUUID` is refused to pages that come over plain HTTP. */
export function randomKey(): string {
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
