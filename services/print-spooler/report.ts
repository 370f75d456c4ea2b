import { wallClock } from '#shared/business-day.ts';
import type { Settings } from '#shared/contracts/catalog.ts';
import type { Cents } from '#shared/contracts/money.ts';
import type { Daily } from '#shared/contracts/daily-report.ts';
import type { XReport } from '#shared/contracts/z-reports.ts';
import { amount } from './amount.ts';
import type { Report } from './document.ts';

const TITLES = { daily: 'Daily report', x: 'X report', z: 'Z report' } as const;
const PPM_PER_PERCENT = 10_000;

type Section = Report['sections'][number];
type Row = Section['rows'][number];
/** A day's figures; the lists are an X's and a Z's, and `number` a Z's. */
type Figures = Daily & Partial<Omit<XReport, keyof Daily>>;
type Told = Pick<Settings, 'currency' | 'timezone'>;

/** A day's figures in the words and the order in which an owner reads them. */
export function reportOf(kind: Report['kind'], figures: Figures, store: Told): Report {
  const pen = penOf(store);
  const sections = [...day(figures, pen), ...lists(figures, pen), ...drawers(figures, pen)];
  return {
    kind,
    title: TITLES[kind],
    subtitle: `Business day ${figures.date}`,
    number: kind === 'z' ? (figures.number ?? null) : null,
    sections: sections.filter(({ rows }) => rows.length > 0),
  };
}

/** How rows are written. */
function penOf({ currency, timezone }: Told) {
  const row = (label: string, value: string | number): Row => ({ label, value: String(value) });
  const money = (label: string, cents: Cents): Row => row(label, amount(cents, currency));
  return {
    row,
    money,
    bold: (one: Row): Row => ({ ...one, bold: true }),
    /** What is nothing on most days is told only when it is something. */
    some: (label: string, cents: Cents): Row[] => (cents === 0 ? [] : [money(label, cents)]),
    when: (label: string, instant: string | null): Row[] =>
      instant === null ? [] : [row(label, wallClock(instant, timezone))],
  };
}
type Pen = ReturnType<typeof penOf>;

function day(figures: Figures, { row, money, some, when, bold }: Pen): Section[] {
  const sales = [
    money('Gross', figures.total_sales_gross),
    money('Discounts', figures.discounts_applied),
    ...some('Given free, in the discounts', figures.comps),
    bold(money('Net, less refunded goods', figures.total_sales_net)),
    money('Tax', figures.tax_collected),
    ...some('Card fees', figures.card_fees),
    ...some('Rounding of cash', figures.cash_rounding),
    money('Tips', figures.tips_received),
  ];
  const paid = [
    money('Cash', figures.cash_sales),
    money('Cards', figures.card_sales),
    money('Refunded goods and tax', figures.refunds),
  ];
  const orders = [
    row('Sold', figures.orders_count),
    money('On average', figures.average_order),
    ...some('Voided', figures.voids),
    ...when('First', figures.first_sale_at),
    ...when('Last', figures.last_sale_at),
    ...(figures.open_orders ? [row('Still open', figures.open_orders)] : []),
    ...some('Paid for open orders', figures.deposits_held),
    ...some('Cards that paid no order', figures.unmatched_payments),
    ...(figures.late_entries ? [row('Late from days before', figures.late_entries)] : []),
  ];
  return [
    { name: 'Sales', rows: sales },
    { name: 'Bills paid', rows: paid },
    { name: 'Orders', rows: orders },
  ];
}

function lists(figures: Figures, { money, some, bold }: Pen): Section[] {
  const tenders = (figures.payments ?? []).map((tender) => ({
    name: tender.method === 'cash' ? 'Cash' : 'Cards',
    rows: [
      money(`Bills, ${tender.payments_count} payments`, tender.amount),
      ...some('Fees', tender.card_fees),
      ...some('Rounding', tender.cash_rounding),
      ...some('Tips', tender.tips),
      ...some(`Given back, ${tender.refunds_count} times`, tender.refunds),
      bold(money('Money moved', tender.money_moved)),
    ],
  }));
  const taxes = (figures.taxes ?? []).flatMap(({ name, percentage, inclusive, taxable, tax }) => {
    const rate = name.includes('%') ? name : `${name} ${percentage / PPM_PER_PERCENT}%`;
    return [money(inclusive ? `${rate}, in the prices` : rate, tax), money('  of', taxable)];
  });
  const discounts = (figures.discounts ?? []).map((one) =>
    money(`${one.times} x ${one.name}`, one.amount),
  );
  const categories = (figures.categories ?? []).map((one) =>
    money(`${one.quantity} x ${one.name}`, one.net),
  );
  return [
    ...tenders,
    { name: 'Taxes', rows: taxes },
    { name: 'Discounts', rows: discounts },
    { name: 'Categories, net', rows: categories },
  ];
}

function drawers(figures: Figures, { row, money, when, bold }: Pen): Section[] {
  const difference = (cents: Cents | null): Row[] => {
    if (cents === null) return [];
    if (cents === 0) return [row('Right to the cent', '')];
    return [bold(money(cents > 0 ? 'Over' : 'Short', Math.abs(cents) as Cents))];
  };
  return (figures.drawers ?? []).map(({ till, opened_at, float, expected, ...count }) => ({
    name: `Drawer of ${till}`,
    rows: [
      ...when('Opened', opened_at),
      money('Float', float),
      ...(expected === null ? [] : [money('Must hold', expected)]),
      count.counted === null ? row('Not counted', '') : money('Counted', count.counted),
      ...difference(count.over_short),
    ],
  }));
}
