import type { ToldOrder } from '../support/till.ts';
import type { Notes } from './some-day.ts';

/** Whole cents of a sum on the wire. */
const c = (amount: number) => Math.round(amount * 100);
const sum = <T>(all: readonly T[], of: (one: T) => number) =>
  all.reduce((total, one) => total + of(one), 0);
/** As it is on the wire. */
const wire = (cents: number) => cents / 100;

type Sums = Record<string, number>;
/** Adds to sums under a key, which are there when they are first added to. */
function tally() {
  const all = new Map<string, Sums>();
  return {
    add(key: string | number, more: Sums): void {
      const sums = all.get(String(key)) ?? {};
      for (const [name, n] of Object.entries(more)) sums[name] = (sums[name] ?? 0) + n;
      all.set(String(key), sums);
    },
    get: (key: string | number, name: string) => all.get(String(key))?.[name] ?? 0,
    keys: () => [...all.keys()].toSorted((a, b) => Number(a) - Number(b)),
  };
}

const paidOf = (order: ToldOrder) => order.payments.filter(({ status }) => status === 'completed');
const half = (n: number, of: number) =>
  of === 0
    ? 0
    : n < 0
      ? -Math.floor((-2 * n + of) / (2 * of))
      : Math.floor((2 * n + of) / (2 * of));
/** The hour on the wall, by the machine's own calendar and not by ours. */
const hourOf = (at: string) =>
  Number(
    new Intl.DateTimeFormat('en-US', {
      timeZone: 'America/New_York',
      hour: '2-digit',
      hourCycle: 'h23',
    }).format(new Date(at)),
  );

/** A day's figures as somebody finds them who has only the receipts; no price contains a tax. */
export function dailyByHand({ date, sold, refunds, voids, tips }: Notes) {
  const payments = sold.flatMap(paidOf);
  const by = (method: string) => payments.filter((one) => one.method === method);
  const worth = (all: typeof payments) => sum(all, (p) => c(p.amount) + c(p.cash_rounding));
  const gross = sum(sold, (order) => c(order.subtotal));
  const off = sum(sold, (order) => c(order.discount_total));
  const back = (of: 'net' | 'tax' | 'tip' | 'card_fee' | 'cash_rounding' | 'amount') =>
    sum(refunds, ({ refund }) => c(refund[of]));
  const free = sum(sold, (order) =>
    sum(
      order.items.flatMap((line) => line.discounts).filter((one) => one.discount_id === null),
      (one) => c(one.amount_applied),
    ),
  );
  const times = sold.map((order) => order.closed_at as string).toSorted();
  return {
    date,
    total_sales_gross: wire(gross),
    total_sales_net: wire(gross - off - back('net')),
    card_sales: wire(worth(by('card'))),
    cash_sales: wire(worth(by('cash'))),
    card_fees: wire(sum(payments, (p) => c(p.card_fee)) - back('card_fee')),
    discounts_applied: wire(off),
    tips_received: wire(
      sum(payments, (p) => c(p.tip)) + sum(tips, (tip) => tip.amount) - back('tip'),
    ),
    tax_collected: wire(sum(sold, (order) => c(order.tax)) - back('tax')),
    refunds: wire(back('amount') + back('cash_rounding')),
    voids: wire(sum(voids, ({ amount }) => c(amount))),
    comps: wire(free),
    cash_rounding: wire(sum(payments, (p) => c(p.cash_rounding)) - back('cash_rounding')),
    orders_count: sold.length,
    average_order: wire(half(gross - off, sold.length)),
    late_entries: 0,
    open_orders: 0,
    deposits_held: 0,
    unmatched_payments: 0,
    first_sale_at: times[0] ?? null,
    last_sale_at: times.at(-1) ?? null,
    z_number: null,
  };
}

/** What one key of a report should be; without names, which are told as they were last. */
export function rowsByHand(notes: Notes) {
  const { sold, refunds, tips } = notes;
  const [items, mods, hours, staff] = [tally(), tally(), tally(), tally()];
  const [discounts, taxes, tenders] = [tally(), tally(), tally()];
  for (const order of sold) {
    const { staff_id, closed_at } = order;
    const off = c(order.discount_total);
    const whole = { orders: 1, gross: c(order.subtotal), off };
    hours.add(hourOf(closed_at as string), whole);
    const extra = sum(paidOf(order), (p) => c(p.tip));
    staff.add(staff_id, { ...whole, tips: extra });
    for (const line of order.items.filter(({ quantity }) => quantity > 0)) {
      const { item_id, quantity, total_price, discount, tax } = line;
      items.add(item_id, { quantity, gross: c(total_price), off: c(discount), tax: c(tax) });
      for (const mod of line.modifiers) {
        const times = mod.quantity * quantity;
        mods.add(`${item_id}/${mod.mod_id}`, { times, amount: times * c(mod.mod_price) });
      }
    }
    for (const one of [...order.discounts, ...order.items.flatMap((line) => line.discounts)]) {
      discounts.add(one.discount_id ?? 0, { times: 1, amount: c(one.amount_applied) });
    }
    for (const one of order.taxes) {
      taxes.add(one.tax_id, { taxable: c(one.taxable), tax: c(one.tax) });
    }
    for (const { method, ...p } of paidOf(order)) {
      const sums = { amount: c(p.amount), fee: c(p.card_fee), tip: c(p.tip) };
      const rounding = c(p.cash_rounding);
      const handed = p.cash_tendered === null ? 0 : c(p.cash_tendered) - c(p.change_due ?? 0);
      const moved = method === 'cash' ? handed : sums.amount + sums.fee + sums.tip;
      tenders.add(method, { count: 1, ...sums, rounding, moved });
    }
  }
  for (const { refund, order } of refunds) {
    hours.add(hourOf(refund.created_at), { back: c(refund.net) });
    staff.add(order.staff_id, { back: c(refund.net), tips: -c(refund.tip) });
    for (const one of refund.items) {
      const line = order.items.find(({ id }) => id === one.order_item_id);
      const less = { returned: one.quantity, back: c(one.net), tax: -c(one.tax) };
      items.add(line?.item_id ?? 0, less);
    }
    for (const one of refund.taxes) {
      taxes.add(one.tax_id, { taxable: -c(one.taxable), tax: -c(one.tax) });
    }
    // one refund is one to each kind of money that it went back to in parts
    for (const { method, ...p } of refund.payments) {
      const all = c(p.amount) + c(p.card_fee) + c(p.tip) + c(p.cash_rounding);
      tenders.add(method, { backs: 1, back: all, moved: -all });
    }
  }
  for (const { order, method, amount } of tips) {
    staff.add(order.staff_id, { tips: amount });
    tenders.add(method, { tip: amount, moved: amount });
  }
  return { items, mods, hours, staff, discounts, taxes, tenders };
}

export { c, wire };
