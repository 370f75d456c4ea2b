import fc from 'fast-check';
import type { MenuFileOnWire } from '#shared/contracts/menu-file.ts';

/** Names that a spreadsheet or a bad parser would spoil. */
export const NASTY = [
  '=1+2',
  '+49',
  '-5',
  '@home',
  "'n Beetje",
  "'=x",
  "''-y",
  'a,b',
  '"so"',
  'x;y',
  'Ü 🍷',
];
const name = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ minLength: 1, maxLength: 20 }).filter((text) => /^[^\p{Cc}]+$/u.test(text)),
);
const cents = fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 100);
const ranked = { sort_order: fc.nat(1000), available: fc.boolean() };
const unique = (all: { name: string }[]) =>
  all.filter(({ name: own }, i) => {
    const low = own.toLowerCase();
    return all.findIndex((other) => other.name.toLowerCase() === low) === i;
  });
const many = <T extends { name: string }>(one: fc.Arbitrary<T>) =>
  fc.array(one, { maxLength: 4 }).map((all) => unique(all) as T[]);
/** Any menu as a file has it. */
export const anyMenu: fc.Arbitrary<MenuFileOnWire> = fc.record({
  taxes: many(
    fc.record({
      name,
      percentage: fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 10_000),
      inclusive: fc.boolean(),
      available: fc.boolean(),
      is_default: fc.boolean(),
    }),
  ),
  discount_groups: many(fc.record({ name, ...ranked })),
  discounts: many(
    fc.record({
      name,
      ...ranked,
      group: fc.option(name),
      amount: cents,
      is_percentage: fc.boolean(),
    }),
  ),
  modifier_lists: many(
    fc.record({
      name,
      ...ranked,
      min_selections: fc.constant(0),
      max_selections: fc.integer({ min: 1, max: 9 }),
      mods: many(
        fc.record({
          name,
          mod_price: cents.map((price) => (price > 5000 ? -price : price)),
          ...ranked,
        }),
      ),
    }),
  ),
  categories: many(
    fc.record({
      name,
      ...ranked,
      items: many(
        fc.record({
          name,
          ...ranked,
          reg_price: cents,
          event_price: fc.option(cents),
          modifier_lists: fc.array(name, { maxLength: 3 }),
          taxes: fc.array(name, { maxLength: 3 }),
          station_ids: fc.array(fc.constantFrom('bar', 'grill'), { maxLength: 2 }),
        }),
      ),
    }),
  ),
});
