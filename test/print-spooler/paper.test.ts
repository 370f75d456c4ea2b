import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { cents } from '#shared/contracts/money.ts';
import { encode } from '../../services/print-spooler/escpos.ts';
import type { Paper } from '../../services/print-spooler/layout.ts';
import { amount, receipt } from '../../services/print-spooler/receipt.ts';
import { orderTicket } from '../../services/print-spooler/ticket.ts';
import { decode, render } from '../sandbox/printer/decode.ts';
import { dinner, dinnerSent, STORE } from './table.ts';

/** As a printer with 48 columns understands the bytes. */
const printed = (paper: Paper, columns = 48) => render(decode(encode(paper), columns), columns);
const kitchen = {
  columns: 48,
  timezone: STORE.timezone,
  now: '2026-11-23T23:06:02.000Z',
  attempt: 1,
};

describe('a receipt', () => {
  it('shows the guest what was had, what came off and on, and what was paid', () => {
    assert.equal(
      printed(receipt(dinner(), STORE, 48)),
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
    purée and the cellar’s own rye crumbs
1 x Crème brûlée                           $9.00
------------------------------------------------
Subtotal                                  $79.00
Neighbors 10%                             -$7.90
Sales tax 8.875%                           $6.31
Total                                     $77.41 | 2x2 bold
Includes Service 5%                        $0.43
Cash                                     $100.00
Tip                                       $12.00
Change                                    $10.59

          Thank you - come back soon!
`.slice(1),
    );
  });

  it('does not speak of a change that nobody got, nor of a tip that nobody gave', () => {
    const order = dinner();
    const [payment] = order.payments;
    order.payments = [
      { ...payment!, method: 'card', tip: cents(0), cash_tendered: null, change_due: null },
    ];
    const text = printed(receipt(order, STORE, 48));
    assert.match(text, /^Card {38}\$77\.41$/m);
    assert.doesNotMatch(text, /Change|Tip|Cash/);
  });

  it('fits the narrow paper too', () => {
    for (const { text, width } of decode(encode(receipt(dinner(), STORE, 32)), 100)) {
      assert.ok(text.length * width <= 32, text);
    }
  });

  it("names money by the sign of the store's currency", () => {
    assert.equal(amount(123_450, 'USD'), '$1,234.50');
    assert.equal(amount(-300, 'EUR'), '-€3.00');
    assert.equal(amount(999, 'CAD'), '$9.99');
  });
});

describe("the kitchen's paper", () => {
  it('can be read from the pass: number, dishes, what is different about them', () => {
    assert.equal(
      printed(orderTicket(dinnerSent(), kitchen)),
      `
                    17                           | 4x4 bold
                 DINE IN                         | 2x2 bold
                  18:06 · Zoë                    | 1x2
 Birthday: candle with dessert                   | 1x2 bold inverted
------------------------------------------------
2 x Juniper burger                               | 2x2 bold
      Medium rare                                | 1x2
      2 x Cheddar                                | 1x2
      Avocado                                    | 1x2
 ! allergic to nuts                              | 1x2 bold inverted
1 x Slow-braised short                           | 2x2 bold
    rib with celeriac                            | 2x2 bold
    purée and the                                | 2x2 bold
    cellar’s own rye                             | 2x2 bold
    crumbs                                       | 2x2 bold
1 x Crème brûlée                                 | 2x2 bold
------------------------------------------------
Order 1042, sent 2026-11-23 18:06
`.slice(1),
    );
  });

  it('says first that it may be there already, and that it is late', () => {
    const sent = dinnerSent();
    const now = '2026-11-23T23:11:01.000Z';
    const [first, second] = orderTicket(sent, { ...kitchen, now, attempt: 3 });
    assert.match(String(first?.text), /^ POSSIBLE DUPLICATE - ATTEMPT 3 +$/);
    assert.match(String(second?.text), /^ LATE - ordered 18:06 +$/);
    assert.ok(first?.invert && second?.invert);
  });

  it('is not late yet after five minutes', () => {
    const now = '2026-11-23T23:11:00.000Z';
    assert.doesNotMatch(printed(orderTicket(dinnerSent(), { ...kitchen, now })), /LATE/);
  });
});
