import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { cents } from '#shared/contracts/money.ts';
import type { Order } from '#shared/contracts/order.ts';
import { type Dish, dish, dishes, model, name, price } from './menus.ts';
import { inOrder, letters, money, read, readable, wanted } from './read-back.ts';
import { dinner, dinnerSent } from './table.ts';

function orderOf(all: Dish[]): Order {
  const order = dinner();
  const [line] = order.items;
  order.items = all.map(({ modifiers, total_price, ...one }, i) => ({
    ...line!,
    ...one,
    id: i + 1,
    total_price: cents(total_price),
    mods_price: cents(0),
    item_price: cents(100),
    modifiers: modifiers.map((mod, j) => {
      return { ...mod, id: j, order_item_id: i + 1, mod_id: j, mod_price: cents(0) };
    }),
  }));
  return order;
}

const SUMS = ['Subtotal', 'Neighbors10%', 'Salestax8.875%', 'Total', 'Tip', 'Cash', 'Change'];
const times = (n: number) => (n > 1 ? `${n}x` : '');

describe('whatever is ordered, in whatever script, on whatever paper', () => {
  it("the guest's receipt has every dish, every modifier, every note and every amount", () => {
    fc.assert(
      fc.property(dishes, model, (all, as) => {
        const order = orderOf(all);
        const { names, amounts, lines } = read({ kind: 'receipt', document: order }, as);
        const page = as.code_page;
        inOrder(
          names,
          [
            'Order17',
            ...all.flatMap((one) => [
              `${one.quantity}x${wanted(one.name, page)}`,
              ...one.modifiers.map((mod) => times(mod.quantity) + wanted(mod.mod_name, page)),
              ...(one.note ? [`Note:${wanted(one.note, page)}`] : []),
            ]),
          ].concat(SUMS),
        );
        const sums = [7900, 631, 7741, 43, 1200, 8941, 10_000, 1059].map(money);
        sums.splice(1, 0, '-$7.90');
        assert.deepEqual(amounts.slice(-9), sums);
        assert.deepEqual(
          amounts.filter((one) => one?.startsWith('$')).slice(0, all.length),
          all.map(({ total_price }) => money(total_price)),
        );
        assert.deepEqual(
          lines.flatMap(({ qr }) => qr ?? []),
          ['RECEIPT:1042'],
        );
      }),
      { numRuns: 150 },
    );
  });

  it("the kitchen's paper has every dish, every modifier and every note", () => {
    const change = fc.constantFrom('added' as const, 'changed' as const, 'cancelled' as const);
    const changed = fc.array(fc.record({ dish, change }), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(changed, model, fc.boolean(), (all, as, is_first) => {
        const sent = { ...dinnerSent(), note: null, is_first };
        const [line] = sent.items;
        const items = all.map(({ dish: one, change: news }) => ({
          ...line!,
          ...one,
          change: news,
        }));
        const { lines } = read({ kind: 'order_ticket', document: { ...sent, items } }, as);
        const page = as.code_page;
        inOrder(letters(lines.map(({ text }) => readable(text)).join('')), [
          '17',
          ...all.flatMap(({ dish: one, change: news }) => [
            ...(news === 'cancelled' ? ['CANCELLED', 'DONOTMAKE'] : []),
            ...(news === 'changed' ? ['CHANGED'] : []),
            `${one.quantity}x${wanted(one.name, page)}`,
            ...one.modifiers.map((mod) => times(mod.quantity) + wanted(mod.mod_name, page)),
            ...(one.note ? [`!${wanted(one.note, page)}`] : []),
          ]),
        ]);
      }),
      { numRuns: 150 },
    );
  });

  it('a report has every label and every figure', () => {
    const row = fc.record({ label: name, value: price.map(money), bold: fc.boolean() });
    const section = fc.record({ name, rows: fc.array(row, { maxLength: 6 }) });
    fc.assert(
      fc.property(fc.array(section, { maxLength: 4 }), model, (sections, as) => {
        const document = {
          kind: 'z' as const,
          title: 'Z report',
          subtitle: '2026-11-23',
          number: 1_000,
          sections,
        };
        const { names, amounts } = read({ kind: 'report', document }, as);
        inOrder(names, [
          'Zreport',
          'No.1000',
          ...sections.flatMap((one) => [
            wanted(one.name, as.code_page),
            ...one.rows.map(({ label }) => wanted(label, as.code_page)),
          ]),
        ]);
        const values = sections.flatMap(({ rows }) => rows.map(({ value }) => value));
        assert.deepEqual(
          amounts.filter((one) => one?.startsWith('$')),
          values,
        );
      }),
      { numRuns: 100 },
    );
  });
});
