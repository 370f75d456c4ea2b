import type { DrawerMovement, DrawerSession } from '#shared/contracts/drawer.ts';
import { type Cents, cents } from '#shared/contracts/money.ts';
import type { Payment, Refund } from '#shared/contracts/order.ts';
import { PosError } from '#shared/errors.ts';

type Kind = DrawerMovement['kind'];

/** What a drawer's movements come to; what went out is positive here too. */
export interface DrawerSums {
  float: Cents;
  cash_sales: Cents;
  cash_refunds: Cents;
  pay_ins: Cents;
  pay_outs: Cents;
  no_sales: number;
}

/** Which sum a kind of movement belongs to, and whether that sum is of what came in. */
const SUM_OF = {
  float: ['float', 1],
  sale: ['cash_sales', 1],
  refund: ['cash_refunds', -1],
  given_back: ['cash_refunds', -1],
  pay_in: ['pay_ins', 1],
  pay_out: ['pay_outs', -1],
} as const;

/** What movements of the same or several kinds, `times` of each, come to. */
export function sumsOf(moved: { kind: Kind; amount: Cents; times: number }[]): DrawerSums {
  const none = cents(0);
  const sums = { float: none, cash_sales: none, cash_refunds: none, pay_ins: none, pay_outs: none };
  let no_sales = 0;
  for (const { kind, amount, times } of moved) {
    if (kind === 'no_sale') no_sales += times;
    else {
      const [name, sign] = SUM_OF[kind];
      sums[name] = cents(sums[name] + sign * amount);
    }
  }
  return { ...sums, no_sales };
}

/** What must be in a drawer; less than nothing where more was given back than was put in. */
export function expectedIn(sums: Omit<DrawerSums, 'no_sales'>): Cents {
  const { float, cash_sales, cash_refunds, pay_ins, pay_outs } = sums;
  return cents(float + cash_sales - cash_refunds + pay_ins - pay_outs);
}

/** The cash that a payment left in the drawer, the tip in it. */
export function cashOf({ cash_tendered, change_due }: Payment): Cents {
  return cents((cash_tendered ?? 0) - (change_due ?? 0));
}

/** The cash that a refund took out of the drawer, with fee, tip and rounding. */
export function cashGivenBack({ payments }: Pick<Refund, 'payments'>): Cents {
  const parts = payments.filter(({ method }) => method === 'cash');
  return cents(
    parts.reduce((all, one) => all + one.amount + one.card_fee + one.tip + one.cash_rounding, 0),
  );
}

/** NOT_ENOUGH_CASH: a drawer cannot give more than it holds. */
export function mustHold(expected: Cents, amount: Cents): void {
  if (amount <= expected) return;
  const message = `only ${inWords(cents(Math.max(expected, 0)))} is in it`;
  throw new PosError('NOT_ENOUGH_CASH', { errors: [{ field: 'amount', message }] });
}

/** While it is open, a blind count hides what must be in a drawer from all but admins. */
export function isHidden(
  { status }: Pick<DrawerSession, 'status'>,
  blind_count: boolean,
  isAdmin: boolean,
): boolean {
  return status === 'open' && blind_count && !isAdmin;
}

/** A session without what must be in it, and without what would add up to it. */
export function hidden(session: DrawerSession): DrawerSession {
  return { ...session, cash_sales: null, cash_refunds: null, expected: null };
}

const BY_HAND = new Set<Kind>(['float', 'pay_in', 'pay_out', 'no_sale']);
/** The movements that somebody made at the drawer itself, and knows of. */
export const byHand = (movements: DrawerMovement[]) =>
  movements.filter(({ kind }) => BY_HAND.has(kind));

/** What was added up with each movement against all movements added up: undefined, or in words. */
export function disagreement(till: string, kept: DrawerSums, found: DrawerSums) {
  const names = Object.keys(found) as (keyof DrawerSums)[];
  const wrong = names.filter((name) => kept[name] !== found[name]);
  if (wrong.length === 0) return undefined;
  const parts = wrong.map((name) => {
    const words = (sums: DrawerSums) =>
      name === 'no_sales' ? String(sums.no_sales) : inWords(sums[name]);
    return `${name} ${words(kept)} instead of ${words(found)}`;
  });
  return (
    `The drawer ${till} was counted up to ${inWords(expectedIn(kept))}, but what moved in it ` +
    `comes to ${inWords(expectedIn(found))}: ${parts.join(', ')}.`
  );
}

const inWords = (amount: Cents) => (amount / 100).toFixed(2);
