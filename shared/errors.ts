import { type ErrorCode, ERRORS } from './contracts/errors.ts';

/** One wrong field; `field` is its path as the caller sent it: `items.0.quantity`. */
export interface FieldError {
  field: string;
  message: string;
  /** Where it stands in a text that was sent, from 1. */
  line?: number;
  column?: number;
}

/** What goes with an error besides its code; all of it reaches the caller. */
export interface ErrorInfo {
  errors?: FieldError[];
  [fact: string]: unknown;
}

/** The one error of rules and stores; undoes its own transaction, answers `code` with `info`. */
export class PosError extends Error {
  readonly code: ErrorCode;
  readonly info: ErrorInfo;

  constructor(code: ErrorCode, info: ErrorInfo = {}) {
    super(ERRORS[code].detail);
    this.name = 'PosError';
    this.code = code;
    this.info = info;
  }
}

/** An error about one field of the input, by its path. */
export function wrongField(code: ErrorCode, field: string, message?: string): PosError {
  return new PosError(code, { errors: [{ field, message: message ?? ERRORS[code].detail }] });
}

/** An error as it travels: the body of an HTTP answer without its timestamp. */
export interface WireError extends ErrorInfo {
  code: ErrorCode;
  detail: string;
}

export function toWire(error: PosError): WireError {
  return { ...error.info, code: error.code, detail: error.message };
}

export function fromWire({ code, detail: _detail, ...info }: WireError): PosError {
  return new PosError(code in ERRORS ? code : 'INTERNAL_ERROR', info);
}
