import type { Action, Checkout, DeviceCode, Payment, Refund } from './wire.ts';

/** A payment, and what only Square knows of it. */
export interface KeptPayment {
  payment: Payment;
  /** Lists show it from then on. */
  listed_at: number;
  idempotency_key?: string;
}

/** A refund, and how it will end. */
export interface KeptRefund {
  refund: Refund;
  listed_at: number;
  final_at: number;
  reads: number;
  fate: 'COMPLETED' | 'FAILED' | 'REJECTED';
}

/** A checkout or an action at a terminal, and what will happen there. */
export interface KeptCheckout {
  checkout: Checkout;
  step_at: number;
  reads: number;
  /** It ends paid although somebody asked to cancel it. */
  pays_after_cancel: boolean;
  /** The first card is declined, the second one pays. */
  first_card_fails: boolean;
}

/** A device code, and when its terminal is there. */
export interface KeptCode {
  code: DeviceCode;
  pairs_at?: number;
}

/** A token that Square has given out. */
export interface Token {
  access_token: string;
  refresh_token?: string;
  scopes: string[];
  expires_at?: number;
  revoked: boolean;
}

/** What a token is given out for: a code, or a refresh token. */
export interface Grant {
  kind: 'code' | 'refresh';
  scopes: string[];
  /** What an application that can keep no secret began with (PKCE). */
  code_challenge?: string;
  expires_at?: number;
  spent: boolean;
}

/** The first answer to a key, and what it was asked with. */
export interface KeptAnswer {
  body: string;
  status: number;
  answer: object;
}

/** What is kept, by kind. */
export interface Records {
  payments: KeptPayment;
  refunds: KeptRefund;
  checkouts: KeptCheckout;
  actions: { action: Action; step_at: number };
  codes: KeptCode;
  tokens: Token;
  grants: Grant;
  answers: KeptAnswer;
}
