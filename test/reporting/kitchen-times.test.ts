import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { react } from '#shared/reactions.ts';
import { openFile } from '#shared/storage.ts';
import { openKitchen } from '../../services/reporting/kitchen-store.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/reporting/migrations');
const dir = mkdtempSync(join(tmpdir(), 'pos-'));
const file = openFile(join(dir, 'reporting.db'), MIGRATIONS);
const kitchen = openKitchen(file);
after(() => {
  file.close();
  rmSync(dir, { recursive: true });
});
beforeEach(() => file.exec('DELETE FROM ticket; DELETE FROM kitchen_quarter'));

const SENT_AT = '2026-11-23T18:00:00.000Z';
const at = (second: number) => new Date(Date.parse(SENT_AT) + second * 1000).toISOString();
const tell = (type: string, body: object, actor = {}) =>
  react(
    printSpooler,
    {
      ticket_opened: kitchen.opened,
      ticket_bumped: kitchen.bumped,
      ticket_recalled: kitchen.recalled,
    },
    { type, body, actor } as Entry,
  );
/** As a ticket was told of before there was more to tell. */
const open = (id: number, second = 0) =>
  tell('ticket_opened', {
    id,
    order_id: id,
    order_number: id,
    station_id: 'kitchen',
    type: 'dine_in',
    status: 'new',
    customer_name: null,
    note: null,
    sent_at: at(second),
    bumped_at: null,
    items: [{ order_item_id: 1, name: 'Soup', quantity: 1, modifiers: [], note: null }],
  });
const bump = (ticket_id: number, second: number) =>
  tell('ticket_bumped', { ticket_id, bumped_at: at(second) });
const comeBack = (ticket_id: number, undo: boolean) =>
  tell('ticket_recalled', {
    ticket_id,
    order_number: 1,
    sent_at: SENT_AT,
    status: 'in_progress',
    undo,
  });
const told = () => {
  const all = kitchen.between({ from: 0, until: Number.MAX_SAFE_INTEGER });
  return all.map(({ tickets, average_s, longest_s }) => [tickets, average_s, longest_s]);
};

describe('how long a ticket hung', () => {
  it('is until it was bumped, on average and at most', () => {
    for (const id of [1, 2]) open(id);
    assert.deepEqual(told(), []);
    bump(1, 100);
    bump(2, 200);
    assert.deepEqual(told(), [[2, 150, 200]]);
  });

  it('is not known where nobody bumped it, and the house took it down', () => {
    open(1);
    tell('ticket_bumped', { ticket_id: 1, bumped_at: at(90_000) }, { service: 'print-spooler' });
    assert.deepEqual(told(), []);
  });

  it('is until the first bump, where it was recalled, and counts once', () => {
    open(1);
    bump(1, 100);
    comeBack(1, false);
    bump(1, 900);
    assert.deepEqual(told(), [[1, 100, 100]]);
  });

  it('is until the next bump, where one was undone', () => {
    for (const id of [1, 2]) open(id);
    bump(1, 60);
    bump(2, 100);
    comeBack(2, true);
    assert.deepEqual(told(), [[1, 60, 60]]);
    comeBack(1, true);
    assert.deepEqual(told(), []);
    bump(2, 300);
    assert.deepEqual(told(), [[1, 300, 300]]);
  });

  it('is until the first bump, where only the one after the recall was undone', () => {
    open(1);
    bump(1, 100);
    comeBack(1, false);
    bump(1, 900);
    comeBack(1, true);
    bump(1, 950);
    comeBack(1, false);
    bump(1, 999);
    comeBack(1, true);
    assert.deepEqual(told(), [[1, 100, 100]]);
  });

  it('counts in the quarter in which it was sent, whatever is undone in others', () => {
    open(1);
    open(2, 890);
    open(3, 910);
    for (const id of [1, 2, 3]) bump(id, 1000);
    comeBack(2, true);
    assert.deepEqual(told(), [[2, 545, 1000]]);
    const rows = file.prepare('SELECT tickets, longest_ms FROM kitchen_quarter').raw().all();
    assert.deepEqual(rows, [
      [1, 1_000_000],
      [1, 90_000],
    ]);
  });
});
