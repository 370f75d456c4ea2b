import type { Connection } from '#shared/storage.ts';
import { openDaily } from './daily-store.ts';
import { openDiscounts } from './discount-store.ts';
import { openDrawers } from './drawer-store.ts';
import { openExplanations } from './explain-store.ts';
import { openFacts } from './fact-store.ts';
import { openHours } from './hour-store.ts';
import { openHouseBook } from './house-store.ts';
import { openItems } from './item-store.ts';
import { openKitchen } from './kitchen-store.ts';
import { openPeople } from './staff-store.ts';
import type { Fold } from './sum-store.ts';
import { openTaxes } from './tax-store.ts';
import { openTenders } from './tender-store.ts';
import { openZReports } from './z-store.ts';

/** Folded from orders, parents first. */
export const SALE_TABLES = [
  'sale',
  'payment',
  'refund',
  'tip_change',
  'voided',
  'comp',
  'line',
  'open_order',
  'deposit',
  'called',
  'business_day',
  'item_day',
  'modifier_day',
  'hour_day',
  'staff_day',
  'discount_day',
  'tax_day',
  'tender_day',
] as const;
/** Folded from staff. */
export const PEOPLE_TABLES = ['person', 'shift'] as const;

export type Reports = ReturnType<typeof openReports>;

/** Every report over one file. */
export function openReports(connection: Connection) {
  const reports = {
    facts: openFacts(connection),
    daily: openDaily(connection),
    items: openItems(connection),
    hours: openHours(connection),
    people: openPeople(connection),
    discounts: openDiscounts(connection),
    taxes: openTaxes(connection),
    tenders: openTenders(connection),
  };
  return {
    ...reports,
    kitchen: openKitchen(connection),
    house: openHouseBook(connection),
    drawers: openDrawers(connection),
    explanations: openExplanations(connection),
    zReports: openZReports(connection),
    /** What each of them does with a fact of orders. */
    folds: Object.values(reports).map(({ fold }): Fold => fold),
  };
}
