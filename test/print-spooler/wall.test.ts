import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Board } from '#shared/contracts/tickets.ts';
import { openFile } from '#shared/storage.ts';
import { KITCHEN_SETTINGS_AT_FIRST } from '../../services/print-spooler/kitchen-settings.ts';
import { openStations } from '../../services/print-spooler/station-store.ts';
import { bump } from '../../services/print-spooler/ticket.ts';
import { openTickets } from '../../services/print-spooler/ticket-store.ts';
import { openWall } from '../../services/print-spooler/wall.ts';
import { until } from '../support/until.ts';
import { hung } from './hung.ts';
import { lookIntoKitchen } from './kitchen.ts';
import { openRestaurant, type Restaurant } from './restaurant.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/print-spooler/migrations');

let restaurant: Restaurant;
let board: Board = { preparing: [], ready: [] };
before(async () => {
  restaurant = await openRestaurant();
  restaurant.house.bus.subscribe('pos/now/board', (message) => {
    board = JSON.parse(message) as Board;
  });
});
after(() => restaurant.close());

const { hung: hangs } = lookIntoKitchen(() => restaurant);
const numbers = () =>
  [board.preparing, board.ready].map((all) => all.map((one) => one.order_number));
const says = (preparing: number[], ready: number[]) =>
  until(`the board has ${preparing} in the making and ${ready} ready`, () => {
    return JSON.stringify(numbers()) === JSON.stringify([preparing, ready]);
  });

describe('the board on the wall', () => {
  it('has a number from when it is sent until it is fetched, over a power cut', async () => {
    const { orders, ask, cutPower } = restaurant;
    await says([], []);
    await orders.send(41, 17);
    await orders.send(42, 18);
    await hangs(2);
    await says([17, 18], []);
    await ask('ready_ticket', { ticket_id: 2 });
    await says([17], [18]);
    await ask('bump_ticket', { ticket_id: 1 });
    await says([], [17, 18]);
    const before_cut = board;
    await cutPower(() => (board = { preparing: [], ready: [] }));
    await says([], [17, 18]);
    assert.deepEqual(board.ready, before_cut.ready, 'ready since the same moment');
    await ask('recall_ticket', { ticket_id: 1 });
    await says([17], [18]);
    await ask('rush_ticket', { ticket_id: 1 });
    await ask('bump_ticket', { ticket_id: 1 });
    await says([], [17, 18]);
  });

  it('takes numbers off by itself, in time', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'pos-'));
    const file = openFile(join(folder, 'print-spooler.db'), MIGRATIONS);
    const [tickets, stations] = [openTickets(file), openStations(file)];
    const now = new Date().toISOString();
    const add = (order_id: number) =>
      tickets.add({ ...hung(), order_id, order_number: order_id, sent_at: now });
    const second = add(42);
    tickets.save(bump(add(41), now));
    const shown: Board[] = [];
    const bus = {
      ...restaurant.house.bus,
      show: (_: unknown, __: unknown, drawing: unknown) => void shown.push(drawing as Board),
      ownShows: () => undefined,
    };
    const settings = () => ({ ...KITCHEN_SETTINGS_AT_FIRST, board_clears_after_s: 2 });
    const wall = openWall({ bus, tickets, stations, settings });
    const counts = () => shown.map(({ preparing, ready }) => [preparing.length, ready.length]);
    assert.deepEqual(counts(), [[1, 1]]);
    await until('the first one is gone', () => shown.length === 2);
    assert.deepEqual(counts()[1], [1, 0]);
    wall.draw();
    assert.equal(shown.length, 2, 'what is as before is not shown again');
    tickets.save(bump(second, new Date().toISOString()));
    wall.orderChanged(42);
    wall.draw();
    await until('the second one is gone', () => shown.length === 4);
    assert.deepEqual(counts().slice(2), [
      [0, 1],
      [0, 0],
    ]);
    wall.stop();
    file.close();
    rmSync(folder, { recursive: true });
  });
});
