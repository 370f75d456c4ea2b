import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Model } from '../../services/print-spooler/language.ts';
import type { Size } from '../../services/print-spooler/layout.ts';
import { model } from './menus.ts';
import { read } from './read-back.ts';
import { dinner, dinnerSent } from './table.ts';

describe('any byte and any character, in any text', () => {
  const sizes: Size[] = ['normal', 'tall', 'large', 'huge', 'giant'];
  const anything = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 300 }),
    fc.string({ unit: 'grapheme', maxLength: 300 }),
    fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 300 }).map((codes) => {
      return String.fromCharCode(...codes);
    }),
    fc.array(fc.integer({ min: 0, max: 0xff }), { maxLength: 300 }).map((codes) => {
      return String.fromCharCode(...codes);
    }),
  );

  it('commands nothing: no drawer, no cut, nothing that is not text', () => {
    fc.assert(
      fc.property(anything, fc.constantFrom(...sizes), model, (text, size, as) => {
        read({ kind: 'text', document: { lines: [{ text, size }] } }, as);
        const order = dinner();
        Object.assign(order.items[0]!, { name: text, note: text });
        order.customer_name = text;
        read({ kind: 'receipt', document: order }, as);
        const sent = { ...dinnerSent(), note: text, customer_name: text };
        sent.items[0]!.name = text;
        read({ kind: 'order_ticket', document: sent }, as);
      }),
      { numRuns: 200 },
    );
  });

  it('not even the commands themselves', () => {
    const COMMANDS = [
      '\u001b@',
      '\u001bp\u0000\u0019\u00fa',
      '\u001dV\u0000',
      '\u0010\u0004\u0001',
    ];
    for (const command of [...COMMANDS, '\u0007', '\u001a', '\u001c&', '\u001bd\u0003']) {
      for (const language of ['escpos', 'star'] as const) {
        const as: Model = { language, columns: 32, code_page: 'WPC1252' };
        const { names } = read(
          { kind: 'text', document: { lines: [{ text: `a${command}z` }] } },
          as,
        );
        assert.match(names, /^a[ -~ú]*z$/);
      }
    }
  });
});
