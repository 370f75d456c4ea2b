import { resolve } from 'node:path';
import { openAlarms } from '#shared/alarms.ts';
import { answer, type Call } from '#shared/answer.ts';
import { connectBus, type Status } from '#shared/bus.ts';
import type { Handlers, Payload } from '#shared/contracts/contract.ts';
import { type ErrorCode, ERRORS } from '#shared/contracts/errors.ts';
import { payments, type TenderOutcome } from '#shared/contracts/payments.ts';
import { everyService } from '#shared/contracts/service.ts';
import { openDatabase } from '#shared/database.ts';
import { PosError } from '#shared/errors.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import type { House } from '../support/house.ts';

const STATUS_EVERY_MS = 50;

type Said = TenderOutcome['outcome'] | 'never' | ErrorCode;
type Charge = Parameters<Handlers<typeof payments, Call>['charge_card']>[0];

/** Payments as it is when cards are set up: what becomes of a tender is for the test to say. */
export interface PaymentsStandIn {
  /** Every question that came, in order. */
  charges: Charge[];
  /** What is answered from now on, an error too; `never`: nobody answers. */
  say(outcome: Said, more?: Partial<TenderOutcome>): void;
  /** The same as an event, as if the answer had been lost. */
  announce(charge: Charge, outcome: TenderOutcome['outcome']): Promise<void>;
  /** What payments tells of a card afterwards. */
  tell<E extends 'card_tip_changed' | 'card_refund_settled'>(
    event: E,
    payload: Payload<typeof payments, E>,
  ): Promise<void>;
  end(): Promise<void>;
}

export function openPaymentsStandIn(house: House): PaymentsStandIn {
  const { config } = house;
  const log = openLog('payments', config);
  const bus = connectBus('payments', config, log);
  const migrations = resolve(import.meta.dirname, '../../services/payments/migrations');
  const database = openDatabase('payments', config, migrations, () => undefined);
  const journal = openJournal(payments, database, bus);
  const alarms = openAlarms(database, bus);
  const charges: Charge[] = [];
  let next: Said = 'approved';
  let extra: Partial<TenderOutcome> = {};

  const outcomeOf = (charge: Charge, outcome: TenderOutcome['outcome']): TenderOutcome => ({
    tender_id: charge.tender_id,
    order_id: charge.order_id,
    outcome,
    code: outcome === 'declined' ? 'INSUFFICIENT_FUNDS' : null,
    amount: charge.amount,
    card_fee: charge.card_fee,
    tip: charge.tip,
    attempt_id: charge.attempt_id,
    square_payment_id: `square-${charge.tender_id}`,
    card_brand: 'VISA',
    last4: '1111',
    ...extra,
  });
  const handlers: Partial<Handlers<typeof payments, Call>> = {
    list_payments: () => ({ payments: [] }),
    get_payment: () => {
      throw new Error('nobody asks');
    },
    charge_card(charge) {
      charges.push(charge);
      if (next === 'never') return new Promise(() => undefined);
      if (next in ERRORS) throw new PosError(next as ErrorCode, { tender_id: charge.tender_id });
      return outcomeOf(charge, next as TenderOutcome['outcome']);
    },
  };
  const on = { bus, database, config, log };
  const answering = [
    answer(on, payments, handlers as Handlers<typeof payments, Call>),
    answer(on, everyService, {
      changes: (after) => journal.changes(after),
      audit: (wanted) => journal.audit(wanted),
      acknowledge_alarm: ({ alarm_id }, { at }) => alarms.acknowledge(alarm_id, at),
    }),
  ];
  const started_at = new Date().toISOString();
  const sayStatus = () => {
    const { seq: head, hash: head_hash } = journal.head();
    const status: Status = { state: 'ready', head, head_hash, started_at, pid: process.pid };
    bus.publish('pos/payments/status', JSON.stringify(status));
  };
  const presence = setInterval(sayStatus, STATUS_EVERY_MS);

  return {
    charges,
    say(outcome, more = {}) {
      [next, extra] = [outcome, more];
    },
    announce: (charge, outcome) =>
      database.transact(() => {
        const settled = outcomeOf(charge, outcome);
        const at = new Date().toISOString();
        journal.announce('tender_settled', settled, { service: 'payments' }, at);
      }),
    tell: (event, payload) =>
      database.transact(() => {
        journal.announce(event, payload, { service: 'payments' }, new Date().toISOString());
      }),
    async end() {
      clearInterval(presence);
      for (const one of answering) void one.stop(); // what nobody answers is not waited for
      await bus.close();
      database.close();
    },
  };
}
