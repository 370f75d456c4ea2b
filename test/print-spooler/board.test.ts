import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawBoard } from '../../services/print-spooler/board.ts';
import {
  amend,
  bump,
  type HungTicket,
  ready,
  recall,
  undo,
} from '../../services/print-spooler/ticket.ts';
import { at, hung, sent } from './hung.ts';

const of = (order_id: number, id = order_id, station_id = 'kitchen'): HungTicket => ({
  ...hung(id, station_id),
  order_id,
  order_number: order_id,
  sent_at: at(id),
});
const drawn = (tickets: HungTicket[], ready_since = at(0)) => {
  const board = drawBoard(tickets, { expo_ids: ['pass'], ready_since, sent_since: at(0) });
  const told = (entries: typeof board.ready) =>
    entries.map(({ order_number, since }) => `${order_number} since ${since.slice(14, 16)}`);
  return [told(board.preparing), told(board.ready)];
};
const gone = (ticket: HungTicket) =>
  [1, 2, 3].reduce((left, line) => amend(left, sent(line, 'cancelled')), ticket);

describe('the board', () => {
  it('has what is made, oldest first, and what is ready, newest first', () => {
    const tickets = [of(2), of(1), ready(of(3), at(20)), ready(of(4), at(21))];
    assert.deepEqual(drawn(tickets), [
      ['1 since 01', '2 since 02'],
      ['4 since 21', '3 since 20'],
    ]);
  });

  it('calls an order when the last of its stations is ready, or has bumped', () => {
    const grill = bump(of(1, 1, 'grill'), at(20));
    const bar = of(1, 2, 'bar');
    assert.deepEqual(drawn([grill, bar]), [['1 since 02'], []]);
    assert.deepEqual(drawn([grill, ready(bar, at(25))]), [[], ['1 since 25']]);
    assert.deepEqual(drawn([grill, bump(ready(bar, at(25)), at(30))]), [[], ['1 since 25']]);
  });

  it('believes the pass, where one puts whole orders together', () => {
    const [grill, pass] = [of(1, 1, 'grill'), of(1, 2, 'pass')];
    assert.deepEqual(drawn([bump(grill, at(20)), pass]), [['1 since 02'], []]);
    assert.deepEqual(drawn([grill, ready(pass, at(25))]), [[], ['1 since 25']]);
  });

  it('takes a number off some time after it was ready, or when nobody can wait for it', () => {
    const tickets = [of(1), ready(of(3), at(20)), bump(of(4), at(21))];
    assert.deepEqual(drawn(tickets, at(20)), [['1 since 01'], ['4 since 21']]);
    const long_ago = { expo_ids: [], ready_since: at(20), sent_since: at(1) };
    assert.deepEqual(drawBoard([of(1)], long_ago).preparing, []);
  });

  it('takes a number back that is recalled, or was never bumped', () => {
    const done = bump(of(1), at(20));
    assert.deepEqual(drawn([recall(done)]), [['1 since 01'], []]);
    assert.deepEqual(drawn([undo(done)]), [['1 since 01'], []]);
    assert.deepEqual(drawn([bump(recall(done), at(30))], at(25)), [[], ['1 since 30']]);
  });

  it('takes a number back of which more is to be made', () => {
    const done = bump(of(1), at(20));
    assert.deepEqual(drawn([done, of(1, 2)]), [['1 since 02'], []]);
  });

  it('has no order of which nothing is wanted any more', () => {
    assert.deepEqual(drawn([gone(of(1))]), [[], []]);
    assert.deepEqual(drawn([bump(of(1), at(20)), gone(of(1, 2))]), [[], []]);
  });

  it('has nobody wait for a ticket that only says what is not to be made', () => {
    const some = { ...of(1, 2), items: gone(of(1, 2)).items.slice(1) };
    assert.deepEqual(drawn([bump(of(1), at(20)), some]), [[], ['1 since 20']]);
  });
});
