import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { BURGER, type Order } from '../journeys/table.ts';
import { type Device, NO_BROWSER, openDevice, type Watched } from '../support/browser.ts';
import { type Front, openFront } from '../support/front.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { ROOT } from '../support/sources.ts';

const PATIENCE = { timeout: 90_000 };

describe('the pages', () => {
  let restaurant: Restaurant;
  let device: Device | undefined;

  const open = (path: string): Promise<Watched> => (device as Device).open(restaurant.url + path);

  before(async () => {
    restaurant = await openRestaurant();
    if (!NO_BROWSER) device = await openDevice();
  });
  after(async () => {
    await device?.close();
    await restaurant.close();
  });

  it('are found from the first one', { skip: NO_BROWSER }, async () => {
    const { page, problems } = await open('/');
    await page.getByRole('heading', { name: 'Restaurant POS Server' }).waitFor();
    const links = await page.getByRole('link').all();
    const paths = await Promise.all(links.map((link) => link.getAttribute('href')));
    const screens = ['/display', '/kitchen', '/board'];
    const wanted = [...screens, '/demo/printer', '/docs', '/redoc', '/asyncapi', '/health'];
    for (const path of wanted) assert.ok(paths.includes(path), path);
    for (const path of paths)
      assert.equal((await fetch(restaurant.url + path)).status, 200, path ?? '');
    assert.deepEqual(problems, []);
  });

  it('try out a call', { skip: NO_BROWSER }, async () => {
    const { page, problems } = await open('/docs');
    await page.getByText('/health', { exact: true }).first().click(PATIENCE);
    await page.getByRole('button', { name: 'Try it out' }).click();
    await page.getByRole('button', { name: 'Execute' }).click();
    const answer = page.locator('.live-responses-table');
    await answer.getByText('healthy').first().waitFor();
    assert.match(await answer.innerText(), /^200/m);
    assert.deepEqual(problems, []);
  });

  it('tell every call and every topic', { skip: NO_BROWSER }, async () => {
    for (const [path, text] of [
      ['/redoc', 'For developers of front ends'],
      ['/asyncapi', 'A ticket that is due; gone when it is bumped'],
    ] as const) {
      const { page, problems } = await open(path);
      await page.getByText(text).first().waitFor(PATIENCE);
      assert.deepEqual(problems, []);
      await page.close();
    }
  });

  it('show the paper that the demo printer put out, as it comes', {
    skip: NO_BROWSER,
  }, async () => {
    const { page, problems } = await open('/demo/printer');
    await page.getByText('Nothing was printed yet').waitFor();
    const headers = { authorization: `Bearer ${await restaurant.login()}` };
    const wish = { items: [{ ...BURGER, note: 'no onions' }] };
    const { body } = await restaurant.call<Order>('POST', '/orders', wish, headers);
    const cash = { method: 'cash', cash_tendered: 50 };
    await restaurant.call('POST', `/orders/${body.id}/close`, cash, headers);
    const receipt = page.locator('figure', { hasText: 'Change' });
    await receipt.waitFor();
    assert.match(await receipt.innerText(), /Juniper & Rye[^]+2 x Juniper burger[^]+\$39\.96/);
    await page.locator('.inverted', { hasText: '! no onions' }).waitFor();
    assert.deepEqual(problems, []);
  });
});

describe('what a browser is sent', () => {
  let front: Front;
  let url: string;
  before(async () => {
    front = await openFront([], { POS_DEMO: '0' });
    url = `http://127.0.0.1:${front.port}`;
  });
  after(() => front.close());

  it('may do only what it needs, and names its own host for the live connection', async () => {
    for (const path of ['/', '/docs', '/redoc', '/asyncapi', '/display', '/kitchen', '/board']) {
      const { headers, status } = await fetch(url + path);
      const policy = headers.get('content-security-policy') ?? '';
      assert.equal(status, 200, path);
      assert.match(policy, /^default-src 'none';script-src 'self';/, path);
      assert.doesNotMatch(policy, /unsafe-eval|\*/, path);
      assert.equal(policy.includes(`ws://127.0.0.1:`), /display|kitchen|board/.test(path), path);
      assert.equal(headers.get('cache-control'), 'no-cache', path);
      assert.ok(headers.get('etag'), path);
    }
  });

  it('is kept for good where its name changes with it', async () => {
    const html = await (await fetch(`${url}/display`)).text();
    const script = /src="\.\.(\/assets\/[^"]+)"/.exec(html)?.[1];
    const { headers } = await fetch(url + script);
    assert.equal(headers.get('cache-control'), 'public, max-age=31536000, immutable');
  });

  it('has no demo in it where there is none', async () => {
    assert.equal((await fetch(`${url}/demo/printer`)).status, 404);
    assert.doesNotMatch(await (await fetch(url)).text(), /demo/i);
  });

  it('is understood by Safari 12 and Chrome 70', () => {
    const scripts = globSync(join(ROOT, 'services/gateway/screens/bundled/assets/*.js'));
    assert.ok(scripts.length >= 2);
    // what came after them: ?. ?? ??= 1n #private (?<=…) static {…}
    const younger = /\?\.[a-zA-Z_$([]|\?\?|\b\d+n\b|\bthis\.#|\(\?<[=!]|\bstatic\{/;
    for (const file of scripts) assert.doesNotMatch(readFileSync(file, 'utf8'), younger, file);
  });
});
