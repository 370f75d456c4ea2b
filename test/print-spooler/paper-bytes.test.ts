import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import thermal from 'node-thermal-printer';
import { CODE_PAGES, type CodePage } from '#shared/contracts/code-pages.ts';
import { printable } from '../../services/print-spooler/characters.ts';
import { inPage, isAsian, isOnPage, widthOf } from '../../services/print-spooler/code-page.ts';
import { encode, knowsPage, type Model } from '../../services/print-spooler/language.ts';
import { readPaper } from '../sandbox/printer/decode.ts';
import { EPSON, printedBy, STAR } from './printed.ts';

const SINGLE = CODE_PAGES.filter((page) => !isAsian(page));
/** Every character of the first plane that some page might have. */
const ALL = Array.from({ length: 0xffff - 0x80 }, (_, i) => String.fromCodePoint(0x80 + i));
const onPage = (page: CodePage) => ALL.filter((one) => isOnPage(one, page));
const read = (text: string, model: Model) => printedBy([{ text }], model).lines[0]?.text;

describe('a code page', () => {
  it('brings each of its characters to paper as it is, in both languages', () => {
    for (const code_page of CODE_PAGES) {
      for (const model of [EPSON, STAR]) {
        if (!knowsPage(model.language, code_page)) continue;
        const all = onPage(code_page).filter((one) => !/\p{Script=Hebrew}/u.test(one));
        for (let i = 0; i < all.length; i += 20) {
          const text = all.slice(i, i + 20).join('');
          const printed = read(text, { ...model, columns: 64, code_page });
          assert.equal(printed?.normalize(), text, code_page);
        }
      }
    }
  });

  it('is as large as its makers say', () => {
    for (const page of SINGLE) assert.ok(onPage(page).length > 60, page);
    for (const page of CODE_PAGES.filter(isAsian)) assert.ok(onPage(page).length > 4_000, page);
  });

  it('is what a third party takes it for', () => {
    for (const page of SINGLE) {
      const encoder = new thermal.ThermalPrinter({
        type: thermal.PrinterTypes.EPSON,
        characterSet: page as unknown as typeof thermal.CharacterSet.WPC1252,
        breakLine: thermal.BreakLine.NONE,
      } as ConstructorParameters<typeof thermal.ThermalPrinter>[0]);
      encoder.setCharacterSet(page as never);
      const set = encoder.getBuffer().length;
      const text = onPage(page).join('');
      encoder.print(text);
      assert.deepEqual(encoder.getBuffer().subarray(set), inPage(text, page), page);
    }
  });

  it('has nothing that a printer could take for a command', () => {
    const control = Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code));
    for (const page of CODE_PAGES) {
      const found = control.filter((one) => isOnPage(one, page));
      assert.equal(found.join(''), control.slice(0x20, 0x7f).join(''), page);
      assert.ok(!inPage(control.join(''), page).some((byte) => byte < 0x20), page);
    }
  });

  it('has the euro, or spells it out', () => {
    const spelled = SINGLE.filter((page) => printable('5 €', page) !== '5 €');
    for (const page of spelled) assert.equal(printable('5 €', page), '5 EUR ');
    assert.deepEqual(
      spelled.toSorted(),
      [
        'PC437_USA',
        'PC737_GREEK',
        'PC850_MULTILINGUAL',
        'PC852_LATIN2',
        'PC857_TURKISH',
        'PC862_HEBREW',
        'PC866_CYRILLIC2',
      ].toSorted(),
    );
  });

  it('of one byte is read as such by a printer that was made for pairs', () => {
    const bytes = encode([{ text: 'Crème brûlée' }], EPSON);
    assert.equal(readPaper(bytes, 48, { pairs: 'gb18030' }).lines[0]?.text, 'Crème brûlée');
  });

  it('of two bytes gives a character twice the room, and Latin letters one', () => {
    for (const page of CODE_PAGES.filter(isAsian)) assert.equal(widthOf('ab 1', page), 4);
    assert.equal(widthOf('宮保 x', 'GB18030'), 6);
    assert.equal(widthOf('ラーメン', 'SHIFT_JIS'), 8);
    assert.equal(widthOf('ﾗｰﾒﾝ', 'SHIFT_JIS'), 4);
    assert.equal(widthOf('비빔밥', 'EUC_KR'), 6);
    assert.equal(printable('Crème brûlée', 'GB18030'), 'Creme brulee');
  });

  it('is printed from the left, also where it is read from the right', () => {
    const model: Model = { ...EPSON, code_page: 'WPC1255_HEBREW' };
    assert.equal(read('2 x חלה, ביתי  5', model), '2 x יתיב ,הלח  5');
  });
});

describe('a square code', () => {
  it('says in both languages what it was given, in ASCII, and what follows is still text', () => {
    for (const as of [EPSON, STAR]) {
      const paper = [{ qr: 'RECEIPT:1042 Zoë\u001b' }, { text: 'after' }];
      const { lines, strange } = printedBy(paper, as);
      assert.deepEqual(
        lines.map(({ qr, text }) => qr ?? text),
        ['RECEIPT:1042%20Zo%C3%AB%1B', 'after'],
      );
      assert.deepEqual(strange, []);
    }
  });
});
