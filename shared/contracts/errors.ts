/** Every error a caller can meet: its HTTP status and what it says. */
export const ERRORS = {
  // the request itself
  MALFORMED_JSON: { status: 400, detail: 'The body is not valid JSON.' },
  INVALID_HEADER: { status: 400, detail: 'A header has a value that is not allowed.' },
  NOT_FOUND: { status: 404, detail: 'There is nothing at this address.' },
  BODY_TOO_LARGE: { status: 413, detail: 'The body is larger than this endpoint takes.' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, detail: 'The body must be application/json.' },
  VALIDATION_FAILED: { status: 422, detail: 'Some fields are not right; see errors.' },
  IDEMPOTENCY_KEY_REUSED: {
    status: 409,
    detail: 'This Idempotency-Key was already used for a different request.',
  },
  // who is asking
  UNAUTHENTICATED: { status: 401, detail: 'Log in first: the session is missing or over.' },
  FORBIDDEN: { status: 403, detail: 'This needs an admin.' },
  INVALID_PIN: { status: 401, detail: 'This PIN is not right.' },
  // the house
  SERVICE_UNAVAILABLE: { status: 503, detail: 'A part of the system is away; try again.' },
  STORAGE_UNAVAILABLE: { status: 503, detail: 'The storage is missing or failing.' },
  STORAGE_FULL: { status: 503, detail: 'The storage is full; nothing was changed.' },
  OUTCOME_UNKNOWN: {
    status: 503,
    detail: 'No answer in time: it may have been done. Ask again with the same Idempotency-Key.',
  },
  JOURNAL_DIVERGED: { status: 409, detail: 'The journal does not hold this point.' },
  INTERNAL_ERROR: { status: 500, detail: 'Something went wrong here; it has been logged.' },
  ALARM_NOT_FOUND: { status: 404, detail: 'There is no such alarm.' },
  // orders
  ORDER_NOT_FOUND: { status: 404, detail: 'There is no such order.' },
  ORDER_CLOSED: { status: 409, detail: 'The order is closed and takes no more changes.' },
  ORDER_EMPTY: { status: 409, detail: 'There is nothing on the order to pay for.' },
  ORDER_TOO_LONG: { status: 409, detail: 'An order holds at most 500 lines.' },
  ORDER_TOO_LARGE: { status: 409, detail: 'An order comes to at most 1,000,000.00.' },
  LINE_NOT_FOUND: { status: 404, detail: 'The order has no such line.' },
  UNKNOWN_STAFF: { status: 422, detail: 'There is no such member of staff.' },
  UNKNOWN_ITEM: { status: 422, detail: 'The menu has no such item.' },
  ITEM_UNAVAILABLE: { status: 409, detail: 'The item is not available now.' },
  INVALID_MODIFIERS: { status: 422, detail: 'These modifiers do not go with the item.' },
  UNKNOWN_DISCOUNT: { status: 422, detail: 'There is no such discount.' },
  DISCOUNT_UNAVAILABLE: { status: 409, detail: 'The discount is not available now.' },
  TENDER_TOO_SMALL: { status: 422, detail: 'The cash does not cover what is due.' },
  CARD_NOT_CONFIGURED: { status: 409, detail: 'Cards cannot be taken: Square is not set up.' },
  // payments
  PAYMENT_NOT_FOUND: { status: 404, detail: 'There is no such payment.' },
  // kitchen
  TICKET_NOT_FOUND: { status: 404, detail: 'The kitchen has no such ticket.' },
  TICKET_BUMPED: { status: 409, detail: 'The ticket was already bumped.' },
} as const;

export type ErrorCode = keyof typeof ERRORS;
