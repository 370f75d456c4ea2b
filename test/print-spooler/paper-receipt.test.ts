import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import type { Line, Order, Refund } from '#shared/contracts/order.ts';
import { amount } from '../../services/print-spooler/amount.ts';
import { receipt } from '../../services/print-spooler/receipt.ts';
import { decode } from '../sandbox/printer/decode.ts';
import { encode } from '../../services/print-spooler/language.ts';
import { EPSON, printed, terms } from './printed.ts';
import { dinner, STORE } from './table.ts';

const text = (order: Order, more: Parameters<typeof terms>[0] = {}) =>
  printed(receipt(order, terms(more)));

/** That table, paid by card. */
function byCard(): Order {
  const order = dinner();
  const [payment] = order.payments;
  const card = { method: 'card', card_brand: 'Visa', last4: '1111' } as const;
  order.payments = [{ ...payment!, ...card, tip: cents(0), cash_tendered: null, change_due: null }];
  return { ...order, tip: cents(0), grand_total: order.total };
}

describe('a receipt', () => {
  it('shows the guest what was had, what came off and on, and what was paid', () => {
    assert.equal(
      text(dinner()),
      `
             Café Müller                         | 2x2 bold
                214 Mill Street
                Hudson, NY 12534
           Neighborhood kitchen & bar

                Order 17                         | 2x2 bold
                Dine in for Zoë

2026-11-23 19:31                    Receipt 1042
------------------------------------------------
2 x Juniper burger @ $15.50               $43.50
    Medium rare
    2 x Cheddar +$1.50
    Avocado +$3.25
    Note: allergic to nuts
1 x Slow-braised short rib with celeriac  $26.50
    purée and the cellar’s own rye
    crumbs
1 x Crème brûlée                           $9.00
------------------------------------------------
Subtotal                                  $79.00
Neighbors 10%                             -$7.90
Sales tax 8.875%                           $6.31

Total                                     $77.41 | 2x2 bold
Includes Service 5%                        $0.43

Tip                                       $12.00
Total with tip                            $89.41

Cash                                     $100.00
Change                                    $10.59

          Thank you - come back soon!

                  [QR RECEIPT:1042]
`.slice(1),
    );
  });

  it('tells what came off a line, how cash was rounded, and nothing of what was voided', () => {
    const order = dinner();
    const [burger, ...others] = order.items as [Line, ...Line[]];
    const off = { id: 9, order_id: 1042, discount_id: null, name: 'Comp: cold' };
    const voided = { ...burger, id: 9, name: 'Oysters', quantity: 0, status: 'voided' as const };
    const discounts = [{ ...off, amount_applied: cents(500) }];
    order.items = [{ ...burger, discounts }, voided, ...others];
    order.cash_rounding = cents(-1);
    order.payments.push({ ...order.payments[0]!, method: 'card', status: 'failed' });
    const paper = text(order);
    assert.match(paper, /^Juniper burger: Comp: cold +-\$5\.00$/m);
    assert.match(paper, /^Rounding +-\$0\.01$/m);
    assert.doesNotMatch(paper, /Oysters|Card/);
  });

  it('has the phone under the address, and the tax number under the heading', () => {
    const store = { ...STORE, phone: '+1 518 555 0123', tax_number: '12-3456789' };
    const paper = text(dinner(), { store });
    assert.match(paper, /Hudson, NY 12534\n +\+1 518 555 0123\n.*bar\n +Tax no\. 12-3456789\n/);
  });

  it('names the card and its last digits, and no change, tip or cash that was not there', () => {
    const paper = text(byCard());
    assert.match(paper, /^Card Visa ending 1111 +\$77\.41$/m);
    assert.doesNotMatch(paper, /Change|Tip|tip|Cash/);
  });

  it('says of a card what its statement will say: with its fee and its tip', () => {
    const order = byCard();
    order.payments = [{ ...order.payments[0]!, card_fee: cents(300), tip: cents(1000) }];
    Object.assign(order, { card_fee: 300, total: 8041, tip: 1000, grand_total: 9041 });
    const paper = text(order);
    assert.match(paper, /^Card fee +\$3\.00$/m);
    assert.match(paper, /^Tip +\$10\.00\nTotal with tip +\$90\.41\n\nCard Visa .+ \$90\.41$/m);
  });

  it('of two tenders shows both, and what each of them gave', () => {
    const order = byCard();
    const [card] = order.payments;
    const cash = { ...dinner().payments[0]!, tip: cents(0), amount: cents(2741) };
    order.payments = [
      { ...card!, amount: cents(5000) },
      { ...cash, cash_tendered: cents(3000), change_due: cents(259) },
    ];
    assert.match(text(order), /^Card Visa .+\$50\.00\nCash +\$30\.00\nChange +\$2\.59$/m);
  });

  it('tells what was given back, when, for what and to which card', () => {
    const order = byCard();
    const sums = { card_fee: cents(0), tip: cents(0), cash_rounding: cents(0) };
    const parts = { payment_id: 1, method: 'card' as const, amount: cents(980), ...sums };
    const refund: Refund = {
      ...sums,
      id: 1,
      order_id: 1042,
      reason: 'cold',
      amount: cents(980),
      net: cents(900),
      tax: cents(80),
      taxes: [],
      business_day: '2026-11-23',
      till: 'main',
      staff_id: 1,
      created_at: '2026-11-24T01:00:00.000Z',
      reverses: null,
      items: [{ order_item_id: 3, quantity: 1, net: cents(900), tax: cents(80) }],
      payments: [parts],
    };
    order.refunds = [refund];
    const paper = text(order);
    assert.match(paper, /^Refund 2026-11-23 20:00 +-\$9\.80 +\| bold\n {2}1 x Crème brûlée\n/m);
    assert.match(paper, /^ {2}to Card Visa ending 1111 +-\$9\.80$/m);
    const undone = { ...refund, id: 2, amount: cents(-980), items: [], reverses: 1 };
    order.refunds.push({ ...undone, payments: [{ ...parts, amount: cents(-980) }] });
    assert.match(text(order), /^Refund undone 2026-11-23 20:00 +\$9\.80/m);
  });

  it('of an order that is not paid says so, and what is left to pay', () => {
    const order: Order = { ...byCard(), status: 'open', closed_at: null };
    order.payments[0]!.amount = cents(5000);
    order.balance_due = cents(2741);
    const paper = text(order);
    assert.match(paper, /^Still to pay +\$27\.41$/m);
    assert.match(paper, /^ +NOT PAID YET +\| .*inverted$/m);
    assert.doesNotMatch(text(dinner()), /NOT PAID|Still/);
    assert.match(text({ ...order, status: 'voided' }), /^ +VOIDED – NOT TO BE PAID/m);
  });

  it('that is printed again says so first, with the time of the first one', () => {
    const reprint = { number: 2, of: '2026-11-24T00:31:00.000Z' };
    assert.match(
      text(dinner(), { reprint }),
      /^ REPRINT #2 of 2026-11-23 19:31 +\| .*inverted\n\n/,
    );
    assert.doesNotMatch(text(dinner()), /REPRINT/);
  });

  it('fits any paper from 24 to 64 columns', () => {
    for (let columns = 24; columns <= 64; columns++) {
      const paper = receipt(dinner(), terms({ columns }));
      const lines = decode(encode(paper, { ...EPSON, columns }), 200);
      for (const line of lines) assert.ok(line.text.length * line.width <= columns, line.text);
      assert.equal(lines.length, paper.length); // the printer broke none of them
    }
  });

  it("names money by the sign of the store's currency", () => {
    assert.equal(amount(123_450, 'USD'), '$1,234.50');
    assert.equal(amount(-300, 'EUR'), '-€3.00');
    assert.equal(amount(999, 'CAD'), '$9.99');
  });
});
