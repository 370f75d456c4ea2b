import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BRULEE, BURGER, GIN, type Order, type Ticket } from '../journeys/table.ts';
import {
  type Device,
  forgetAway,
  killGateway,
  NO_BROWSER,
  openDevice,
  tapPin,
  type Watched,
} from '../support/browser.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { until } from '../support/until.ts';

const A_SECOND = { timeout: 1_000 };

describe('the kitchen screen', { skip: NO_BROWSER }, () => {
  let restaurant: Restaurant;
  let device: Device;
  let kitchen: Watched;
  let token: string;

  const call = <T>(method: string, path: string, body?: object) =>
    restaurant.call<T>(method, path, body, { authorization: `Bearer ${token}` });
  const card = (number: number, { page }: Watched = kitchen) =>
    page.locator('.card', { has: page.locator('strong', { hasText: new RegExp(`^${number}$`) }) });
  const numbers = () => kitchen.page.locator('.card strong').allInnerTexts();

  /** Ordered and paid: from then on the kitchen cooks. */
  async function orders(items: object[], more: object = {}): Promise<void> {
    const { body } = await call<Order>('POST', '/orders', { items, ...more });
    await call('POST', `/orders/${body.id}/close`, { method: 'cash', cash_tendered: 500 });
  }

  /** As somebody does whose tap was not heard. */
  const bumps = (number: number) =>
    until(`${number} is bumped`, async () => {
      const button = card(number).getByRole('button', { name: 'Bump', exact: true });
      await button.click({ timeout: 300 }).catch(() => undefined);
      return (await card(number).count()) === 0;
    });

  before(async () => {
    restaurant = await openRestaurant();
    token = await restaurant.login();
    device = await openDevice();
    kitchen = await device.open(`${restaurant.url}/kitchen`);
    await tapPin(kitchen.page, '8642');
    await kitchen.page.getByText('New tickets appear here').waitFor();
  });
  after(async () => {
    await device.close();
    await restaurant.close();
  });

  it('shows a ticket within a second of the payment, with all that a cook must know', async () => {
    const wishes = [{ ...BURGER, note: 'no onions' }, GIN];
    await orders(wishes, { type: 'takeaway', customer_name: 'Zoë', note: 'in a hurry' });
    await card(1).waitFor(A_SECOND);
    const text = (await card(1).innerText()).replace(/\s+/g, ' ');
    const wanted = ['1 Takeaway 0:0', 'Zoë in a hurry 2 Juniper burger Medium rare Sweet potato'];
    for (const part of [...wanted, 'Cheddar no onions 1 Juniper gin & tonic Extra lime Bump']) {
      assert.ok(text.includes(part), `${part}: ${text}`);
    }
    const height = (await card(1).getByRole('button').boundingBox())?.height ?? 0;
    assert.ok(height >= 44, `a finger needs 44 px, not ${height}`);
  });

  it('hangs the next ones behind it, also on a screen that is opened late', async () => {
    await orders([BRULEE], { type: 'dine_in' });
    await orders([GIN]);
    await card(3).waitFor(A_SECOND);
    assert.deepEqual(await numbers(), ['1', '2', '3']);
    const late = await device.open(`${restaurant.url}/kitchen?station=kitchen`);
    await card(3, late).waitFor();
    assert.equal(await late.page.locator('.card').count(), 3);
    await late.page.close();
    const elsewhere = await device.open(`${restaurant.url}/kitchen?station=terrace`);
    await elsewhere.page.getByText('Nothing was sent to “terrace” yet').waitFor();
    await elsewhere.page.close();
    assert.deepEqual([...late.problems, ...elsewhere.problems], []);
  });

  it('tells slow from late in words too', async () => {
    const { page } = kitchen;
    await page.clock.install();
    await page.reload();
    await card(3).waitFor();
    await page.clock.fastForward('05:30');
    await card(1).getByText('slow').waitFor();
    await page.clock.fastForward('03:00');
    await card(1).getByText('late').waitFor();
    await page.close();
    kitchen = await device.open(`${restaurant.url}/kitchen`);
    await card(3).waitFor();
  });

  it('says that it is cut off when the gateway dies, and has the same tickets after', async () => {
    const banner = kitchen.page.getByRole('alert');
    const isBack = killGateway(restaurant);
    await banner.getByText('No connection since').waitFor();
    assert.deepEqual(await numbers(), ['1', '2', '3']);
    await isBack();
    await banner.waitFor({ state: 'detached' });
    assert.deepEqual(await numbers(), ['1', '2', '3']);
    forgetAway(kitchen.problems);
    assert.deepEqual(kitchen.problems, []);
  });

  it('takes down what was bumped, and a second tap does not take the next one along', async () => {
    const { page } = kitchen;
    const bump = page.getByRole('button', { name: 'Bump' }).first();
    await bump.click();
    await card(1).waitFor({ state: 'detached', timeout: 1_000 });
    await bump.click(); // the finger was faster than the eye: this is number 2 now
    const due = await call<{ tickets: Ticket[] }>('GET', '/kitchen/tickets');
    assert.deepEqual(
      due.body.tickets.map(({ order_number }) => order_number),
      [2, 3],
    );
    assert.deepEqual(await numbers(), ['2', '3']);
    await bumps(2);
    await bumps(3);
    await page.getByText('All done').waitFor(A_SECOND);
    assert.deepEqual(kitchen.problems, []);
  });
});
