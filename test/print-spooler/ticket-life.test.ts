import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  amend,
  asTheyHang,
  bump,
  bumpItem,
  type HungTicket,
  ready,
  openTicket,
  recall,
  rush,
  start,
  undo,
} from '../../services/print-spooler/ticket.ts';
import { allDay } from '../../services/print-spooler/all-day.ts';
import { at, hung, item, sent } from './hung.ts';
import { dinnerSent } from './table.ts';

const flags = ({ items }: HungTicket) => items.map(({ bumped }) => bumped);

describe('a ticket', () => {
  it('is begun, ready and bumped, and knows when', () => {
    const begun = start(hung(), at(1));
    assert.deepEqual([begun.status, begun.started_at], ['in_progress', at(1)]);
    const made = ready(begun, at(2));
    assert.deepEqual([made.status, made.started_at, made.ready_at], ['ready', at(1), at(2)]);
    const done = bump(made, at(3));
    assert.deepEqual([done.status, done.ready_at, done.bumped_at], ['bumped', at(2), at(3)]);
  });

  it('that is begun or ready already stays the very same', () => {
    const begun = start(hung(), at(1));
    assert.equal(start(begun, at(2)), begun);
    const made = ready(begun, at(2));
    assert.equal(ready(made, at(3)), made);
    assert.equal(start(made, at(3)), made);
  });

  it('that is ready was begun, also where nobody said so', () => {
    assert.equal(ready(hung(), at(2)).started_at, at(2));
  });

  it('begins with its first line that is done, and is bumped by the last', () => {
    const first = bumpItem(hung(), item(2), at(1));
    assert.deepEqual([first.status, first.started_at], ['in_progress', at(1)]);
    assert.equal(bumpItem(first, item(2), at(2)), first, 'done twice is done once');
    const two = bumpItem(first, item(1), at(2));
    const last = bumpItem(two, item(3), at(3));
    assert.deepEqual(
      [last.status, last.bumped_at, flags(last)],
      ['bumped', at(3), [true, true, true]],
    );
    assert.deepEqual(undo(last), two, 'undone, the last line is not done any more');
  });

  it('that was ready is not, where a line of it is not done after all', () => {
    const made = ready(bumpItem(hung(), item(2), at(1)), at(2));
    const back = bumpItem(made, item(2, false), at(3));
    assert.deepEqual(
      [back.status, back.ready_at, flags(back)],
      ['in_progress', null, [false, false, false]],
    );
  });

  it('has no line that it does not have', () => {
    assert.throws(() => bumpItem(hung(), item(99), at(1)), { code: 'LINE_NOT_FOUND' });
  });

  it('that is recalled is to be made anew; one that is undone stands as before', () => {
    const made = rush(ready(bumpItem(hung(), item(2), at(1)), at(2)), true);
    const done = bump(made, at(3));
    assert.deepEqual(undo(done), made);
    const back = recall(done);
    const { status, recalled, ready_at, bumped_at, original_position } = back;
    const fresh = ['in_progress', true, null, null, 1];
    assert.deepEqual([status, recalled, ready_at, bumped_at, original_position], fresh);
    assert.deepEqual(flags(back), [false, false, false]);
    assert.deepEqual(undo(bump(recall(bump(hung(), at(1))), at(2))).status, 'in_progress');
  });
});

describe('what is sent later', () => {
  it('stands on the ticket that is due, at its line or at the end', () => {
    const begun = bumpItem(hung(), item(1), at(1));
    const changed = amend(begun, sent(1, 'changed', { quantity: 5, note: 'no salt' }));
    const [line] = changed.items;
    const { quantity, note, change, bumped } = line as NonNullable<typeof line>;
    assert.deepEqual([quantity, note, change, bumped], [5, 'no salt', 'changed', false]);
    const more = amend(changed, { ...sent(3, 'added', { order_item_id: 4 }), note: 'Hurry' });
    assert.deepEqual(
      [more.items.at(-1)?.change, more.items.length, more.note],
      ['added', 4, 'Hurry'],
    );
    const { sent_at, original_position, started_at } = more;
    assert.deepEqual([sent_at, original_position, started_at], [hung().sent_at, 1, at(1)]);
  });

  it('comes on top of what a line has, where units of it went to another order', () => {
    const has = hung().items[0]?.quantity ?? 0;
    const [line] = amend(hung(), sent(1, 'added', { quantity: 2 })).items;
    assert.deepEqual([line?.quantity, line?.change, line?.was], [has + 2, 'changed', has]);
  });

  it('counts by how much a line grew or shrank: other units went to another order', () => {
    const order = sent(1, 'added', { order_item_id: 7, quantity: 5 });
    const five = { ...hung(), items: openTicket(order, 'kitchen').items };
    const news = (quantity: number, was: number, change: 'changed' | 'cancelled' = 'changed') => {
      const [line] = amend(five, sent(1, change, { order_item_id: 7, quantity, was })).items;
      return [line?.change, line?.quantity, line?.was];
    };
    assert.deepEqual(news(6, 5), ['changed', 6, 5]);
    assert.deepEqual(news(4, 3), ['changed', 6, 5]); // two of five are another order's
    assert.deepEqual(news(1, 3), ['changed', 3, 5]);
    assert.deepEqual(news(3, 3, 'cancelled'), ['changed', 2, 5]);
    assert.deepEqual(news(5, 5, 'cancelled'), ['cancelled', 5, undefined]);
  });

  it('stays, struck through, where it is not wanted any more, until somebody saw it', () => {
    const added = amend(hung(), sent(3, 'added', { order_item_id: 4 }));
    const gone = amend(added, sent(3, 'cancelled', { order_item_id: 4 }));
    assert.deepEqual([gone.items.length, gone.items.at(-1)?.change], [4, 'cancelled']);
    const seen = [1, 2, 3].reduce((ticket, id) => bumpItem(ticket, item(id), at(5)), gone);
    assert.equal(seen.status, 'in_progress');
    assert.equal(bumpItem(seen, item(4), at(6)).status, 'bumped');
  });

  it('makes a ticket that was ready one in progress, where there is something to make', () => {
    const made = ready(hung(), at(1));
    const more = amend(made, sent(1, 'changed'));
    assert.deepEqual([more.status, more.ready_at], ['in_progress', null]);
    const less = amend(made, sent(1, 'cancelled'));
    assert.deepEqual([less.status, less.ready_at], ['ready', at(1)]);
  });
});

describe('the rail', () => {
  it('has rushed tickets first, then those sent first, recalled or not', () => {
    const tickets = [
      { ...hung(4), original_position: 4 },
      { ...recall(bump(hung(3), at(1))), original_position: 2 },
      { ...hung(5), original_position: 5, rush: true },
      { ...hung(6), original_position: 1 },
      { ...hung(1), original_position: 1 },
    ];
    const ids = tickets.toSorted(asTheyHang).map(({ id }) => id);
    assert.deepEqual(ids, [5, 1, 6, 3, 4]);
  });

  it('counts what is still to be made, the most first, and each line once', () => {
    const [burger, rib, dessert] = dinnerSent().items.map(({ name }) => name);
    const counted = (...tickets: HungTicket[]) =>
      allDay(tickets).map(({ name, quantity }) => [name, quantity]);
    const other = { ...hung(2), items: hung().items.map((one) => ({ ...one, order_item_id: 9 })) };
    assert.deepEqual(counted(hung()), [
      [burger, 2],
      [dessert, 1],
      [rib, 1],
    ]);
    const done = bumpItem(hung(), item(2), at(1));
    assert.deepEqual(counted(done), [
      [burger, 2],
      [dessert, 1],
    ]);
    assert.deepEqual(counted(done, { ...other, items: other.items.slice(0, 1) }), [
      [burger, 4],
      [dessert, 1],
    ]);
    assert.equal(counted(hung(1), hung(2))[0]?.[1], 2, 'the same line, on two tickets');
    const gone = amend(hung(2), sent(1, 'cancelled'));
    assert.ok(!counted(hung(1), gone).some(([name]) => name === burger));
  });
});
