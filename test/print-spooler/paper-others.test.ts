import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compose } from '../../services/print-spooler/compose.ts';
import type { PrintDocument, Report } from '../../services/print-spooler/document.ts';
import { kick } from '../../services/print-spooler/language.ts';
import { readPaper } from '../sandbox/printer/decode.ts';
import { EPSON, printed, printedBy, STAR, terms } from './printed.ts';
import { dinner, dinnerSent } from './table.ts';

const text = (job: PrintDocument, columns = 48) =>
  printed(compose(job, terms({ columns })), columns);

describe('the slip with the number of an order', () => {
  it('is read from a tray', () => {
    assert.equal(
      text({ kind: 'order_number', document: dinner() }, 32),
      `
          Café Müller            | bold

           Your order            | 1x2
          17                     | 6x6 bold

         Dine in · Zoë           | 1x2
        2026-11-23 18:04
`.slice(1),
    );
  });
});

const day: Report = {
  kind: 'z',
  title: 'Z report',
  subtitle: 'Monday, 2026-11-23',
  number: 128,
  sections: [
    { name: 'Sales', rows: [{ label: 'Gross', value: '$79.00' }] },
    {
      name: 'Drawer',
      rows: [
        { label: 'Expected in the drawer of the till at the garden door', value: '$1,277.41' },
        { label: 'Counted', value: '$1,277.41', bold: true },
      ],
    },
  ],
};

describe('a report on paper', () => {
  it('has its number large, and every figure at the right edge', () => {
    assert.equal(
      text({ kind: 'report', document: day }, 32),
      `
          Café Müller            | bold

        Z report                 | 2x2 bold
  No. 128                        | 4x4 bold
       Monday, 2026-11-23

Sales                            | bold
--------------------------------
Gross                     $79.00

Drawer                           | bold
--------------------------------
Expected in the        $1,277.41
  drawer of the till
  at the garden door
Counted                $1,277.41 | bold

    Printed 2026-11-23 18:06
`.slice(1),
    );
  });

  it('has no number when it closes nothing', () => {
    const x: Report = { ...day, kind: 'x', title: 'X report', number: null };
    assert.doesNotMatch(text({ kind: 'report', document: x }), /No\./);
  });
});

describe('lines that a till sends', () => {
  const lines = (...all: (PrintDocument & { kind: 'text' })['document']['lines']) =>
    text({ kind: 'text', document: { lines: all } }, 24);

  it('come out as they are set, wrapped where they are too long', () => {
    assert.equal(
      lines(
        { text: 'Table for two', align: 'center', size: 'large', bold: true },
        { text: 'a    b' },
        { text: '' },
        { text: 'the window, please, and not the door' },
        { text: 'end', align: 'right' },
      ),
      `
   Table for             | 2x2 bold
         two             | 2x2 bold
a    b

the window, please, and
not the door
                     end
`.slice(1),
    );
  });

  it('are text, whatever they look like', () => {
    assert.equal(lines({ text: '<b>1</b>\n\u001b@\u001bp\u0000' }), '<b>1</b>\n@p\n');
  });
});

describe('a paper', () => {
  it('is the same in both languages, to the size and weight of each line', () => {
    const star = (job: PrintDocument) => printedBy(compose(job, terms()), STAR);
    const document = { printer_name: 'Bar', address: '10.0.0.9:9100', language: 'star' } as const;
    for (const job of [
      { kind: 'receipt', document: dinner() },
      { kind: 'order_ticket', document: dinnerSent() },
      { kind: 'order_number', document: dinner() },
      { kind: 'report', document: day },
      { kind: 'test', document },
    ] satisfies PrintDocument[]) {
      assert.deepEqual(star(job).lines, printedBy(compose(job, terms()), EPSON).lines);
    }
  });
});

describe('a test page', () => {
  it('has a digit for each column, all sizes, and what the code page has', () => {
    const document = { printer_name: 'Bar', address: '10.0.0.9:9100', language: 'escpos' } as const;
    const paper = text({ kind: 'test', document }, 42);
    assert.match(paper, /^12345678901234567890123456789012345678901 ?2$/m);
    for (const size of ['normal', 'tall', 'large', 'huge']) {
      assert.match(paper, new RegExp(`^${size}\\b`, 'm'));
    }
    assert.match(paper, /^Crème brûlée 5 € –/m);
    assert.match(paper, /WPC1252/);
    for (const sign of 'ÄÖÜßéèñ€£¥') assert.ok(paper.includes(sign), sign);
  });
});

describe('a kick of the drawer', () => {
  it('opens the one that is meant, and puts nothing on paper', () => {
    for (const language of ['escpos', 'star'] as const) {
      for (const drawer of [1, 2] as const) {
        const { lines, cuts, kicks, strange } = readPaper(kick({ language }, drawer), 48, {
          language,
        });
        assert.deepEqual(
          { lines, cuts, kicks, strange },
          {
            lines: [],
            cuts: 0,
            kicks: [drawer],
            strange: [],
          },
        );
      }
    }
  });

  it('is a pulse of 50 ms for ESC/POS', () => {
    assert.deepEqual([...kick({ language: 'escpos' })], [0x1b, 0x70, 0, 0x19, 0xfa]);
  });
});
