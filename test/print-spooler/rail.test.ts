import assert from 'node:assert/strict';
import { after, describe, it, mock } from 'node:test';
import type { Show } from '#shared/contracts/contract.ts';
import { ticketShows } from '#shared/contracts/tickets.ts';
import { KITCHEN_SETTINGS_AT_FIRST } from '../../services/print-spooler/kitchen-settings.ts';
import { openRail } from '../../services/print-spooler/rail.ts';
import { hung } from './hung.ts';

/** An index of thousands of tickets. */
const TAKES_MS = 5;

describe('the index of a kitchen in which thousands of tickets hang', () => {
  let now_ms = 0;
  mock.method(performance, 'now', () => now_ms);
  mock.timers.enable({ apis: ['setTimeout'] });
  after(() => mock.reset());

  const drawn: number[][] = [];
  const bus = {
    ownShows: () => undefined,
    show(show: Show, _: object, index: { ticket_ids: number[] }) {
      if (show.topic !== ticketShows.ticket_index.topic) return;
      drawn.push(index.ticket_ids);
      now_ms += TAKES_MS;
    },
  };
  const rail = openRail({
    bus,
    database: { afterCommit: (then: () => void) => then() },
    tickets: { due: () => [], ofOrder: () => [], calledOrders: () => [] },
    stations: { all: () => [{ id: 'kitchen', name: 'Kitchen', is_expo: false }] },
    settings: () => KITCHEN_SETTINGS_AT_FIRST,
  } as unknown as Parameters<typeof openRail>[0]);

  const turn = () => new Promise((over) => setImmediate(over));
  /** Until whoever caused it would be answered. */
  function hang(id: number): Promise<unknown> {
    rail.ticketChanged(hung(id));
    return turn();
  }
  function pass(ms: number): Promise<unknown> {
    now_ms += ms;
    mock.timers.tick(ms);
    return turn();
  }

  it('is drawn before the answer where none was drawn just now', async () => {
    await hang(1);
    assert.deepEqual(drawn, [[], [1]]);
  });

  it('is drawn once for all changes of a time twenty times as long as it takes', async () => {
    await hang(2);
    await hang(3);
    assert.equal(drawn.length, 2);
    await pass(20 * TAKES_MS);
    assert.deepEqual(drawn.slice(2), [[1, 2, 3]]);
    await hang(4);
    assert.equal(drawn.length, 3);
    await pass(20 * TAKES_MS);
    assert.deepEqual(drawn.slice(3), [[1, 2, 3, 4]]);
  });

  it('is drawn at a stop where it waits to be', () => {
    void hang(5);
    rail.stop();
    assert.deepEqual(drawn.slice(4), [[1, 2, 3, 4, 5]]);
  });
});
