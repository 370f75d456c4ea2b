import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { Inside } from './inside.ts';
import { invalid, notAllowed, Refusal } from './refusal.ts';
import type { Route } from './route.ts';
import type { KeptAnswer, Token } from './records.ts';

/** Every permission that Square knows and this stand-in asks for. */
export const SCOPES = [
  'MERCHANT_PROFILE_READ',
  'PAYMENTS_READ',
  'PAYMENTS_WRITE',
  'PAYMENTS_WRITE_IN_PERSON',
  'DEVICE_CREDENTIAL_MANAGEMENT',
  'DEVICES_READ',
];

/** The token of a request, if it opens this route. */
export function admit(
  { shelves, clock }: Inside,
  headers: IncomingHttpHeaders,
  route: Route,
): Token | undefined {
  if (route.scopes === undefined) return undefined;
  const [, secret = ''] = /^Bearer (.+)$/.exec(headers.authorization ?? '') ?? [];
  const token = shelves.tokens.get(secret);
  if (!token) throw notAllowed('UNAUTHORIZED', 'This request could not be authorized.');
  if (token.revoked) throw notAllowed('ACCESS_TOKEN_REVOKED', 'The access token was revoked.');
  if ((token.expires_at ?? Number.POSITIVE_INFINITY) <= clock.now()) {
    throw notAllowed('ACCESS_TOKEN_EXPIRED', 'The access token has expired.');
  }
  const missing = route.scopes.filter((scope) => !token.scopes.includes(scope));
  if (missing.length > 0) {
    const detail = `The merchant has not given your application ${missing.join(', ')}.`;
    throw notAllowed('INSUFFICIENT_SCOPES', detail, 403);
  }
  return token;
}

/** Refuses what is not said in a version. */
export function askVersion(headers: IncomingHttpHeaders): void {
  if (!/^\d{4}-\d\d-\d\d$/.test(String(headers['square-version'] ?? ''))) {
    const detail = 'The header Square-Version is missing or not a date.';
    throw invalid('INVALID_SQUARE_VERSION_FORMAT', detail);
  }
}

/** A key with its first answer; where the body is another one, it is refused. */
export function answered({ shelves }: Inside, route: Route, body: unknown): KeptAnswer | undefined {
  const kept = shelves.answers.get(nameOf(route, body) ?? '');
  if (kept && kept.body !== digest(body)) {
    const detail = 'Different request parameters used for the same idempotency_key.';
    throw invalid('IDEMPOTENCY_KEY_REUSED', detail, 'idempotency_key');
  }
  return kept;
}

/** Keeps an answer for the next time: what was done, and a payment that was declined. */
export function keepAnswer(
  { shelves }: Inside,
  route: Route,
  body: unknown,
  { status, answer }: { status: number; answer: object },
): void {
  const name = nameOf(route, body);
  const done = status === 200 || 'payment' in answer;
  if (name && done) shelves.answers.put(name, { body: digest(body), status, answer });
}

function nameOf({ name, lengths }: Route, body: unknown): string | undefined {
  const { idempotency_key } = (body ?? {}) as { idempotency_key?: string };
  const keyed = lengths && 'idempotency_key' in lengths && name !== 'CancelPaymentByIdempotencyKey';
  return keyed && idempotency_key ? `${name} ${idempotency_key}` : undefined;
}

function digest(body: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(body)))
    .digest('hex');
}

/** The same whatever the order of its fields. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, one]) => [name, sorted(one)]));
}

/** What is answered for whatever was thrown. */
export function refusalOf(error: unknown): { status: number; answer: object } {
  if (error instanceof Refusal) return { status: error.status, answer: error.body };
  throw error;
}
