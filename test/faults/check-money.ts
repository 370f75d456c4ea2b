import { disagreements } from './card-books.ts';
import type { Evidence } from './evidence.ts';

interface Sold {
  id: number;
  due: number;
  lines: number;
  subtotal: number;
  discounts: number;
  discount_total: number;
  taxes: number;
  tax: number;
  paid: number;
}

const SOLD = `SELECT id, subtotal, discount_total, tax,
  subtotal - discount_total + tax - tax_included AS due,
  (SELECT coalesce(sum(total_price), 0) FROM order_item WHERE order_id = orders.id) AS lines,
  (SELECT coalesce(sum(discount), 0) FROM order_item WHERE order_id = orders.id) AS discounts,
  (SELECT coalesce(sum(tax), 0) FROM order_item WHERE order_id = orders.id) AS taxes,
  (SELECT coalesce(sum(amount), 0) FROM payment WHERE order_id = orders.id
    AND status = 'completed') AS paid
  FROM orders WHERE closed_at IS NOT NULL`;

const sum = <T>(of: T[], what: (one: T) => number) => of.reduce((all, one) => all + what(one), 0);

/** I5: orders add up, no more goes back than came in, and the report is the sum of it all. */
export function sumsWrong({ books, report }: Evidence): string[] {
  const wrong: string[] = [];
  const must = (what: string, is: number, shouldBe: number) => {
    if (is !== shouldBe) wrong.push(`${what}: ${is}, not ${shouldBe}`);
  };
  const sold = books.rows<Sold>('orders', SOLD);
  for (const order of sold) {
    must(`order ${order.id}: subtotal`, order.subtotal, order.lines);
    must(`order ${order.id}: discounts`, order.discount_total, order.discounts);
    must(`order ${order.id}: tax`, order.tax, order.taxes);
    must(`order ${order.id}: paid`, order.paid, order.due);
  }
  const [back] = books.rows<Record<string, number>>(
    'orders',
    `SELECT coalesce(sum(amount), 0) AS amount, coalesce(sum(tax), 0) AS tax,
      coalesce(sum(tip), 0) AS tip FROM refund`,
  );
  const { amount = 0, tax = 0, tip = 0 } = back ?? {};
  const tips = `SELECT coalesce(sum(tip), 0) AS tip, method, sum(amount) AS amount FROM payment
    JOIN orders ON orders.id = order_id
    WHERE payment.status = 'completed' AND closed_at IS NOT NULL GROUP BY method`;
  const paid = books.rows<{ tip: number; method: string; amount: number }>('orders', tips);
  const by = (method: string) => paid.find((one) => one.method === method)?.amount ?? 0;
  const told = (what: string) => report[what] ?? 0;
  must('the report’s orders', told('orders_count') / 100, sold.length);
  must(
    'the report’s gross sales',
    told('total_sales_gross'),
    sum(sold, (o) => o.subtotal),
  );
  must('the report’s cash', told('cash_sales'), by('cash'));
  must('the report’s cards', told('card_sales'), by('card'));
  must('the report’s tax', told('tax_collected'), sum(sold, (o) => o.tax) - tax);
  must('the report’s refunds', told('refunds'), amount);
  must('the report’s tips', told('tips_received'), sum(paid, (one) => one.tip) - tip);
  return [...wrong, ...refundsWrong(books)];
}

interface Back {
  payment_id: number;
  amount: number;
  card_fee: number;
  tip: number;
}

function refundsWrong(books: Evidence['books']): string[] {
  const parts = books
    .rows<{ payments: string }>('orders', 'SELECT payments FROM refund')
    .flatMap(({ payments }) => JSON.parse(payments) as Back[]);
  const back = Map.groupBy(parts, ({ payment_id }) => payment_id);
  return books
    .rows<{ id: number; all: number }>(
      'orders',
      'SELECT id, amount + card_fee + tip AS "all" FROM payment',
    )
    .flatMap(({ id, all }) => {
      const given = sum(back.get(id) ?? [], (one) => one.amount + one.card_fee + one.tip);
      return given > all ? [`payment ${id} of ${all}: ${given} went back`] : [];
    });
}

/** I6: Square took what payments and orders say, once an attempt. */
export function cardsWrong({ books, square, report }: Evidence): string[] {
  const cash = `SELECT coalesce(sum(tip), 0) AS tip FROM payment JOIN orders ON orders.id = order_id
    WHERE method = 'cash' AND payment.status = 'completed' AND closed_at IS NOT NULL`;
  const [{ tip } = { tip: 0 }] = books.rows<{ tip: number }>('orders', cash);
  const cashBack = books
    .rows<{ payments: string }>('orders', 'SELECT payments FROM refund')
    .flatMap(({ payments }) => JSON.parse(payments) as (Back & { method: string })[])
    .filter(({ method }) => method === 'cash');
  const told = (what: string) => report[what] ?? 0;
  return disagreements(books, square, {
    card_sales: told('card_sales'),
    card_fees: told('card_fees'),
    tips_received: told('tips_received') - tip + sum(cashBack, (one) => one.tip),
  });
}
