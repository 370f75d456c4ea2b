import fc from 'fast-check';
import { CODE_PAGES } from '#shared/contracts/code-pages.ts';
import { knowsPage, type Model } from '../../services/print-spooler/language.ts';

/** Menus of the world: letters of one script, in words of any length, and anything at all. */
const SCRIPTS = [
  'abcdefgäöüßéèñçàøåšžłőğ',
  'абвгдежзийклмнопрстуфхцчшщъыьэюя',
  'αβγδεζηθικλμνξοπρσςτυφχψωάέή',
  'אבגדהוזחטיכלמנסעפצקרשת',
  'ابتثجحخدذرزسشصضطظعغفقكلمنهوي',
  '東京宮保雞丁特製醤油味大盛り鮭鰻寿司',
  'ラーメンうどんそばﾗｰﾒﾝ',
  '비빔밥김치찌개불고기',
  'กขคงจฉชซญดตถทนบปผ',
  '🍕🍔👩‍🍳€£¥→“”–…½',
];
const letterOf = (script: string) => fc.constantFrom(...Array.from(script));
const wordOf = (letter: fc.Arbitrary<string>) =>
  fc.string({ unit: letter, minLength: 1, maxLength: 30 });
const nameOf = (letter: fc.Arbitrary<string>) =>
  fc.array(wordOf(letter), { minLength: 1, maxLength: 6 }).map((words) => words.join(' '));
/** What a dish, a modifier or a guest is called. */
export const name = fc.oneof(
  ...SCRIPTS.map((script) => nameOf(letterOf(script))),
  nameOf(fc.constantFrom(...SCRIPTS.flatMap((script) => Array.from(script)))),
);
/** Cents. */
export const price = fc.integer({ min: 0, max: 100_000_000 });
/** A line of an order. */
export const dish = fc.record({
  name,
  quantity: fc.integer({ min: 1, max: 999 }),
  total_price: price,
  modifiers: fc.array(fc.record({ mod_name: name, quantity: fc.integer({ min: 1, max: 20 }) }), {
    maxLength: 3,
  }),
  note: fc.option(name),
});
/** A printer of any kind that can be set up. */
export const model: fc.Arbitrary<Model> = fc
  .record({
    language: fc.constantFrom('escpos' as const, 'star' as const),
    columns: fc.integer({ min: 24, max: 64 }),
    code_page: fc.constantFrom(...CODE_PAGES),
  })
  .filter(({ language, code_page }) => knowsPage(language, code_page));
/** What a table orders. */
export const dishes = fc.array(dish, { minLength: 1, maxLength: 8 });
export type Dish = typeof dish extends fc.Arbitrary<infer D> ? D : never;
