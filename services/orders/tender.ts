import { type Cents, cents } from '#shared/contracts/money.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import { partOf } from './price.ts';
import type { Standing } from './standing.ts';

const PPM = 1_000_000;

/** What a card costs the guest; rates in parts per million. */
export interface CardFee {
  available: boolean;
  percentage_amount: number;
  min_fee: Cents;
  max_percentage?: number | null;
}

/**
 * The fee on the part of the bill that a card pays, the tip not counted: a percentage, at least
 * `min_fee`, at most `max_percentage` of the base, rounded down. Of nothing, nothing.
 */
export function cardFee(base: Cents, fee: CardFee | undefined): Cents {
  if (!fee?.available || base <= 0) return cents(0);
  const wanted = Math.max(partOf(base, fee.percentage_amount, PPM), fee.min_fee);
  if (fee.max_percentage === undefined || fee.max_percentage === null) return cents(wanted);
  const cap = Number((BigInt(base) * BigInt(fee.max_percentage)) / BigInt(PPM));
  return cents(Math.min(wanted, cap));
}

/** To the nearest multiple of `step` (0: as it is), half up: what cash rounds a remainder to. */
export function roundCash(amount: Cents, step: Cents): Cents {
  if (step === 0) return amount;
  return cents(Math.floor((2 * amount + step) / (2 * step)) * step);
}

/** The part of the balance that a tender is to pay: all of it when none is named. */
export function partDue(order: Standing, amount: Cents | undefined): Cents {
  if (order.items.every(({ quantity }) => quantity === 0)) {
    throw new PosError('ORDER_EMPTY', { order_id: order.id });
  }
  if (amount === 0 && order.balance_due > 0) {
    throw wrongField('VALIDATION_FAILED', 'amount', 'must be more than 0');
  }
  if (amount !== undefined && amount > order.balance_due) {
    const balance_due = order.balance_due / 100;
    throw new PosError('AMOUNT_EXCEEDS_BALANCE', {
      order_id: order.id,
      balance_due,
      errors: [{ field: 'amount', message: `only ${balance_due.toFixed(2)} is due` }],
    });
  }
  return amount ?? order.balance_due;
}

interface Cash {
  amount?: Cents;
  cash_tendered?: Cents;
  tip?: Cents;
}

/**
 * A cash tender: what is handed over covers its part, rounded where it pays the rest, and the tip;
 * what is over is the change. TENDER_TOO_SMALL, AMOUNT_EXCEEDS_BALANCE, ORDER_EMPTY.
 */
export function cashTender(order: Standing, cash: Cash, rounding_step: Cents) {
  const { cash_tendered, tip = cents(0) } = cash;
  const amount = partDue(order, cash.amount);
  if (cash_tendered === undefined) {
    throw wrongField('VALIDATION_FAILED', 'cash_tendered', 'needed with method cash');
  }
  const due = amount === order.balance_due ? roundCash(amount, rounding_step) : amount;
  const change_due = cents(cash_tendered - due - tip);
  if (change_due < 0) throw wrongField('TENDER_TOO_SMALL', 'cash_tendered');
  return {
    method: 'cash' as const,
    amount,
    tip,
    card_fee: cents(0),
    cash_rounding: cents(due - amount),
    cash_tendered,
    change_due,
    status: 'completed' as const,
    attempt_id: null,
  };
}

/** What a guest may choose to give: as much as the bill comes to, or this, if that is more. */
const ALWAYS_ENOUGH = cents(100_00);

/** VALIDATION_FAILED: a slip of the finger, not a tip. */
export function mustBeATip(tip: Cents, total: Cents): void {
  if (tip <= Math.max(total, ALWAYS_ENOUGH)) return;
  throw wrongField('VALIDATION_FAILED', 'tip', 'more than the bill: at most that, or 100.00');
}
