import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openTicket } from '../../services/print-spooler/ticket.ts';
import { dinnerSent } from './table.ts';

describe('a ticket', () => {
  const changes = (isFirst: boolean) => {
    const [first, ...others] = dinnerSent().items;
    const items = [{ ...first, change: 'cancelled' }, ...others] as typeof others;
    return openTicket({ ...dinnerSent(), items, is_first: isFirst }, 'kitchen').items.map(
      (i) => i.change,
    );
  };

  it('that is the first of its order says only what is not to be made', () => {
    assert.deepEqual(changes(true), ['cancelled', 'none', 'none']);
  });

  it('that comes later says what was added', () => {
    assert.deepEqual(changes(false), ['cancelled', 'added', 'added']);
  });
});
