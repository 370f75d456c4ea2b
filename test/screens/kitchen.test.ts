import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Screen } from '#shared/contracts/screens.ts';
import type { Ticket } from '#shared/contracts/tickets.ts';
import { BRULEE, BURGER, GIN, type Order } from '../journeys/table.ts';
import {
  type Device,
  forgetAway,
  NO_BROWSER,
  openDevice,
  stopGateway,
  tapPin,
  type Watched,
} from '../support/browser.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

const SOON = { timeout: 30_000 };

describe('the kitchen screens', { skip: NO_BROWSER, timeout: 240_000 }, () => {
  let restaurant: Restaurant;
  let device: Device;
  let other: Device;
  let kitchen: Watched;
  let bar: Watched;
  let token: string;

  const call = <T>(method: string, path: string, body?: object) =>
    restaurant.call<T>(method, path, body, { authorization: `Bearer ${token}` });
  const card = (number: number, { page }: Watched = kitchen) =>
    page.locator('.sheet .card', {
      has: page.locator('strong', { hasText: new RegExp(`^${number}$`) }),
    });
  const line = (number: number, name: string, screen = kitchen) =>
    card(number, screen).getByRole('button', { name: new RegExp(name) });
  const numbers = () => kitchen.page.locator('.sheet .card strong').allInnerTexts();
  const gone = (number: number, screen = kitchen) =>
    card(number, screen).waitFor({ state: 'detached' });
  const due = async () => {
    const { body } = await call<{ tickets: Ticket[] }>('GET', '/kitchen/tickets');
    return body.tickets;
  };

  async function orders(items: object[], more: object = {}): Promise<Order> {
    const { body } = await call<Order>('POST', '/orders', { items, ...more });
    await call('POST', `/orders/${body.id}/send`);
    return body;
  }

  /** As somebody does whose tap was not heard because the card had just come. */
  const bumps = (number: number, screen = kitchen) =>
    until(`${number} is bumped`, async () => {
      const button = card(number, screen).getByRole('button', { name: 'Bump', exact: true });
      await button.click({ timeout: 500 }).catch(() => undefined);
      return (await card(number, screen).count()) === 0;
    });

  const isTicked = async (one: ReturnType<typeof line>) =>
    (await one.getAttribute('aria-pressed', { timeout: 500 })) === 'true';
  /** As above; its own screen shows at once that a tap was heard, or that the ticket went. */
  const ticks = (number: number, name: string, screen: Watched) =>
    until(`${name} is tapped`, async () => {
      const one = line(number, name, screen);
      const isDone = async () => (await one.count()) === 0 || isTicked(one).catch(() => true);
      if (!(await isDone())) await one.click();
      return isDone();
    });

  /** A screen of its own, approved by an admin who stands in front of it. */
  async function opens(on: Device, stations = 'kitchen'): Promise<Watched> {
    const screen = await on.open(`${restaurant.url}/kitchen?station=${stations}`);
    await screen.page.getByRole('button', { name: 'Approve here' }).click();
    await tapPin(screen.page, '2468');
    await screen.page.getByText('New tickets appear here').waitFor();
    return screen;
  }

  before(async () => {
    restaurant = await openRestaurant();
    token = await restaurant.login();
    device = await openDevice();
    other = await openDevice();
    kitchen = await opens(device);
    bar = await opens(other);
  });
  after(async () => {
    await device.close();
    await other.close();
    await restaurant.close();
  });

  it('show a ticket as soon as it is sent, with all that a cook must know', async () => {
    const wishes = [{ ...BURGER, note: 'no onions' }, GIN];
    await orders(wishes, { type: 'takeaway', customer_name: 'Zoë', note: 'in a hurry' });
    await card(1).waitFor(SOON);
    await card(1, bar).waitFor(SOON);
    const text = (await card(1).innerText()).replace(/\s+/g, ' ');
    const wanted = ['1 Takeaway 0:', 'Zoë in a hurry 2 Juniper burger Medium rare Sweet potato'];
    for (const part of [...wanted, 'Cheddar no onions 1 Juniper gin & tonic Extra lime']) {
      assert.ok(text.includes(part), `${part}: ${text}`);
    }
    for (const button of await card(1).getByRole('button').all()) {
      const height = (await button.boundingBox())?.height ?? 0;
      assert.ok(height >= 44, `a finger needs 44 px, not ${height}`);
    }
  });

  it('hang up what comes later behind it, also where they are opened late', async () => {
    await orders([BRULEE], { type: 'dine_in' });
    await orders([GIN]);
    await card(3).waitFor(SOON);
    assert.deepEqual(await numbers(), ['1', '2', '3']);
    const late = await device.open(`${restaurant.url}/kitchen`);
    await card(3, late).waitFor();
    assert.equal(await late.page.locator('.sheet .card').count(), 3);
    assert.deepEqual(late.problems, []);
    await late.page.close();
  });

  it('tick a line that was bumped elsewhere, and take a ticket down with its last', async () => {
    await ticks(1, 'burger', bar);
    await until('the burger is ticked', () => isTicked(line(1, 'burger')));
    await card(1).getByText('Cooking').waitFor();
    await ticks(1, 'gin & tonic', kitchen);
    await gone(1);
    await gone(1, bar);
  });

  it('bring a ticket back to its place, undone or recalled, wherever it was bumped', async () => {
    await kitchen.page.getByRole('button', { name: 'Undo' }).click();
    await card(1, bar).waitFor();
    assert.deepEqual(await numbers(), ['1', '2', '3']);
    assert.equal(await isTicked(line(1, 'burger', bar)), true);
    assert.equal(await card(1).getByText('Recalled').count(), 0);
    await bumps(1);
    await gone(1, bar);
    await bar.page.getByRole('button', { name: 'Recall' }).click();
    await bar.page.getByRole('button', { name: 'Recall 1', exact: true }).click();
    await card(1).getByText('Recalled').waitFor();
    assert.deepEqual(await numbers(), ['1', '2', '3']);
    await bar.page.getByRole('button', { name: 'Close' }).click();
  });

  it('change a ticket that is due; what was cancelled stays, struck through', async () => {
    const order = await orders([BURGER, GIN]);
    await card(4).waitFor(SOON);
    const gin = order.items[1]?.id;
    const why = { order_item_ids: [gin], reason: 'changed their mind', made: false };
    const { status } = await call('POST', `/orders/${order.id}/void`, why);
    assert.equal(status, 200);
    await call('PUT', `/orders/${order.id}/add_item`, BRULEE);
    await call('POST', `/orders/${order.id}/send`);
    await card(4).getByText('Cancelled').waitFor(SOON);
    await card(4).getByText('Added').waitFor(SOON);
    assert.equal(await card(4).count(), 1);
    assert.equal(await kitchen.page.locator('.cancelled', { hasText: 'gin' }).count(), 1);
    await bumps(4);
  });

  it('hang a ticket first that is in a rush', async () => {
    await card(3).getByRole('button', { name: 'More for ticket 3' }).click();
    await card(3).getByRole('button', { name: 'Rush', exact: true }).click();
    await until('3 hangs first', async () => (await numbers())[0] === '3');
    await until('at both', async () => {
      return (await bar.page.locator('.sheet .card strong').first().innerText()) === '3';
    });
  });

  it('say what is sold out', async () => {
    await call('POST', '/catalog/items/1/sold_out', {});
    await kitchen.page.getByRole('button', { name: /^86/ }).click();
    const panel = kitchen.page.getByRole('complementary');
    await panel.getByText('sold out').waitFor(SOON);
    await call('POST', '/catalog/items/1/back_in_stock');
    await panel.getByText('Everything is there').waitFor(SOON);
    await kitchen.page.keyboard.press('Escape');
  });

  it('say that they are cut off while the gateway is away, and have all after it', async () => {
    const hung = await numbers();
    // one that is killed can be back before anybody is told of it
    const start = await stopGateway(restaurant);
    const banner = kitchen.page.getByRole('alert');
    await banner.getByText('No connection since').waitFor();
    assert.deepEqual(await numbers(), hung);
    await start();
    await banner.waitFor({ state: 'detached' });
    assert.deepEqual(await numbers(), hung);
    for (const { problems } of [kitchen, bar]) {
      forgetAway(problems);
      assert.deepEqual(problems, []);
    }
  });

  it('show nothing any more once they were turned away', async () => {
    const { body } = await call<{ screens: Screen[] }>('GET', '/kitchen_screens');
    assert.equal(body.screens.length, 2);
    const { status } = await call('DELETE', `/screens/${body.screens[0]?.screen_id}`);
    assert.equal(status, 200);
    const turnedAway = [kitchen, bar].map(({ page }) => page.getByText('was turned away'));
    // it may have tried in vain for long just before: then its next try is the later
    await Promise.any(turnedAway.map((said) => said.waitFor({ timeout: 45_000 })));
    const counts = await Promise.all(turnedAway.map((said) => said.count()));
    assert.equal(counts.filter(Boolean).length, 1, 'the other one is not');
    assert.equal((await due()).length, 3, 'the tickets are still due');
  });
});
