import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { printable } from '../../services/print-spooler/characters.ts';
import { encode } from '../../services/print-spooler/language.ts';
import { bar, leftRight, wrap } from '../../services/print-spooler/layout.ts';
import { decode } from '../sandbox/printer/decode.ts';
import { EPSON } from './printed.ts';

const PAGE = 'WPC1252';
const onPaper = (text: string) => decode(encode([{ text }], EPSON), 48).map((line) => line.text);

describe('a long name', () => {
  it('goes on in the next line, between words', () => {
    assert.deepEqual(wrap('2 x Slow-braised short rib', 16, PAGE, 4), [
      '2 x Slow-braised',
      '    short rib',
    ]);
  });

  it('is broken inside a word that is longer than the paper is wide', () => {
    assert.deepEqual(wrap('1 x Donaudampfschifffahrtsschnitzel', 16, PAGE, 4), [
      '1 x Donaudampfsc',
      '    hifffahrtssc',
      '    hnitzel',
    ]);
  });

  it('loses no letter and fits the paper, whatever it is', () => {
    const letters = (text: string) => text.replaceAll(' ', '');
    const width = fc.integer({ min: 8, max: 48 });
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), width, fc.nat(6), (text, columns, hang) => {
        const lines = wrap(text, columns, PAGE, hang);
        assert.equal(letters(lines.join('')), letters(printable(text, PAGE)));
        for (const line of lines) assert.ok(line.length <= columns);
      }),
    );
  });

  it('leaves the amount at the right edge of the first line', () => {
    const lines = leftRight(
      { columns: 24, code_page: PAGE },
      '2 x Slow-braised short rib',
      '$26.50',
      {},
      4,
    );
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['2 x Slow-braised  $26.50', '    short rib'],
    );
  });

  it('puts an amount below where both do not fit beside each other', () => {
    const lines = leftRight({ columns: 32, code_page: PAGE }, 'Total', '$1,000,000.00', {
      size: 'large',
    });
    assert.deepEqual(
      lines.map(({ text }) => text),
      ['Total', '   $1,000,000.00'],
    );
  });
});

describe('an amount', () => {
  it('is never broken: where it does not fit in large letters it stands in small ones', () => {
    const sheet = { columns: 24, code_page: PAGE } as const;
    assert.deepEqual(leftRight(sheet, 'Total', '$1,000,000.00', { size: 'large', bold: true }), [
      { text: 'Total      $1,000,000.00', size: 'normal', bold: true },
    ]);
  });
});

describe('a note to the kitchen', () => {
  it('is a black bar over the whole width, in every line', () => {
    const lines = bar({ columns: 20, code_page: PAGE }, 'no onions, no garlic, no leek');
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
    assert.deepEqual(onPaper('Борщ, Μουσακάς'), ['Borshch, Moysakas']);
    assert.deepEqual(onPaper('ラーメン, 비빔밥'), ['ra-men, bibimbap']);
    assert.deepEqual(onPaper('שקשוקה, شاورما'), ['shkshvkh, shawrma']);
    assert.deepEqual(onPaper('東京 🍕!'), ['?? ?!']);
  });

  it('never command the printer, not even when a note is full of its commands', () => {
    const drawer = 'pay\u001bp\u0000\u0019 now\u001d\u0056\u0000\u0010\u0004\u0001\u0085\u009b';
    assert.deepEqual(onPaper(drawer), ['payp nowV']);
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const bytes = encode([{ text }], EPSON);
        const plain = encode([{ text: '' }], EPSON);
        const added = bytes.length - plain.length;
        assert.equal(added, printable(text, PAGE).length);
        const start = plain.length - 5; // before the line feed and the cut
        assert.ok([...bytes.subarray(start, start + added)].every((byte) => byte >= 0x20));
      }),
    );
  });
});
