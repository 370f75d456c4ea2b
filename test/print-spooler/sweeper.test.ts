import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, beforeEach, describe, it } from 'node:test';
import { readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { openFile } from '#shared/storage.ts';
import { drawBoard } from '../../services/print-spooler/board.ts';
import type { Office } from '../../services/print-spooler/desk.ts';
import { openSweeper } from '../../services/print-spooler/sweeper.ts';
import { openTickets } from '../../services/print-spooler/ticket-store.ts';
import { hung } from './hung.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/print-spooler/migrations');
const ago = (hours: number) => new Date(Date.now() - hours * 3600_000).toISOString();

describe('a ticket that nobody bumps', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pos-sweeper-'));
  const file = openFile(join(folder, 'print-spooler.db'), MIGRATIONS);
  const tickets = openTickets(file);
  let told: unknown[] = [];
  const office = {
    database: { transact: async (work: () => unknown) => work() },
    journal: { announce: (...what: unknown[]) => told.push(what.slice(0, 3)) },
    kitchen: { tickets, keep: tickets.save },
  } as unknown as Office;
  const openOne = () => openSweeper(office, openLog('test', readConfig({ LOG_LEVEL: 'silent' })));
  const hang = (hours: number, order_id = 41) =>
    tickets.add({ ...hung(), order_id, sent_at: ago(hours) }).id;
  const due = () => tickets.due('kitchen').map(({ id }) => id);

  beforeEach(() => {
    file.exec('DELETE FROM ticket');
    told = [];
  });
  after(() => {
    file.close();
    rmSync(folder, { recursive: true });
  });

  it('is taken down a day after it was sent, in the name of the house', async () => {
    const [old, late, fresh] = [hang(25), hang(23), hang(0)];
    const sweeper = openOne();
    await sweeper.look();
    assert.deepEqual(due(), [late, fresh]);
    const bumped_at = tickets.find(old)?.bumped_at;
    const said = ['ticket_bumped', { ticket_id: old, bumped_at }, { service: 'print-spooler' }];
    assert.deepEqual(told, [said]);
    sweeper.stop();
  });

  it('hangs until the next look where it is old all at once: the clock was set', async () => {
    const sweeper = openOne();
    const id = hang(48);
    await sweeper.look();
    assert.deepEqual([due(), told], [[id], []]);
    await sweeper.look();
    assert.deepEqual(due(), []);
    sweeper.stop();
  });

  it('is in no list of what was done, and its number is not called', async () => {
    const id = hang(30);
    const sweeper = openOne();
    await sweeper.look();
    assert.deepEqual(tickets.bumped(ago(24)), []);
    const times = { sent_since: ago(6), ready_since: ago(1) };
    const ofOrder = tickets.ofOrder(41);
    assert.equal(ofOrder[0]?.id, id);
    assert.deepEqual(drawBoard(ofOrder, { expo_ids: [], ...times }), { preparing: [], ready: [] });
    sweeper.stop();
  });

  it('is one of thousands, and all of them go', async () => {
    for (let order = 1; order <= 450; order++) hang(26, order);
    const sweeper = openOne();
    await sweeper.look();
    assert.deepEqual([due(), told.length], [[], 450]);
    sweeper.stop();
  });
});
