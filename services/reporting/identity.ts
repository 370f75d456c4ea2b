import type { DaySums } from './daily.ts';

/** Sums of the same day, made by different ways. */
export interface DayChecks {
  net_by_item: number;
  net_by_hour: number;
  net_by_staff: number;
  tax_by_rate: number;
  discounts_by_name: number;
  paid: number;
  moved: number;
}

/** A drawer that was counted; money in cents. */
type Counted = Record<'float' | 'cash_sales' | 'cash_refunds' | 'pay_ins' | 'pay_outs', number> &
  Record<'expected' | 'counted' | 'over_short', number | null>;

/** Two ways to the same figure, in cents. */
interface Identity {
  name: string;
  is: number;
  should_be: number;
}

/** What must be equal on every day, whatever happened on it. */
export function identitiesOf(day: DaySums, checks: DayChecks): Identity[] {
  const net = day.sold - day.returned;
  return [
    {
      name: 'sales less refunds, against net, tax and rounding',
      is: day.cash_sales + day.card_sales - day.refunds,
      should_be: net + day.tax + day.cash_rounding,
    },
    { name: 'net by item, against net', is: checks.net_by_item, should_be: net },
    { name: 'net by hour, against net', is: checks.net_by_hour, should_be: net },
    { name: 'net by staff, against net', is: checks.net_by_staff, should_be: net },
    { name: 'tax by rate, against tax', is: checks.tax_by_rate, should_be: day.tax },
    {
      name: 'discounts by name, against gross less sold',
      is: checks.discounts_by_name,
      should_be: day.gross - day.sold,
    },
    {
      name: 'payments less refunds, against money moved',
      is: checks.paid,
      should_be: checks.moved,
    },
  ];
}

/** What must be in a drawer, reckoned from what it was told of. */
export function drawerIdentities(drawer: Counted): Identity[] {
  const { float, cash_sales, cash_refunds, pay_ins, pay_outs, counted, expected } = drawer;
  const [wanted, found] = [expected ?? 0, counted ?? 0];
  return [
    {
      name: 'expected cash, against float, sales, refunds and movements',
      is: wanted,
      should_be: float + cash_sales - cash_refunds + pay_ins - pay_outs,
    },
    { name: 'over or short', is: drawer.over_short ?? 0, should_be: found - wanted },
  ];
}

const decimal = (cents: number) => (cents / 100).toFixed(2);

/** What does not hold, in words with the numbers; undefined where all does. */
export function brokenOf(what: string, identities: readonly Identity[]): string | undefined {
  const broken = identities
    .filter(({ is, should_be }) => is !== should_be)
    .map(({ name, is, should_be }) => `${name}: ${decimal(is)} and ${decimal(should_be)}`);
  return broken.length ? `The figures of ${what} do not agree: ${broken.join('; ')}.` : undefined;
}
