import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fit } from '../../services/gateway/screens/board/fit.ts';
import { BRULEE, GIN, type Order, type Ticket } from '../journeys/table.ts';
import {
  approve,
  type Device,
  forgetAway,
  killGateway,
  NO_BROWSER,
  openDevice,
  type Watched,
} from '../support/browser.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

/** The least that a restaurant can set, and some time for it. */
const CLEARS_AFTER_S = 30;
const CLEARED = { timeout: 2 * CLEARS_AFTER_S * 1_000 };
/**
 * Writes down the pitch of every note that the page plays, and keeps it silent until somebody has
 * touched it: a test's looking at a page counts as a touch in the browser.
 */
const LISTEN = `
  window.heard = [];
  const start = OscillatorNode.prototype.start;
  OscillatorNode.prototype.start = function (at) {
    window.heard.push(Math.round(this.frequency.value));
    return start.call(this, at);
  };
  window.AudioContext = class extends AudioContext {
    isTouched = false;
    get state() {
      return this.isTouched ? super.state : 'suspended';
    }
    resume() {
      this.isTouched = true;
      return super.resume();
    }
  };`;

describe('the order board', { skip: NO_BROWSER }, () => {
  let restaurant: Restaurant;
  let device: Device;
  let board: Watched;
  let token: string;

  const call = <T>(method: string, path: string, body?: object) =>
    restaurant.call<T>(method, path, body, { authorization: `Bearer ${token}` });
  const column = (name: 'preparing' | 'ready') => board.page.locator(`.${name} li`);
  const numbers = (name: 'preparing' | 'ready') => column(name).locator('strong').allInnerTexts();
  const shows = (what: string, name: 'preparing' | 'ready', wanted: string[]) =>
    until(what, async () => (await numbers(name)).join() === wanted.join());
  const heard = () => board.page.evaluate<number[]>('window.heard.splice(0)');

  async function orders(more: object = {}): Promise<void> {
    const items = [BRULEE, GIN];
    const { body } = await call<Order>('POST', '/orders', { items, ...more });
    await call('POST', `/orders/${body.id}/close`, { method: 'cash', cash_tendered: 100 });
  }
  /** All that the kitchen has of an order is done; resolves with one of its tickets. */
  async function bumps(number: number): Promise<Ticket> {
    const due = async () => {
      const { body } = await call<{ tickets: Ticket[] }>('GET', '/kitchen/tickets');
      return body.tickets.filter(({ order_number }) => order_number === number);
    };
    await until('the kitchen has it', async () => (await due()).length > 0);
    const tickets = await due();
    for (const { id } of tickets) await call('POST', `/kitchen/tickets/${id}/bump`, {});
    return tickets[0] as Ticket;
  }

  before(async () => {
    restaurant = await openRestaurant();
    token = await restaurant.login();
    await call('PUT', '/kitchen_screens/settings', { board_clears_after_s: CLEARS_AFTER_S });
    device = await openDevice();
    await device.context.addInitScript(LISTEN);
    board = await device.open(`${restaurant.url}/board`);
    await approve(restaurant, board);
    await board.page.getByText('New orders appear here.').waitFor();
  });
  after(async () => {
    await device.close();
    await restaurant.close();
  });

  it('shows the numbers that are being made, with the guest’s name', async () => {
    await orders({ customer_name: 'Zoë' });
    await orders();
    await shows('both are being made', 'preparing', ['1', '2']);
    assert.match(await column('preparing').first().innerText(), /^1\s+Zoë$/);
    assert.deepEqual(board.problems, []);
  });

  it('asks to be touched once before it can be heard', async () => {
    await board.page.getByRole('button', { name: 'Tap once for sound' }).click();
    await board.page.getByText('Tap once').waitFor({ state: 'detached' });
    assert.deepEqual(await heard(), []);
  });

  it('calls one that is ready, on top and standing out', async () => {
    await bumps(2);
    await shows('2 is ready', 'ready', ['2']);
    await bumps(1);
    await shows('the newest is on top', 'ready', ['1', '2']);
    assert.match((await column('ready').first().getAttribute('class')) ?? '', /fresh/);
    assert.deepEqual(await heard(), [523, 659, 784, 523, 659, 784]);
    assert.deepEqual(await numbers('preparing'), []);
    assert.deepEqual(board.problems, []);
  });

  it('takes back one that was recalled, and calls it again', async () => {
    await orders();
    const ticket = await bumps(3);
    await shows('3 is ready', 'ready', ['3', '1', '2']);
    await call('POST', `/kitchen/tickets/${ticket.id}/recall`, {});
    await shows('3 is being made', 'preparing', ['3']);
    await heard();
    await bumps(3);
    await shows('3 is ready again', 'ready', ['3', '1', '2']);
    assert.deepEqual(await heard(), [523, 659, 784]);
  });

  it('has the same numbers after the gateway’s death, and calls none of them again', async () => {
    const before_it = await numbers('ready');
    await killGateway(restaurant)();
    await board.page.getByRole('alert').waitFor({ state: 'detached' });
    await orders();
    await until('4 is being made', async () => (await numbers('preparing')).includes('4'));
    for (const number of await numbers('ready')) assert.ok(before_it.includes(number));
    assert.deepEqual(await heard(), []);
    forgetAway(board.problems);
    assert.deepEqual(board.problems, []);
  });

  it('takes the numbers down by itself some time after they were ready', async () => {
    await column('ready')
      .first()
      .waitFor({ state: 'detached', ...CLEARED });
    assert.deepEqual(await numbers('preparing'), ['4']);
  });
});

describe('the numbers on a board', () => {
  it('are as large as all of them fit', () => {
    for (const [width, height] of [
      [1100, 800],
      [380, 400],
      [1080, 1000],
    ] as const) {
      for (let count = 1; count <= 99; count++) {
        const { columns, size_px } = fit(count, width, height, true);
        const rows = Math.ceil(count / columns);
        assert.ok(size_px > 0 && rows * size_px * 1.5 <= height && columns * size_px * 2 <= width);
      }
    }
  });

  it('shrink only when there are more of them', () => {
    const sizes = [1, 4, 9, 30, 99].map((count) => fit(count, 1100, 800, false).size_px);
    assert.deepEqual(
      sizes,
      sizes.toSorted((a, b) => b - a),
    );
    assert.ok(sizes.at(-1)! >= 40);
  });

  it('need no room when there are none', () => {
    assert.ok(Number.isFinite(fit(0, 1100, 800, false).size_px));
  });
});
