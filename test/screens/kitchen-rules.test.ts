import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { Ticket } from '#shared/contracts/tickets.ts';
import {
  type Action,
  type Deed,
  foreseen,
  requestOf,
  takesDown,
} from '../../services/gateway/screens/kitchen/action.ts';
import { newsOf } from '../../services/gateway/screens/kitchen/heard.ts';
import { columnsIn, pack, type Size } from '../../services/gateway/screens/kitchen/pack.ts';
import {
  dueTickets,
  isWhole,
  linesOf,
  urgencyOf,
} from '../../services/gateway/screens/kitchen/tickets.ts';
import { item, ticket } from './showcase/tickets.ts';

const COLUMN = { height: 900, gap: 10, again: 40, goes_on: 30, isScarce: true };

describe('cards on the rail', () => {
  const height = fc.integer({ min: 40, max: 160 });
  const size: fc.Arbitrary<Size> = fc.record({
    head: height,
    lines: fc.array(height, { minLength: 1, maxLength: 40 }),
    foot: fc.integer({ min: 40, max: 80 }),
  });
  const cards = fc
    .array(size, { maxLength: 30 })
    .map((sizes) => sizes.map((one, i) => ({ id: i + 1, size: one })));

  const whole = ({ head, lines, foot }: Size) => lines.reduce((a, b) => a + b, head + foot);

  it('show every line of every ticket once and in its order, and none beyond the edge', () => {
    fc.assert(
      fc.property(cards, (hung) => {
        const pieces = pack(hung, COLUMN);
        for (const {
          id,
          size: { lines },
        } of hung) {
          const own = pieces.filter((piece) => piece.id === id);
          const seen = own.flatMap(({ from, to }) => lines.slice(from, to));
          assert.deepEqual(seen, lines);
          assert.deepEqual(
            own.map(({ last }) => last),
            own.map((_, i) => i === own.length - 1),
          );
        }
        for (const { y, height: high } of pieces) assert.ok(y + high <= COLUMN.height);
      }),
    );
  });

  it('never lie over each other, and the older one never hangs behind', () => {
    fc.assert(
      fc.property(cards, (hung) => {
        const pieces = pack(hung, COLUMN);
        pieces.slice(1).forEach((piece, i) => {
          const before = pieces[i] as (typeof pieces)[number];
          assert.ok(piece.id >= before.id);
          if (piece.column === before.column) assert.ok(piece.y >= before.y + before.height);
          else assert.deepEqual([piece.column, piece.y], [before.column + 1, 0]);
        });
      }),
    );
  });

  it('are torn only where they are longer than a column, or would waste a scarce one', () => {
    fc.assert(
      fc.property(cards, (hung) => {
        const pieces = pack(hung, COLUMN);
        for (const { id, size: one } of hung) {
          const own = pieces.filter((piece) => piece.id === id);
          if (own.length === 1 || whole(one) > COLUMN.height) continue;
          const [begun, rest] = own as [(typeof own)[0], (typeof own)[0]];
          assert.equal(own.length, 2);
          assert.ok(COLUMN.height - begun.y > COLUMN.height / 3);
          assert.ok(begun.to >= 2 && rest.to > rest.from);
        }
      }),
    );
  });

  it('that fit into a column are never torn where there is room for all', () => {
    fc.assert(
      fc.property(cards, (hung) => {
        const fitting = hung.filter(({ size: one }) => whole(one) <= COLUMN.height);
        const pieces = pack(fitting, { ...COLUMN, isScarce: false });
        assert.equal(pieces.length, fitting.length);
      }),
    );
  });

  it('hang in as many columns as are read well, or as are wanted where that is possible', () => {
    assert.deepEqual(
      [390, 768, 1024, 1280, 1920, 3840].map((width) => columnsIn(width)),
      [1, 2, 3, 4, 5, 6],
    );
    assert.equal(columnsIn(1920, 3), 3);
    assert.equal(columnsIn(1920, 8), 8);
    assert.equal(columnsIn(390, 8), 1);
  });
});

describe('a ticket of which the server does not know yet what was done', () => {
  const told = ticket(7, { items: [item(1, {}), item(2, {})] });
  const after = (...deeds: Deed[]) =>
    foreseen(
      told,
      deeds.map((deed, at): Action => ({ key: String(at), ticket_id: 7, deed, at })),
    );
  const item_done = (order_item_id: number, bumped = true): Deed => {
    return { name: 'bump_item', order_item_id, bumped };
  };

  it('is the same one where nothing was done with it', () => {
    const other: Action = { key: 'k', ticket_id: 8, deed: { name: 'bump' }, at: 0 };
    assert.equal(foreseen(told, [other]).ticket, told);
    assert.equal(foreseen(told, [other]).pending, false);
  });

  it('shows what was done as it will be: begun by its first line, gone with its last', () => {
    const begun = after(item_done(1));
    assert.equal(begun.ticket.status, 'in_progress');
    assert.deepEqual(
      begun.ticket.items.map(({ bumped }) => bumped),
      [true, false],
    );
    assert.equal(begun.leaving, false);
    assert.equal(after(item_done(1), item_done(2)).leaving, true);
    assert.equal(after(item_done(1), item_done(2), item_done(2, false)).leaving, false);
    assert.equal(takesDown(begun.ticket, item_done(2)), true);
    assert.equal(takesDown(told, item_done(2)), false);
  });

  it('stays when its bump is undone', () => {
    assert.equal(after({ name: 'bump' }).leaving, true);
    assert.equal(after({ name: 'bump' }, { name: 'undo' }).leaving, false);
    assert.equal(after({ name: 'ready' }).ticket.status, 'ready');
    assert.equal(after({ name: 'ready' }, item_done(1, false)).ticket.status, 'in_progress');
    assert.equal(after({ name: 'rush', rush: true }).ticket.rush, true);
  });

  it('is told to the server in its own words', () => {
    const asks = (deed: Deed) => requestOf({ key: 'k', ticket_id: 7, deed, at: 0 });
    assert.deepEqual(asks({ name: 'undo' }), {
      path: '/kitchen/tickets/7/recall',
      body: { undo: true },
    });
    assert.deepEqual(asks(item_done(2, false)), {
      path: '/kitchen/tickets/7/items/2/bump',
      body: { bumped: false },
    });
  });
});

describe('what a cook hears', () => {
  const known = (...due: Ticket[]) => new Map(due.map((one) => [one.id, one]));
  const [one, two] = [ticket(1), ticket(2)];
  const withLine = (change: 'added' | 'cancelled') => {
    const more = item(99, { change });
    return { ...one, items: [...one.items, more] };
  };

  it('is a ticket that was not there, and one that was recalled', () => {
    assert.deepEqual(newsOf(known(one), [one, two]), ['new']);
    assert.deepEqual(newsOf(known(one), [{ ...one, recalled: true }]), ['new']);
  });

  it('is what is to be made now and was not before, the loss of a line first', () => {
    assert.deepEqual(newsOf(known(one), [withLine('added')]), ['changed']);
    assert.deepEqual(newsOf(known(one), [withLine('cancelled'), two]), ['voided', 'new']);
    assert.deepEqual(newsOf(known(one), [{ ...one, note: 'in a hurry' }]), ['changed']);
  });

  it('is nothing where a ticket was only begun, bumped in part, or came back by an undo', () => {
    const items = one.items.map((line) => ({ ...line, bumped: true }));
    assert.deepEqual(newsOf(known(one), [{ ...one, status: 'in_progress', items }]), []);
    assert.deepEqual(newsOf(known(one, two), [{ ...two }]), []);
  });
});

describe('the tickets of a screen', () => {
  const [first, second, rushed] = [ticket(1), ticket(2), ticket(3, { rush: true })];
  const bar = ticket(4, { station_id: 'bar', original_position: 1 });
  const index = (...ids: number[]) => ({ station_id: 'grill', ticket_ids: ids, all_day: [] });
  const topics = new Map<string, unknown>([
    ['pos/now/kitchen/grill/index', index(3, 1, 2)],
    ['pos/now/kitchen/bar/index', index(4)],
    ...[first, second, rushed, bar].map(
      (one) => [`pos/now/kitchen/${one.station_id}/${one.id}`, one] as const,
    ),
  ]);

  it('hang as the index of their station says', () => {
    assert.deepEqual(dueTickets(['grill'], topics), [rushed, first, second]);
  });

  it('of several stations hang together: rush first, then by their place', () => {
    assert.deepEqual(dueTickets(['grill', 'bar'], topics), [rushed, first, bar, second]);
  });

  it('are whole when every ticket of the index is there', () => {
    assert.equal(isWhole('grill', topics), true);
    const fewer = new Map(topics);
    fewer.delete('pos/now/kitchen/grill/2');
    assert.equal(isWhole('grill', fewer), false);
    assert.equal(isWhole('fryer', topics), false);
  });

  it('are slow and late when the restaurant says so', () => {
    const limits = { slow_after_s: 60, late_after_s: 90 };
    const ages = [59_999, 60_000, 89_999, 90_000];
    const urgencies = ages.map((age) => urgencyOf(age, limits));
    assert.deepEqual(urgencies, ['fresh', 'slow', 'slow', 'late']);
  });

  it('have their lines course by course, and say where a course begins', () => {
    const lines = [
      item(1, { course: 2 }),
      item(2, {}),
      item(3, { course: 1 }),
      item(4, { course: 1 }),
    ];
    const listed = linesOf(ticket(1, { items: lines }));
    assert.deepEqual(
      listed.map((line) => [line.item.order_item_id, line.course]),
      [
        [2, null],
        [3, 1],
        [4, null],
        [1, 2],
      ],
    );
  });
});
