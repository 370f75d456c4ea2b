import { type ErrorCode, ERRORS } from '#shared/contracts/errors.ts';
import { type PosError, toWire } from '#shared/errors.ts';

/** Seconds after which a caller may try again when a part of the house is away. */
const RETRY_AFTER_S = '2';

/** An error as HTTP says it. */
export interface Problem {
  status: number;
  headers: Record<string, string>;
  body: object;
}

export function problemOf(error: PosError): Problem {
  const { status } = ERRORS[error.code as ErrorCode];
  const { code, detail, ...info } = toWire(error);
  const headers: Record<string, string> = {};
  if (status === 503) headers['Retry-After'] = RETRY_AFTER_S;
  if (status === 429 && info.retry_after_s)
    headers['Retry-After'] = `${info.retry_after_s as number}`;
  return { status, headers, body: { detail, code, timestamp: new Date().toISOString(), ...info } };
}
