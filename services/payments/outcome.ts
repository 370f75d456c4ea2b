import type { SquarePayment } from './square-payment.ts';
import { wordOf } from './told.ts';

/**
 * What a request that did not succeed says of the money. `declined`: the card will not pay;
 * `refused`: Square understood and did nothing; `configuration`: it does not let us in;
 * `unknown`: it may have been done.
 */
export type FailureKind = 'declined' | 'refused' | 'configuration' | 'unknown';

/** A request to Square that did not succeed; says nothing that Square said, but for its codes. */
export class SquareFailure extends Error {
  readonly kind: FailureKind;
  /** Square's word, or ours: TIMEOUT, UNREACHABLE, NOT_SENT, UNREADABLE. */
  readonly code: string;
  readonly status: number | undefined;
  /** The failed payment that a decline brings along. */
  readonly payment: Partial<SquarePayment> | undefined;

  constructor(kind: FailureKind, code: string, status?: number, payment?: Partial<SquarePayment>) {
    super(`Square: ${code}${status === undefined ? '' : ` (${status})`}`);
    this.name = 'SquareFailure';
    this.kind = kind;
    this.code = code;
    this.status = status;
    this.payment = payment;
  }
}

/** As the SDK throws it; its classes are not asked for, because they come with the SDK only. */
interface Thrown {
  name?: string;
  cause?: unknown;
  statusCode?: number;
  /** Of these it says itself what they are to be; they are what came, whatever that was. */
  errors?: unknown;
  body?: unknown;
}

/** Said of a request that changed nothing, whatever its HTTP status. */
const DEFINITE = new Set(['INVALID_REQUEST_ERROR', 'REFUND_ERROR', 'MERCHANT_SUBSCRIPTION_ERROR']);
/** Codes that say nothing about what became of an earlier request under the same key. */
const SAY_NOTHING = new Set(['IDEMPOTENCY_KEY_REUSED', 'TEMPORARY_ERROR', 'GATEWAY_TIMEOUT']);
/** Statuses of a request that may yet be, or have been, carried out. */
const MAY_HAVE_BEEN = new Set([408, 409, 429]);

/** Refusals that a request may cause itself, sent a second time. */
const UNSURE = new Set(['CARD_TOKEN_USED', 'NOT_SENT']);

/** What an error of the SDK, or of what came in place of an answer, says of the money. */
export function classify(error: unknown): SquareFailure {
  if (error instanceof SquareFailure) return error;
  const { name, cause, statusCode: status, errors, body } = (error ?? {}) as Thrown;
  if (name === 'JsonError') return new SquareFailure('refused', 'NOT_SENT');
  if (status === undefined) return new SquareFailure('unknown', withoutStatus(name, cause));
  const first = (Array.isArray(errors) ? errors[0] : undefined) as Record<string, unknown> | null;
  const code = wordOf(first?.code) ?? 'UNREADABLE';
  const kind = kindOf(status, wordOf(first?.category) ?? '', code);
  const told = code === 'Unknown' ? 'UNREADABLE' : code;
  return new SquareFailure(kind, told, status, failed(body));
}

/** Reads what Square answered, throwing what says nothing of the money where that is no answer. */
export function readable<T>(read: () => T | undefined): T {
  let found: T | undefined;
  try {
    found = read();
  } catch {
    // a page of HTML, say, or a sum that is none
  }
  if (found === undefined) throw new SquareFailure('unknown', 'UNREADABLE', 200);
  return found;
}

function kindOf(status: number, category: string, code: string): FailureKind {
  if (status < 400 || status >= 500 || MAY_HAVE_BEEN.has(status)) return 'unknown';
  if (SAY_NOTHING.has(code)) return 'unknown';
  if (category === 'PAYMENT_METHOD_ERROR') return 'declined';
  if (category === 'AUTHENTICATION_ERROR' || status === 401 || status === 403)
    return 'configuration';
  return DEFINITE.has(category) ? 'refused' : 'unknown';
}

/** No answer at all: the deadline, a lost connection, or a body that cannot be read. */
function withoutStatus(name: string | undefined, cause: unknown): string {
  if (name === 'ParseError') return 'UNREADABLE';
  const why = typeof cause === 'string' ? cause : (cause as Error | undefined)?.name;
  return why === 'timeout' || why === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
}

function failed(body: unknown): Partial<SquarePayment> | undefined {
  const { payment } = (body ?? {}) as { payment?: Record<string, unknown> | null };
  const [id, status] = [wordOf(payment?.id), wordOf(payment?.status)];
  return payment ? { ...(id && { id }), ...(status && { status }) } : undefined;
}

/** The card was not charged, and never will be by this attempt. */
export function isEnd({ kind, code }: SquareFailure, mayHaveBeenSent: boolean): boolean {
  if (!mayHaveBeenSent) return kind !== 'unknown';
  // a token is used up by the very request of which nobody knows what became
  return kind === 'declined' || (kind === 'refused' && !UNSURE.has(code));
}

/** Square's words for that we, not the card, are refused. */
const NOT_LET_IN = new Set([
  'UNAUTHORIZED',
  'ACCESS_TOKEN_EXPIRED',
  'ACCESS_TOKEN_REVOKED',
  'CLIENT_DISABLED',
  'FORBIDDEN',
  'INSUFFICIENT_SCOPES',
  'APPLICATION_DISABLED',
  'CARD_PROCESSING_NOT_ENABLED',
]);

/** The restaurant's own account is at fault: the guest's card is as good as before. */
export const isOurFault = (code: string | null): boolean => code !== null && NOT_LET_IN.has(code);
