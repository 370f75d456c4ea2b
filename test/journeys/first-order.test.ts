import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { CONTRACTS } from '#shared/contracts/index.ts';
import type { Daily } from '#shared/contracts/daily-report.ts';
import type { Health } from '#shared/contracts/system.ts';
import { skipMosquitto } from '../support/mosquitto.ts';
import { isOpen } from '../support/ports.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { openSpread } from '../support/spread.ts';
import { until } from '../support/until.ts';
import { openScreen, type Screen } from './screen.ts';
import {
  bothOnPaper,
  BRULEE,
  BURGER,
  type Cart,
  GIN,
  ON_THE_RECEIPT,
  ON_THE_TICKET,
  type Order,
  papers,
  type Refused,
  type Ticket,
  type TicketIndex,
} from './table.ts';

const SERVICES = CONTRACTS.map(({ service }) => service);
const CART = 'pos/now/cart/main';
const KITCHEN = 'pos/now/kitchen/kitchen';

describe('the first guest of a house on one machine', () => firstGuest(openRestaurant));
/** A long one, of its own command: test/gateway/external-broker.test.ts is a short one. */
const skipSpread = process.env.POS_TEST_BROKER ? skipMosquitto : 'npm run test:mosquitto';
describe('the first guest of a house on two, over Mosquitto', { skip: skipSpread }, () => {
  firstGuest(openSpread);
});

function firstGuest(open: () => Promise<Restaurant>): void {
  let restaurant: Restaurant;
  let token: string;
  let order: Order;
  let display: Screen<Cart>;
  let kitchen: Screen<Ticket & TicketIndex>;
  let printed: Promise<unknown>;
  const announced: string[] = [];

  const call = <T>(method: string, path: string, body?: object, headers: object = {}) =>
    restaurant.call<T>(method, path, body, { authorization: `Bearer ${token}`, ...headers });

  before(async () => {
    restaurant = await open();
    token = await restaurant.login();
    restaurant.observer.subscribe('pos/orders/did/+', (_, topic) => announced.push(topic));
    display = await openScreen(restaurant.url, token, CART);
    kitchen = await openScreen(restaurant.url, token, `${KITCHEN}/index`, `${KITCHEN}/+`);
  });
  after(async () => {
    await display.close();
    await kitchen.close();
    await restaurant.close();
  });

  it('finds every part of the house ready', async () => {
    const { status, body } = await call<Health>('GET', '/health');
    assert.equal(status, 200);
    assert.equal(body.status, 'healthy');
    assert.ok(body.demo);
    const others = SERVICES.filter((name) => name !== 'gateway');
    assert.deepEqual(Object.keys(body.services).toSorted(), others.toSorted());
    for (const name of others) assert.equal(body.services[name]?.status, 'ready', name);
  });

  it('is not served by anybody without a PIN', async () => {
    const login = await call<Refused>('POST', '/auth/login', { pin: '0000' });
    assert.deepEqual([login.status, login.body.code], [401, 'INVALID_PIN']);
    const stranger = await restaurant.call<Refused>('POST', '/orders', { items: [BURGER] });
    assert.deepEqual([stranger.status, stranger.body.code], [401, 'UNAUTHENTICATED']);
    assert.deepEqual(announced, []);
  });

  it('chooses from a menu that a till fetches once, as long as it stays the same', async () => {
    const menu = await call<{ categories: { name: string }[] }>('GET', '/catalog/menu');
    assert.deepEqual(menu.body.categories.map(({ name }) => name).slice(0, 2), [
      'Starters',
      'Salads',
    ]);
    // fetch would add no-cache of its own, which asks for a fresh copy
    const headers = { 'if-none-match': menu.headers.get('etag'), 'cache-control': 'max-age=0' };
    const again = await call('GET', '/catalog/menu', undefined, headers);
    assert.deepEqual([again.status, again.body], [304, undefined]);
  });

  it('orders two burgers and a gin & tonic, each as it is wanted', async () => {
    const headers = { 'idempotency-key': 'first-guest' };
    const { status, body } = await call<Order>(
      'POST',
      '/orders',
      { items: [BURGER, GIN] },
      headers,
    );
    order = body;
    assert.deepEqual([status, order.order_number, order.status], [201, 1, 'open']);
    const lines = order.items.map(({ name, total_price, modifiers }) => {
      return [name, total_price, ...modifiers.map(({ mod_name }) => mod_name)];
    });
    assert.deepEqual(lines, [
      ['Juniper burger', 37, 'Medium rare', 'Sweet potato fries', 'Cheddar'],
      ['Juniper gin & tonic', 12, 'Extra lime'],
    ]);
    assert.deepEqual([order.subtotal, order.tax, order.total], [49, 4.16, 53.16]);
  });

  it('has one order, also when the till asks twice; another one needs another key', async () => {
    const headers = { 'idempotency-key': 'first-guest' };
    const again = await call<Order>('POST', '/orders', { items: [BURGER, GIN] }, headers);
    assert.equal(again.headers.get('idempotent-replay'), 'true');
    assert.equal(again.headers.get('idempotency-key'), 'first-guest');
    assert.deepEqual([again.status, again.body], [201, order]);
    const other = await call<Refused>('POST', '/orders', { items: [GIN] }, headers);
    assert.deepEqual([other.status, other.body.code], [409, 'IDEMPOTENCY_KEY_REUSED']);
    assert.deepEqual(announced, ['pos/orders/did/order_created']);
  });

  it('sees on the display what is added and taken off', async () => {
    const at = `/orders/${order.id}`;
    const added = await call<Order>('PUT', `${at}/add_item`, BRULEE);
    assert.equal(added.body.total, 62.88);
    const off = { order_item_id: order.items[0]?.id, quantity: 1 };
    const removed = await call<Order>('PUT', `${at}/remove_item`, off);
    assert.equal(removed.body.total, 42.9);
    const { state } = await display.sees(({ state: now }) => now?.data.total === 42.9);
    const totals = display.seen.map((seen) => seen.state?.data.total);
    assert.deepEqual(new Set(totals.filter(Boolean)), new Set([53.16, 62.88, 42.9]));
    assert.deepEqual([state?.data.state, state?.data.items.length], ['cart', 3]);
  });

  it('sees the same on a display that is switched on later, at once', async () => {
    const late = await openScreen<Cart>(restaurant.url, token, CART);
    const first = await late.sees(() => true);
    await late.close();
    assert.ok(first.retained);
    assert.deepEqual(first.state, display.seen.at(-1)?.state);
  });

  it('pays in cash and gets change', async () => {
    printed = bothOnPaper(restaurant.observer);
    const tender = { method: 'cash', cash_tendered: 50 };
    const { status, body } = await call<Order>('POST', `/orders/${order.id}/close`, tender);
    order = body;
    assert.deepEqual([status, order.status, order.change_due], [200, 'closed', 7.1]);
    assert.deepEqual([order.amount_paid, order.balance_due], [42.9, 0]);
    const { state } = await display.sees(({ state: now }) => now?.data.state === 'complete');
    assert.equal(state?.data.change_due, 7.1);
    const late = await call<Refused>('PUT', `/orders/${order.id}/add_item`, BRULEE);
    assert.deepEqual([late.status, late.body.code], [409, 'ORDER_CLOSED']);
  });

  it('is cooked for from a ticket that hangs until it is bumped', async () => {
    const { state } = await kitchen.sees(({ state: now }) => now?.order_number === 1);
    const { id, items } = state as Ticket;
    assert.deepEqual(
      items.map(({ quantity, name, modifiers }) => [quantity, name, modifiers.length]),
      [
        [1, 'Juniper burger', 3],
        [1, 'Juniper gin & tonic', 1],
        [1, 'Crème brûlée', 0],
      ],
    );
    await kitchen.sees(({ state: now }) => now?.ticket_ids?.includes(id));
    const before_bump = kitchen.seen.length;
    const bumped = await call<Ticket>('POST', `/kitchen/tickets/${id}/bump`);
    assert.deepEqual([bumped.status, bumped.body.status], [200, 'bumped']);
    const isNew = (seen: object) => kitchen.seen.indexOf(seen as never) >= before_bump;
    await kitchen.sees((s) => s.topic === `${KITCHEN}/${id}` && s.state === undefined);
    await kitchen.sees((s) => isNew(s) && s.state?.ticket_ids?.length === 0);
    const due = await call<{ tickets: Ticket[] }>('GET', '/kitchen/tickets');
    assert.deepEqual(due.body.tickets, []);
  });

  it('takes a receipt home, and the kitchen has its paper', async () => {
    await printed;
    const [ticket = '', receipt = '', ...more] = papers(restaurant.config);
    for (const line of ON_THE_RECEIPT) assert.match(receipt, line);
    for (const line of ON_THE_TICKET) assert.match(ticket, line);
    assert.match(receipt, new RegExp(`Receipt ${order.id}$`, 'm'));
    assert.deepEqual(more, []);
    assert.doesNotMatch(ticket, /\$|DUPLICATE|LATE/);
  });

  it('is in the figures of the day, as one sale', async () => {
    let report: Partial<Daily> = {};
    await until('the sale is counted', async () => {
      report = (await call<Daily>('GET', '/reports/daily')).body;
      return report.orders_count;
    });
    assert.equal(report.orders_count, 1);
    assert.deepEqual([report.total_sales_gross, report.total_sales_net], [39.5, 39.5]);
    assert.deepEqual([report.cash_sales, report.card_sales], [42.9, 0]);
    assert.deepEqual([report.tax_collected, report.open_orders], [3.4, 0]);
    const paid = await call<{ payments: object[] }>('GET', `/payments?order_id=${order.id}`);
    assert.deepEqual(paid.body.payments, order.payments);
  });

  it('was served by an interface that is written down', async () => {
    const http = await restaurant.call<{ paths: object }>('GET', '/openapi.json');
    const ofOrder = ['', '/add_item', '/remove_item', '/close'].map(
      (p) => `/orders/{order_id}${p}`,
    );
    const money = ['/payments', '/reports/daily'];
    const kitchens = ['/kitchen/tickets', '/kitchen/tickets/{ticket_id}/bump'];
    const paths = ['/health', '/auth/login', '/catalog/menu', '/orders', ...ofOrder];
    for (const path of [...paths, ...money, ...kitchens]) assert.ok(path in http.body.paths, path);
    type Channels = { channels: Record<string, { address: string }> };
    const live = await restaurant.call<Channels>('GET', '/asyncapi.json');
    const addresses = Object.values(live.body.channels).map(({ address }) => address);
    for (const one of ['cart/{till}', 'kitchen/{station}/index', 'kitchen/{station}/{ticket_id}']) {
      assert.ok(addresses.includes(`pos/now/${one}`), one);
    }
  });

  it('is remembered when the house closes, leaving nobody inside, and opens again', async () => {
    const before_stop = await call<Daily>('GET', '/reports/daily');
    await until('all have said who they are', () => SERVICES.every(restaurant.status));
    const pids = SERVICES.map((name) => restaurant.status(name)?.pid as number);
    assert.ok(pids.every(isRunning));
    await restaurant.stop();
    assert.deepEqual(pids.filter(isRunning), []);
    assert.ok(!(await isOpen(restaurant.config.POS_PORT)));
    assert.ok(!(await isOpen(restaurant.config.POS_DEMO_PRINTER_PORT)));

    await restaurant.start();
    const { change_due, ...paid } = order;
    assert.equal(change_due, 7.1);
    assert.deepEqual((await call<Order>('GET', `/orders/${order.id}`)).body, paid);
    assert.deepEqual((await call<Daily>('GET', '/reports/daily')).body, before_stop.body);
    const next = await call<Order>('POST', '/orders', { items: [GIN] });
    assert.deepEqual([next.status, next.body.order_number], [201, 2]);
  });
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
