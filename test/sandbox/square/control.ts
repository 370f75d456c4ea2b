import { pairDevice } from './devices.ts';
import type { Fault, Faults } from './faults.ts';
import { SCOPES } from './gate.ts';
import type { Inside, Settings } from './inside.ts';
import { grantCode, revokeTokens } from './oauth.ts';
import { makePayment } from './payment.ts';
import type { CheckoutPlan } from './plans.ts';
import { notFound } from './refusal.ts';
import { findRefund, finishRefund, makeRefund } from './refunds.ts';
import type { Route } from './route.ts';
import type { KeptRefund } from './records.ts';
import type { Payment } from './wire.ts';
import type { Happening, Subscription, Webhooks } from './webhooks.ts';

/** A payment that a reader made without the house; amounts in cents. */
export interface ReaderPayment {
  reference_id?: string;
  amount: number;
  tip?: number;
  status?: 'COMPLETED' | 'APPROVED' | 'FAILED';
  currency?: string;
  location_id?: string;
  created_at?: string;
  refund_requires_card_presence?: boolean;
}

/** What a test, or somebody who plays with the demo, can make happen; also over HTTP. */
export interface Control {
  settings(settings: Partial<Omit<Settings, 'access_token'>>): Settings;
  fault(fault: Fault): void;
  clear_faults(): void;
  /** Sets Square's clock forward; returns what it shows then. */
  travel(by: { ms: number }): string;
  /** A card was held to a reader; returns the payment's id. */
  reader_payment(payment: ReaderPayment): { payment_id: string };
  /** Somebody refunds in Square's dashboard. */
  dashboard_refund(refund: { payment_id: string; amount: number; reason?: string }): {
    refund_id: string;
  };
  /** The next refund, of this payment if one is named, will end so. */
  plan_refund(plan: { status: KeptRefund['fate']; payment_id?: string }): void;
  /** Ends a refund that is PENDING, now. */
  finish_refund(end: { refund_id: string; status?: KeptRefund['fate'] }): void;
  /** What the next checkout does besides what its terminal does. */
  plan_checkout(plan: Partial<CheckoutPlan>): void;
  /** Somebody types the code into a terminal; returns the terminal's id. */
  pair_device(code: { id: string; device_id?: string }): { device_id: string };
  /** The merchant lets the application in; returns what Square sends back. */
  authorize(wish: { scopes?: string[]; code_challenge?: string }): { code: string };
  /** The settings' token, unless another one is named. */
  expire_token(which?: { access_token?: string }): void;
  revoke_token(which?: { access_token?: string }): void;
  subscribe(subscription: Subscription | null): void;
  happenings(): Happening[];
  resend(event: { event_id: string }): boolean;
}

/** What a control works on. */
interface Handles {
  inside: Inside;
  routes: Route[];
  faults: Faults;
  webhooks: Webhooks;
}

export function makeControl({ inside, routes, faults, webhooks }: Handles): Control {
  const { settings, clock, shelves, plans } = inside;

  function readerPayment(wanted: ReaderPayment): { payment_id: string } {
    const { amount, tip = 0, status = 'COMPLETED', currency = settings.currency } = wanted;
    const extra: Partial<Payment> = {
      ...(wanted.reference_id && { reference_id: wanted.reference_id }),
      ...(wanted.location_id && { location_id: wanted.location_id }),
      ...(wanted.created_at && { created_at: wanted.created_at }),
    };
    const declined = status === 'FAILED' && { declined: 'GENERIC_DECLINE' };
    const payment = makePayment(inside, {
      source: { kind: 'card', ...declined },
      amount_money: { amount, currency },
      ...(tip > 0 && { tip_money: { amount: tip, currency } }),
      extra,
      entry_method: 'EMV',
      autocomplete: status !== 'APPROVED',
    });
    if (wanted.refund_requires_card_presence && payment.card_details) {
      payment.card_details.refund_requires_card_presence = true;
      const kept = shelves.payments.get(payment.id);
      if (kept) shelves.payments.put(payment.id, { ...kept, payment });
    }
    return { payment_id: payment.id };
  }

  return {
    settings: (changed) => Object.assign(settings, changed),
    fault(fault) {
      const known = ['*', ...routes.map(({ name }) => name)];
      if (!known.includes(fault.endpoint)) throw notFound(`Endpoint ${fault.endpoint}`);
      faults.add(fault);
    },
    clear_faults: faults.clear,
    travel({ ms }) {
      clock.travel(ms);
      return clock.iso();
    },
    reader_payment: readerPayment,
    dashboard_refund({ payment_id, amount, reason }) {
      const amount_money = { amount, currency: settings.currency };
      const refund = makeRefund(inside, { payment_id, amount_money, reason });
      return { refund_id: refund.id };
    },
    plan_refund: ({ status, payment_id }) => plans.planRefund(status, payment_id),
    finish_refund({ refund_id, status }) {
      finishRefund(inside, findRefund(inside, refund_id), status);
    },
    plan_checkout: plans.planCheckout,
    pair_device: ({ id, device_id }) => ({ device_id: pairDevice(inside, id, device_id) }),
    authorize: ({ scopes = SCOPES, code_challenge }) => ({
      code: grantCode(inside, scopes, code_challenge),
    }),
    expire_token(which) {
      const token = shelves.tokens.get(which?.access_token ?? settings.access_token);
      if (!token) throw notFound('Token');
      shelves.tokens.put(token.access_token, { ...token, expires_at: clock.now() });
    },
    revoke_token: (which) => revokeTokens(inside, which?.access_token ?? settings.access_token),
    subscribe: (to) => webhooks.subscribe(to ?? undefined),
    happenings: webhooks.happenings,
    resend: ({ event_id }) => webhooks.resend(event_id),
  };
}
