import type { Sums } from '../sandbox/square/ledger.ts';
import type { Payment } from '../sandbox/square/wire.ts';
import type { openBooks } from '../support/books.ts';

type Books = ReturnType<typeof openBooks>;

interface PaymentRow {
  id: number;
  order_id: number;
  method: string;
  status: string;
  amount: number;
  card_fee: number;
  tip: number;
  attempt_id: string | null;
}
interface RefundPart {
  payment_id: number;
  method: string;
  amount: number;
  card_fee: number;
  tip: number;
}
interface AttemptRow {
  attempt_id: string;
  order_id: number;
  square_payment_id: string | null;
  captured: number;
  code: string | null;
}
type Part = Pick<RefundPart, 'amount' | 'card_fee' | 'tip'>;

const sumOf = ({ amount, card_fee, tip }: Part) => amount + card_fee + tip;
const total = (parts: Part[]) => parts.reduce((sum, part) => sum + sumOf(part), 0);

/** Attempts whose money Square held and, because all of it was given back, has never taken. */
function letGo(attempts: AttemptRow[], payments: Payment[]): Set<string> {
  const canceled = new Set(
    payments.flatMap(({ id, status }) => (status === 'CANCELED' ? [id] : [])),
  );
  const free = attempts.filter(
    ({ code, square_payment_id: id }) => code === 'GIVEN_BACK' && id && canceled.has(id),
  );
  return new Set(free.map(({ attempt_id }) => attempt_id));
}

/** Square's own, as they were when all had settled. */
export interface SquareBooks {
  payments: Payment[];
  sums: Sums[];
}

/** What a report says of a day's cards, in cents. */
export interface ReportedCards {
  card_sales: number;
  card_fees: number;
  tips_received: number;
}

/**
 * Where Square's ledger, payments, orders and the report do not agree to the cent, in sentences;
 * every order is card business alone, and of one business day.
 */
export function disagreements(books: Books, square: SquareBooks, report: ReportedCards): string[] {
  const wrong: string[] = [];
  const must = (what: string, ours: unknown, theirs: unknown) => {
    const [a, b] = [ours, theirs].map((value) => JSON.stringify(value));
    if (a !== b) wrong.push(`${what}: ${a}, not ${b}`);
  };
  const COLUMNS = 'id, order_id, method, status, amount, card_fee, tip, attempt_id';
  const ended = "method = 'card' AND status IN ('completed', 'given_back') ORDER BY id";
  const paid = books.rows<PaymentRow>('orders', `SELECT ${COLUMNS} FROM payment WHERE ${ended}`);
  const listed = books.rows('payments', `SELECT ${COLUMNS} FROM payment WHERE ${ended}`);
  must('what payments lists', listed, paid);

  const unmatched = books.rows<{ attempt_id: string; amount: number; tip: number }>(
    'payments',
    'SELECT attempt_id, amount, tip FROM unmatched_payment',
  );
  const attempts = books.rows<AttemptRow>(
    'payments',
    'SELECT attempt_id, order_id, square_payment_id, captured, code FROM attempt',
  );
  const named = Map.groupBy(square.payments, ({ reference_id }) => reference_id);
  const sums = Map.groupBy(square.sums, ({ reference_id }) => reference_id);
  const moved = (what: 'captured' | 'refunded', id: string) =>
    (sums.get(id) ?? []).reduce((all, one) => all + one[what], 0);
  const owned = Map.groupBy(paid, ({ attempt_id }) => attempt_id);
  const free = letGo(attempts, square.payments);
  const held = square.payments.filter(({ status }) => status === 'APPROVED');
  must('payments that Square still holds', held.length, 0);
  for (const { attempt_id, order_id, square_payment_id, captured } of attempts) {
    const taken = (named.get(attempt_id) ?? []).filter(({ status }) => status === 'COMPLETED');
    const own = free.has(attempt_id) ? [] : (owned.get(attempt_id) ?? []);
    if (square_payment_id) {
      const isTaken = taken.some(({ id }) => id === square_payment_id);
      must(`order ${order_id}: taken, as payments has it`, captured === 1, isTaken);
    }
    const kept = unmatched.filter((one) => one.attempt_id === attempt_id);
    const kept_cents = kept.reduce((sum, { amount, tip }) => sum + amount + tip, 0);
    must(`order ${order_id}: captures of one share`, taken.length, own.length + kept.length);
    if (taken.length > 1) wrong.push(`order ${order_id}: a card was charged ${taken.length} times`);
    must(`order ${order_id}: captured`, moved('captured', attempt_id), total(own) + kept_cents);
  }
  const known = new Set(attempts.map(({ attempt_id }) => attempt_id));
  const strangers = square.payments.filter((one) => !known.has(one.reference_id ?? ''));
  must('payments at Square that nobody here knows', strangers.length, 0);

  const refunds = books
    .rows<{ payments: string }>('orders', 'SELECT payments FROM refund')
    .flatMap(({ payments }) => JSON.parse(payments) as RefundPart[])
    .filter(({ method }) => method === 'card');
  for (const { id, order_id, status, attempt_id, ...part } of paid) {
    const back = refunds.filter(({ payment_id }) => payment_id === id);
    const owed = total(back) + (status === 'given_back' ? sumOf(part) : 0);
    const freed = free.has(attempt_id as string) ? sumOf(part) : 0;
    must(`order ${order_id}: given back`, moved('refunded', attempt_id as string) + freed, owed);
  }

  const ids = 'SELECT id FROM orders WHERE business_day IS NOT NULL';
  const closed = new Set(books.rows<{ id: number }>('orders', ids).map(({ id }) => id));
  const sold = paid.filter((one) => one.status === 'completed' && closed.has(one.order_id));
  const sum = (of: Part[], what: keyof Part) => of.reduce((all, part) => all + part[what], 0);
  must('the report’s card sales', report.card_sales, sum(sold, 'amount'));
  for (const [name, what] of [
    ['card_fees', 'card_fee'],
    ['tips_received', 'tip'],
  ] as const) {
    must(`the report’s ${name}`, report[name], sum(sold, what) - sum(refunds, what));
  }
  return wrong;
}
