import { createHash } from 'node:crypto';
import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Payment } from '#shared/contracts/order.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { payments, TenderOutcome } from '#shared/contracts/payments.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import { isOpen, outcomeOf, requestOf, type StoredAttempt } from './attempt.ts';
import type { CardDesk } from './attempt-handlers.ts';
import { cardTerms } from './beginning.ts';
import { isOurFault, SquareFailure } from './outcome.ts';
import { refusalOf } from './resolving.ts';
import type { Store } from './store.ts';

/** Orders waits 40 s for us; this is a little more, so that its answer still comes through. */
const ORDERS_PATIENCE_MS = 45_000;

type Charge = Parameters<Handlers<typeof payments, Call>['charge_card']>[0];
type ChargeOperation = 'charge' | 'charge_card' | 'change_tip';

/** A card is charged: by a token, or as a reader has done it already. */
export function chargeHandlers(
  desk: CardDesk,
  store: Store,
): Pick<Handlers<typeof payments, Call>, ChargeOperation> {
  const { asker, database, square, attempts, charging, capturing } = desk;

  /** In the file before anything is sent, with what will be sent. */
  function enter(charge: Charge, { at: created_at }: Call): Promise<StoredAttempt> {
    const { source_id, payment_id: _payment_id, ...tender } = charge;
    const where = cardTerms(desk);
    const row = { ...tender, ...where, begun_by: null, created_at };
    const request = source_id === undefined ? null : requestOf(row, source_id);
    const kind = request ? 'token' : 'reader';
    return database.transact(() => {
      attempts.add({ ...row, kind, status: request ? 'sending' : 'created', request });
      return attempts.find(tender.attempt_id) as StoredAttempt;
    });
  }

  /** The attempt of a tender; a reader's was begun by us, but orders may have answered in vain. */
  async function attemptOf(charge: Charge, call: Call): Promise<StoredAttempt> {
    const { attempt_id, tender_id, amount, card_fee, tip } = charge;
    const attempt = attempts.find(attempt_id) ?? (await enter(charge, call));
    if (attempt.tender_id !== null) return attempt;
    await database.transact(() =>
      attempts.setPart({ attempt_id, tender_id, amount, card_fee, tip }),
    );
    return attempts.find(attempt_id) as StoredAttempt;
  }

  /** A reader's payment: what Square says of it counts, not what the device says. */
  async function confirm(attempt: StoredAttempt, payment_id: string): Promise<StoredAttempt> {
    const { attempt_id } = attempt;
    const payment = await charging.fetch(payment_id);
    if (!payment) throw new PosError('PAYMENT_NOT_MADE', { attempt_id, payment_id });
    const taken = await charging.take(attempt_id, payment);
    if (taken !== 'paid') throw new PosError(refusalOf(taken), { attempt_id, payment_id });
    return attempts.find(attempt_id) as StoredAttempt;
  }

  async function pay(attempt: StoredAttempt, payment_id?: string): Promise<StoredAttempt> {
    const { attempt_id, request } = attempt;
    if (!isOpen(attempt)) return attempt;
    if (!request && !payment_id) throw new PosError('PAYMENT_NOT_MADE', { attempt_id });
    try {
      return await (request ? charging.send(attempt_id) : confirm(attempt, payment_id as string));
    } catch (error) {
      const isSilent = error instanceof SquareFailure;
      const isAway = error instanceof PosError && error.code === 'CARD_NOT_CONFIGURED';
      if (!isSilent && !isAway) throw error;
      await charging.leaveUnknown(attempt_id); // it may have paid, or be paying
      return attempts.find(attempt_id) as StoredAttempt;
    }
  }

  return {
    async charge({ order_id, ...tender }, { key, caller }) {
      const { source_id, attempt_id, payment_id } = tender;
      if (attempt_id && !payment_id) throw wrongField('VALIDATION_FAILED', 'payment_id', 'needed');
      if (payment_id && !attempt_id) throw wrongField('VALIDATION_FAILED', 'attempt_id', 'needed');
      if ((source_id === undefined) === (payment_id === undefined)) {
        throw wrongField('VALIDATION_FAILED', 'source_id', 'either a token or a payment');
      }
      const wanted = { order_id, method: 'card' as const, ...tender };
      const how = { caller, key: `${key}/charge`, patience_ms: ORDERS_PATIENCE_MS };
      const order = await asker.ask(orders, 'add_payment', wanted, how);
      const paid = order.payments.filter(({ method, status, attempt_id: id }) =>
        attempt_id ? id === attempt_id : method === 'card' && status === 'completed',
      );
      return paid.at(-1) as Payment;
    },

    async charge_card(charge, call): Promise<TenderOutcome> {
      const { attempt_id, order_id, payment_id } = charge;
      const ended = await pay(await attemptOf(charge, call), payment_id);
      // not kept as an answer: asked again, it is found out again
      if (isOpen(ended)) throw new PosError('PAYMENT_UNKNOWN', { order_id, attempt_id });
      if (ended.status === 'declined' && isOurFault(ended.code)) {
        throw new PosError('CARD_NOT_CONFIGURED', { order_id, square_code: ended.code });
      }
      return outcomeOf(ended);
    },

    async change_tip({ payment_id, tip }, { key, actor, at }) {
      const attempt = attempts.byTender(payment_id);
      if (!attempt) {
        const isThere = store.find(payment_id) !== undefined;
        throw new PosError(isThere ? 'TIP_LOCKED' : 'PAYMENT_NOT_FOUND', { payment_id });
      }
      square.account();
      // Square's keys are short, and ours may be anything
      const ours = createHash('sha256').update(`${key} ${payment_id}`).digest('hex').slice(0, 32);
      return paymentOf(await capturing.changeTip(attempt, tip, { key: ours, actor, at }));
    },
  };
}

/** A card's payment as orders has it, without waiting for it to hear of a change. */
function paymentOf(attempt: StoredAttempt): Payment {
  const { tender_id, order_id, amount, card_fee, tip, attempt_id, square_payment_id } = attempt;
  const { card_brand, last4, till, staff_id, created_at } = attempt;
  const cash = { cash_rounding: cents(0), cash_tendered: null, change_due: null };
  const sums: Record<'amount' | 'card_fee' | 'tip', Cents> = { amount, card_fee, tip };
  const card = { attempt_id, square_payment_id, card_brand, last4 };
  const who = { till, staff_id, created_at };
  const what = { method: 'card' as const, status: 'completed' as const };
  return { id: tender_id as number, order_id, ...what, ...sums, ...cash, ...card, ...who };
}
