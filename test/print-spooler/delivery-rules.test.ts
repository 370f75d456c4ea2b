import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  onPaper,
  paperOf,
  provesDelivery,
  undelivered,
} from '../../services/print-spooler/delivery.ts';
import { orderTicket } from '../../services/print-spooler/ticket-paper.ts';
import { hung } from './hung.ts';
import { printed, terms } from './printed.ts';
import { dinnerSent } from './table.ts';

const PRINTER = {
  order_tickets: true,
  stations: [] as string[],
  confirmation: 'auto' as const,
  confirms_by: null,
};

describe('who can say that a station has its ticket', () => {
  it('is a printer of its tickets that confirms; one without stations serves all', () => {
    const says = (more: object) => provesDelivery({ ...PRINTER, ...more }, 'grill');
    assert.ok(says({}));
    assert.ok(says({ stations: ['bar', 'grill'] }));
    assert.ok(!says({ stations: ['bar'] }));
    assert.ok(!says({ order_tickets: false }));
    assert.ok(!says({ confirmation: 'none' }));
    assert.ok(!says({ confirms_by: 'nothing' }));
  });

  it('says so of what is on its paper: no other line, no other station, nothing later', () => {
    const paper = { ...dinnerSent(), items: dinnerSent().items.slice(0, 1) };
    const other = { ...hung(2), items: hung().items.slice(1) };
    const later = { ...hung(3), sent_at: '2026-11-23T23:59:00.000Z' };
    const tickets = [hung(1), other, later, hung(4, 'bar')];
    const ids = (stations: string[]) => onPaper(paper, { stations }, tickets).map(({ id }) => id);
    assert.deepEqual(ids(['kitchen']), [1]);
    assert.deepEqual(ids([]), [1, 4]);
  });
});

describe('a ticket that its station has not received', () => {
  const missed = (ticket_id: number, printer_name: string | null = null) => ({
    ticket_id,
    station_id: 'grill',
    order_number: 16 + ticket_id,
    sent_at: `2026-11-23T17:0${ticket_id}:00.000Z`,
    printer_name,
  });
  const words = (...all: ReturnType<typeof missed>[]) =>
    undelivered('Grill', all, 'America/New_York');

  it('is told of in words that say whom to run to', () => {
    assert.equal(
      words(missed(1)),
      'Grill has not received a ticket, of number 17 at 12:01; nobody has it.',
    );
    assert.equal(
      words(missed(1), missed(2), missed(3)),
      'Grill has not received 3 tickets, the oldest of number 17 at 12:01; nobody has them.',
    );
    assert.match(words(missed(1, 'Bar')), /; it goes to paper at Bar\.$/);
    const both = words(missed(1, 'Bar'), missed(2, 'Bar'));
    assert.match(both, /; they go to paper at Bar\.$/);
    const some = words(missed(1), missed(2, 'Bar'));
    assert.match(some, /; 1 of them to paper at Bar, nobody has the others\.$/);
  });

  it('is a paper that says so before anything else', () => {
    const text = printed(orderTicket(paperOf(hung()), terms({ backup_from: 'Grill' })));
    assert.match(
      text,
      /^ BACKUP FROM Grill .*\n NOT RECEIVED THERE IN TIME [^]*17[^]*Juniper burger/,
    );
    assert.doesNotMatch(text, /ADD-ON|CHANGED/);
  });
});
