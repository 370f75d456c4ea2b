import type { Complaint, Payment } from './wire.ts';

/** What Square refuses: the HTTP status, its `errors`, and a payment that failed. */
export class Refusal extends Error {
  readonly status: number;
  readonly body: object;

  constructor(status: number, complaint: Complaint, payment?: Payment) {
    super(complaint.detail ?? complaint.code);
    this.status = status;
    this.body = { errors: [complaint], ...(payment && { payment }) };
  }
}

/** A request that cannot be: 400. */
export const invalid = (code: string, detail: string, field?: string) =>
  new Refusal(400, { category: 'INVALID_REQUEST_ERROR', code, detail, ...(field && { field }) });

/** Nothing has that id: 404. */
export const notFound = (what: string, field?: string) =>
  new Refusal(404, {
    category: 'INVALID_REQUEST_ERROR',
    code: 'NOT_FOUND',
    detail: `${what} not found`,
    ...(field && { field }),
  });

/** A refund that cannot be: 400. */
export const noRefund = (code: string, detail: string, field?: string) =>
  new Refusal(400, { category: 'REFUND_ERROR', code, detail, ...(field && { field }) });

/** The caller is not let in: 401, or 403 where only a permission is missing. */
export const notAllowed = (code: string, detail: string, status = 401) =>
  new Refusal(status, { category: 'AUTHENTICATION_ERROR', code, detail });

/** OAuth refuses in words of its own, without `errors`. */
export class OauthRefusal extends Error {
  readonly status: number;
  readonly body: object;

  constructor(status: number, type: string, message: string) {
    super(message);
    this.status = status;
    this.body = { message, type };
  }
}
