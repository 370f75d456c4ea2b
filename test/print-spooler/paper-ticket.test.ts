import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KitchenOrder } from '../../services/print-spooler/document.ts';
import { orderTicket } from '../../services/print-spooler/ticket-paper.ts';
import { printed, terms } from './printed.ts';
import { dinnerSent } from './table.ts';

const text = (sent: KitchenOrder, more: Parameters<typeof terms>[0] = {}) =>
  printed(orderTicket(sent, terms(more)));

type Change = KitchenOrder['items'][number]['change'];
/** That table's dishes, each with what became of it; sent after the first time. */
function later(...changes: Change[]): KitchenOrder {
  const sent = dinnerSent();
  const items = changes.map((change, i) => ({ ...sent.items[i]!, change }));
  return { ...sent, items, is_first: false };
}

describe("the kitchen's paper", () => {
  it('can be read from the pass: number, dishes, what is different about them', () => {
    assert.equal(
      text(dinnerSent()),
      `
                    17                           | 4x4 bold
                 DINE IN                         | 2x2 bold
                  18:06 · Zoë                    | 1x2

 ! Birthday: candle with dessert                 | 1x2 bold inverted
------------------------------------------------
2 x Juniper burger                               | 2x2 bold
      Medium rare                                | 1x2 bold
      2 x Cheddar                                | 1x2 bold
      Avocado                                    | 1x2 bold
 ! allergic to nuts                              | 1x2 bold inverted

1 x Slow-braised short rib with celeriac purée   | 1x2 bold
    and the cellar’s own rye crumbs              | 1x2 bold

1 x Crème brûlée                                 | 2x2 bold
------------------------------------------------
Order 1042                             4 to make
Sent 2026-11-23 18:06
`.slice(1),
    );
  });

  it('says first that it may be there already, and that it is late', () => {
    const now = '2026-11-23T23:11:01.000Z';
    const [first, second] = text(dinnerSent(), { now, attempt: 2 }).split('\n');
    assert.match(String(first), /^ POSSIBLE DUPLICATE – ATTEMPT 2 +\| .*inverted$/);
    assert.match(String(second), /^ LATE – ordered 18:06 +\| .*inverted$/);
  });

  it('is not late yet after five minutes', () => {
    assert.doesNotMatch(text(dinnerSent(), { now: '2026-11-23T23:11:00.000Z' }), /LATE/);
  });

  it('says whose paper it is when another printer has to stand in, and that it is a copy', () => {
    const reprint = { number: 1, of: '2026-11-23T23:06:00.000Z' };
    const paper = text(dinnerSent(), { backup_from: 'Grill', reprint });
    assert.match(paper, /^ REPRINT #1 of 2026-11-23 18:06 .*\n BACKUP FROM Grill +\|/);
  });

  it('of what comes later says that it is added, and not a new order', () => {
    assert.match(text(later('added')), /^ +ADD-ON +\| 2x2 bold inverted\n\n +17 +\| 4x4/);
    assert.doesNotMatch(text({ ...later('added'), is_first: true }), /ADD/);
    assert.doesNotMatch(text(dinnerSent()), /ADD|CHANGE|CANCEL/);
  });

  it('of what is not wanted any more says so above, and at the dish', () => {
    const paper = text(later('cancelled'));
    assert.match(paper, /^ +CANCELLED +\| 2x2 bold inverted\n/);
    assert.match(
      paper,
      /^ CANCELLED – DO NOT MAKE +\| 1x2 bold inverted\n2 x Juniper burger +\| 2x2 bold inverted$/m,
    );
  });

  it('marks each dish where one was added, another is changed, and a third not wanted', () => {
    const paper = text(later('changed', 'cancelled', 'added'));
    assert.match(paper, /^ +CHANGES +\|/);
    assert.match(paper, /CHANGED – NOW[^]+2 x Juniper[^]+CANCELLED – DO NOT MAKE[^]+1 x Slow/);
    assert.match(paper, /1 x Slow[^]+ADD [^]+1 x Crème/);
    assert.equal(paper.match(/CHANGED|CANCELLED|ADD/g)?.length, 3);
  });

  it('counts what is to be made', () => {
    assert.match(text(dinnerSent()), /^Order 1042 +4 to make$/m);
    assert.match(text(later('changed', 'cancelled')), /^Order 1042 +2 to make$/m);
    assert.match(text(later('cancelled')), /^Order 1042$/m);
  });
});
