import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { printable } from '../../services/print-spooler/characters.ts';
import { encode } from '../../services/print-spooler/escpos.ts';
import { bar, leftRight, wrap } from '../../services/print-spooler/layout.ts';
import { decode } from '../sandbox/printer/decode.ts';

const onPaper = (text: string) => decode(encode([{ text }]), 48).map((line) => line.text);

describe('a long name', () => {
  it('goes on in the next line, between words', () => {
    assert.deepEqual(wrap('2 x Slow-braised short rib', 16, 4), [
      '2 x Slow-braised',
      '    short rib',
    ]);
  });

  it('is broken inside a word that is longer than the paper is wide', () => {
    assert.deepEqual(wrap('1 x Donaudampfschifffahrtsschnitzel', 16, 4), [
      '1 x',
      '    Donaudampfsc',
      '    hifffahrtssc',
      '    hnitzel',
    ]);
  });

  it('loses no letter and fits the paper, whatever it is', () => {
    const letters = (text: string) => text.replaceAll(' ', '');
    const width = fc.integer({ min: 8, max: 48 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), width, fc.nat(6), (text, columns, hang) => {
        const lines = wrap(text, columns, hang);
        assert.equal(letters(lines.join('')), letters(printable(text)));
        for (const line of lines) assert.ok(line.length <= columns);
      }),
    );
  });

  it('leaves the amount at the right edge of the first line', () => {
    const lines = leftRight(24, '2 x Slow-braised short rib', '$26.50', {}, 4);
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['2 x Slow-braised  $26.50', '    short rib'],
    );
  });

  it('puts an amount below where both do not fit beside each other', () => {
    const lines = leftRight(32, 'Total', '$1,000,000.00', { size: 'large' });
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['Total', '   $1,000,000.00'],
    );
  });
});

describe('a note to the kitchen', () => {
  it('is a black bar over the whole width, in every line', () => {
    const lines = bar(20, 'no onions, no garlic, no leek');
    assert.deepEqual(
      lines.map(({ text, invert }) => [text, invert]),
      [
        [' no onions, no      ', true],
        [' garlic, no leek    ', true],
      ],
    );
  });
});

describe('the characters of the world', () => {
  it('reach the paper as they are where the code page has them', () => {
    assert.deepEqual(onPaper('Crème brûlée à 5 € – “Œuf”, señor Müller'), [
      'Crème brûlée à 5 € – “Œuf”, señor Müller',
    ]);
  });

  it('are replaced by what a cook can read where it has not', () => {
    assert.deepEqual(onPaper('Łódź → čaj, şiş ≥ 2'), ['Lódz -> caj, sis >= 2']);
    assert.deepEqual(onPaper('東京 🍕!'), ['?? ?!']);
  });

  it('never command the printer, not even when a note is full of its commands', () => {
    const drawer = 'pay\u001bp\u0000\u0019 now\u001d\u0056\u0000\u0010\u0004\u0001\u0085\u009b';
    assert.deepEqual(onPaper(drawer), ['payp nowV']);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = encode([{ text }]);
        const plain = encode([{ text: '' }]);
        const added = bytes.length - plain.length;
        assert.equal(added, printable(text).length);
        const start = plain.length - 5; // before the line feed and the cut
        assert.ok(bytes.subarray(start, start + added).every((byte) => byte >= 0x20));
      }),
    );
  });
});
