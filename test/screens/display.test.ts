import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { BRULEE, BURGER, GIN, type Order } from '../journeys/table.ts';
import {
  type Device,
  forgetAway,
  killGateway,
  NO_BROWSER,
  openDevice,
  tapPin,
  type Watched,
} from '../support/browser.ts';
import { type Cable, openCable } from '../support/cable.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';

const A_SECOND = { timeout: 1_000 };
/** A cable that is pulled is noticed by what does not come. */
const SECONDS = { timeout: 9_000 };

describe('the customer display', { skip: NO_BROWSER }, () => {
  let restaurant: Restaurant;
  let device: Device;
  let cable: Cable;
  let display: Watched;
  let token: string;
  let order: Order;

  const call = (method: string, path: string, body: object) =>
    restaurant.call<Order>(method, path, body, { authorization: `Bearer ${token}` });
  const add = (item: object) => call('PUT', `/orders/${order.id}/add_item`, item);
  /** The total as it stands on a page. */
  const total = (text: string, { page }: Watched = display) =>
    page.locator('.totals .total dd', { hasText: text });
  const banner = () => display.page.getByRole('alert');

  before(async () => {
    restaurant = await openRestaurant();
    token = await restaurant.login();
    cable = await openCable(restaurant.config.POS_PORT);
    device = await openDevice();
    display = await device.open(`${cable.url}/display`);
  });
  after(async () => {
    await device.close();
    cable.close();
    await restaurant.close();
  });

  it('asks for a PIN once, and says why not', async () => {
    const { page, problems } = display;
    await tapPin(page, '0000');
    await page.locator('.problem', { hasText: 'PIN' }).waitFor();
    assert.match(problems.splice(0).join(), /401/); // the browser's own note of the answer
    await tapPin(page, '2468');
    await page.getByText('Welcome').waitFor();
    await page.reload();
    await page.getByText('Welcome').waitFor();
    assert.deepEqual(problems, []);
  });

  it('shows the order within a second of the call, but no notes for the kitchen', async () => {
    const { page } = display;
    const items = [{ ...BURGER, note: 'for my boss' }, GIN];
    order = (await call('POST', '/orders', { items })).body;
    await total('53.16').waitFor(A_SECOND);
    await add(BRULEE);
    await total('62.88').waitFor(A_SECOND);
    const shown = (await page.locator('main').innerText()).replace(/\s+/g, ' ');
    const wanted = ['4 items 2 Juniper burger Medium rare Sweet potato fries +1.50 Cheddar +1.50'];
    for (const text of [...wanted, '37.00 1 Juniper gin', 'Order number 1', 'Subtotal 58.00']) {
      assert.ok(shown.includes(text), `${text}: ${shown}`);
    }
    assert.doesNotMatch(shown, /boss/);
  });

  it('shows the same when it is opened late', async () => {
    const late = await device.open(`${cable.url}/display?till=main`);
    await total('62.88', late).waitFor();
    assert.equal(await late.page.getByRole('alert').count(), 0);
    await late.page.close();
    const elsewhere = await device.open(`${cable.url}/display?till=bar`);
    await elsewhere.page.getByText('Welcome').waitFor();
    await elsewhere.page.close();
    assert.deepEqual([...late.problems, ...elsewhere.problems], []);
  });

  it('says that it is cut off when the gateway dies, and comes back by itself', async () => {
    const isBack = killGateway(restaurant);
    await banner().getByText('No connection since').waitFor();
    await total('62.88').waitFor();
    await isBack();
    await banner().waitFor({ state: 'detached' });
    await total('62.88').waitFor();
    await add(BRULEE);
    await total('72.60').waitFor(A_SECOND);
    forgetAway(display.problems);
    assert.deepEqual(display.problems, []);
  });

  it('says so within seconds when the cable is out, and shows what was missed', async () => {
    cable.pull();
    await banner().getByText('What you see is').waitFor(SECONDS);
    await add(GIN);
    await total('72.60').waitFor();
    cable.plugIn();
    await display.page.evaluate("window.dispatchEvent(new Event('online'))");
    await banner().waitFor({ state: 'detached' });
    await total('85.80').waitFor();
    forgetAway(display.problems);
    assert.deepEqual(display.problems, []);
  });

  it('thanks, with the change and the number, and is ready for the next guest', async () => {
    await call('POST', `/orders/${order.id}/close`, { method: 'cash', cash_tendered: 100 });
    const thanks = display.page.locator('.thanks');
    await thanks.waitFor(A_SECOND);
    const text = (await thanks.innerText()).replace(/\s+/g, ' ');
    assert.equal(text, 'Thank you! Your order number is 1 Paid 85.80 Your change 14.20');
    await display.page.getByText('Welcome').waitFor();
  });

  it('asks for a PIN again when its session is over', async () => {
    const own = await display.page.evaluate<string>("localStorage.getItem('pos-token')");
    const headers = { authorization: `Bearer ${own}` };
    await restaurant.call('POST', '/auth/logout', {}, headers);
    await display.page.getByText('Enter your PIN').waitFor();
    await display.page.keyboard.type('1357');
    await display.page.getByText('Welcome').waitFor();
    assert.deepEqual(display.problems, []);
  });
});
