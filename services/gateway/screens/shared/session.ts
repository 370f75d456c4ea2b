/** Both screens of a browser share one session. */
const PLACE = 'pos-token';

/** The token of the last login; null when there is none. */
export function storedToken(): string | null {
  try {
    return localStorage.getItem(PLACE);
  } catch {
    return null; // storage is forbidden here: the session lasts as long as the page
  }
}

export function storeToken(token: string | null): void {
  try {
    if (token) localStorage.setItem(PLACE, token);
    else localStorage.removeItem(PLACE);
  } catch {
    // as above
  }
}

/** Throws a sentence for the person at the screen. */
export async function login(pin: string, till?: string): Promise<string> {
  const answer = await post('/auth/login', { pin, till }).catch(() => {
    throw new Error('The server cannot be reached.');
  });
  const { token, detail } = (await answer.json()) as { token?: string; detail?: string };
  if (!token) throw new Error(detail ?? 'That did not work.');
  return token;
}

/** Pauses between the tries of a bump: a service that was killed is back in the third. */
const TRY_AGAIN_MS = [500, 1_500, 3_000];

/**
 * Bumps a ticket. Every try carries the same key, so that it is done once; a ticket that is gone
 * already is as good. `refused`: the session is over.
 */
export async function bump(
  ticketId: number,
  token: string,
): Promise<'done' | 'failed' | 'refused'> {
  const headers = { authorization: `Bearer ${token}`, 'idempotency-key': randomKey() };
  for (let tries = 0; ; tries++) {
    const answer = await post(`/kitchen/tickets/${ticketId}/bump`, {}, headers).catch(() => null);
    const status = answer ? answer.status : 503;
    if (status < 300 || status === 404 || status === 409) return 'done';
    if (status === 401) return 'refused';
    const pause_ms = TRY_AGAIN_MS[tries];
    if (status < 500 || pause_ms === undefined) return 'failed';
    await new Promise((again) => setTimeout(again, pause_ms));
  }
}

function post(path: string, body: object, headers: object = {}): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}

/** 128 bits; `crypto.randomUUID` is refused to pages that come over plain HTTP. */
export function randomKey(): string {
  const bytes = Array.from(crypto.getRandomValues(new Uint8Array(16)));
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
}
