import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { ticketOperations } from '#shared/contracts/tickets.ts';
import {
  amend,
  bump,
  bumpedWith,
  bumpItem,
  type HungTicket,
  isDue,
  ready,
  recall,
  rush,
  start,
  undo,
} from '../../services/print-spooler/ticket.ts';
import { at, type Change, hung, item, sent } from './hung.ts';

const flags = ({ items }: HungTicket) => items.map(({ bumped }) => bumped);
const STATIONS = ['grill', 'bar', 'pass'];

type Operations = typeof ticketOperations;
type Takes<N extends keyof Operations> = keyof Operations[N]['input']['shape'];
type OnTicket<N> = N extends keyof Operations ? ('ticket_id' extends Takes<N> ? N : never) : never;
/** Each operation on a ticket, and what is sent of its order later. */
type Deed = OnTicket<keyof Operations> | 'amend';
const DEEDS = Object.entries(ticketOperations)
  .filter(([, { input }]) => 'ticket_id' in input.shape)
  .map(([name]) => name as Deed)
  .concat('amend');
const step = fc.record({
  what: fc.constantFrom(...DEEDS),
  of: fc.integer({ min: 0, max: 2 }),
  line: fc.integer({ min: 1, max: 5 }),
  /** `bumped`, `undo` or `rush`, where the operation has one. */
  isSo: fc.boolean(),
  change: fc.constantFrom<Change>('added', 'changed', 'cancelled'),
});
type Step = Parameters<Parameters<typeof step.map>[0]>[0];

type Become = (one: HungTicket) => HungTicket;
const only =
  (ticket: HungTicket, after: HungTicket): Become =>
  (one) =>
    one === ticket ? after : one;

/** What becomes of all tickets where this is done to one of them. */
const COMES: Record<
  Deed,
  (ticket: HungTicket, step: Step, now: string, tickets: HungTicket[]) => Become
> = {
  start_ticket: (ticket, _, now) => only(ticket, start(ticket, now)),
  ready_ticket: (ticket, _, now) => only(ticket, ready(ticket, now)),
  bump_ticket: (ticket, _, now) => only(ticket, bump(ticket, now)),
  bump_item(ticket, { line, isSo }, now) {
    const isThere = ticket.items.some(({ order_item_id }) => order_item_id === line);
    return only(ticket, isThere ? bumpItem(ticket, item(line, isSo), now) : ticket);
  },
  recall_ticket(ticket, { isSo: isUndo }, _, tickets) {
    if (isUndo) return only(ticket, undo(ticket));
    const back = [ticket, ...bumpedWith(ticket, tickets)];
    return (one) => (back.includes(one) ? recall(one) : one);
  },
  rush_ticket:
    (_, { isSo }) =>
    (one) =>
      isDue(one) ? rush(one, isSo) : one,
  amend: (ticket, { line, change }) =>
    only(ticket, amend(ticket, sent(1, change, { order_item_id: line }))),
};

/** What a kitchen of three stations does with one send, refused where the ticket does not allow. */
function take(tickets: HungTicket[], done: Step, now: string): HungTicket[] {
  const ticket = tickets[done.of] as HungTicket;
  if (isDue(ticket) === (done.what === 'recall_ticket')) return tickets;
  return tickets.map(COMES[done.what](ticket, done, now, tickets));
}

describe('whatever a kitchen does', () => {
  const begin = () => STATIONS.map((station, i) => hung(i + 1, station));
  const lives = (check: (before: HungTicket[], after: HungTicket[], of: Step) => void) =>
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 40, size: 'max' }), (steps) => {
        steps.reduce((tickets, one, i) => {
          const after = take(tickets, one, at(i));
          check(tickets, after, one);
          return after;
        }, begin());
      }),
    );

  it('a ticket stands where its hours say', () => {
    lives((_, after) => {
      for (const ticket of after) {
        const { status, bumped_at, ready_at, started_at, recalled } = ticket;
        assert.equal(status === 'bumped', bumped_at !== null);
        assert.equal(status === 'ready', bumped_at === null && ready_at !== null);
        if (status === 'new') assert.ok(!started_at && !recalled);
        if (ready_at) assert.ok(started_at);
      }
    });
  });

  it('all lines done is the ticket done, and no line is lost', () => {
    lives((before, after) => {
      for (const [i, ticket] of after.entries()) {
        if (flags(ticket).every(Boolean)) assert.equal(ticket.status, 'bumped');
        const ids = ticket.items.map(({ order_item_id }) => order_item_id);
        assert.equal(new Set(ids).size, ids.length);
        for (const one of before[i]?.items ?? []) assert.ok(ids.includes(one.order_item_id));
      }
    });
  });

  it('a bump that is undone has not been, but that somebody had the ticket', () => {
    lives((before) => {
      for (const ticket of before.filter(isDue)) {
        const delivered_at = ticket.delivered_at ?? at(59);
        assert.deepEqual(undo(bump(ticket, at(59))), { ...ticket, delivered_at });
      }
    });
  });

  it('the last line’s bump that is undone leaves that line to be done', () => {
    lives((before, after, { what, of, line }) => {
      const [ticket, bumped] = [before[of] as HungTicket, after[of] as HungTicket];
      if (what !== 'bump_item' || !isDue(ticket) || isDue(bumped)) return;
      const { started_at } = bumped;
      assert.deepEqual(undo(bumped).items, ticket.items);
      assert.equal(undo(bumped).started_at, started_at);
      assert.equal(bumped.bumped_by_item, line);
    });
  });

  it('what is recalled hangs where it hung, at every station that had it', () => {
    lives((before, after, { what, of, isSo: isUndo }) => {
      const hangs = ({ id, original_position, sent_at }: HungTicket) => [
        id,
        original_position,
        sent_at,
      ];
      assert.deepEqual(after.map(hangs), before.map(hangs));
      if (what !== 'recall_ticket' || isUndo || isDue(before[of] as HungTicket)) return;
      for (const [i, ticket] of after.entries()) {
        if (isDue(before[i] as HungTicket)) assert.equal(ticket, before[i]);
        else {
          assert.deepEqual([ticket.status, ticket.recalled], ['in_progress', true]);
          assert.ok(flags(ticket).every((bumped) => !bumped));
        }
      }
    });
  });
});
