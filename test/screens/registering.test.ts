import assert from 'node:assert/strict';
import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { after, afterEach, before, describe, it } from 'node:test';
import { LANGUAGES, type Screen } from '#shared/contracts/screens.ts';
import { words as english } from '../../services/gateway/screens/shared/words/en.ts';
import { words as spanish } from '../../services/gateway/screens/shared/words/es.ts';
import {
  approve,
  type Device,
  forgetAway,
  killGateway,
  NO_BROWSER,
  openDevice,
  tapPin,
  type Watched,
} from '../support/browser.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { ROOT } from '../support/sources.ts';

describe('a screen that is opened for the first time', { skip: NO_BROWSER }, () => {
  let restaurant: Restaurant;
  let device: Device;
  let headers: object;

  /** A browser that was never here. */
  const open = async (path: string): Promise<Watched> => {
    device = await openDevice();
    return device.open(restaurant.url + path);
  };
  const screens = async () => {
    const { body } = await restaurant.call<{ screens: Screen[] }>(
      'GET',
      '/screens',
      undefined,
      headers,
    );
    return body.screens;
  };
  const welcome = ({ page }: Watched) => page.getByText('Welcome');

  before(async () => {
    restaurant = await openRestaurant();
    headers = { authorization: `Bearer ${await restaurant.login()}` };
  });
  afterEach(() => device.close());
  after(() => restaurant.close());

  it('shows a code, and begins by itself when an admin has approved it at a till', async () => {
    const screen = await open('/display?name=Counter, left');
    await screen.page.getByText('Approve this screen at a till').waitFor();
    await screen.page.getByRole('heading', { name: 'Counter, left' }).waitFor();
    const { till, name } = await approve(restaurant, screen);
    await welcome(screen).waitFor();
    assert.deepEqual([till, name], ['main', 'Counter, left']);
    assert.deepEqual(screen.problems, []);
  });

  it('is the same screen when it is opened again, and another one as another kind', async () => {
    const screen = await open('/display');
    await approve(restaurant, screen);
    await welcome(screen).waitFor();
    const before_count = (await screens()).length;
    await screen.page.reload();
    await welcome(screen).waitFor();
    assert.equal((await screens()).length, before_count);
    const board = await device.open(`${restaurant.url}/board`);
    await board.page.getByRole('heading', { name: /^Order board [0-9A-F]{4}$/ }).waitFor();
    assert.equal((await screens()).length, before_count + 1);
    assert.deepEqual([...screen.problems, ...board.problems], []);
  });

  it('is approved where it stands by the PIN of an admin, and of nobody else', async () => {
    const { page, problems } = await open('/display?till=bar');
    await page.getByRole('button', { name: 'Approve here' }).click();
    await tapPin(page, '0000');
    await page.getByText('This PIN is not right.').waitFor();
    await page.keyboard.type('1357');
    await page.getByText('This needs an admin.').waitFor();
    assert.match(problems.splice(0).join(), /401.*403/); // the browser's own notes
    const answer = page.waitForResponse('**/auth/login');
    const isOut = page.waitForResponse('**/auth/logout');
    await tapPin(page, '2468');
    await page.getByText('Welcome').waitFor();
    const [newest] = await screens();
    assert.equal(newest?.till, 'bar');
    const { token } = (await (await answer).json()) as { token: string };
    const own = { authorization: `Bearer ${token}` };
    await isOut; // the screen may be shown before it
    const session = await restaurant.call('GET', '/auth/session', undefined, own);
    assert.equal(session.status, 401, 'nobody stays logged in at a screen');
    assert.deepEqual(problems, []);
  });

  it('keeps waiting over the death of the gateway, with the same code', async () => {
    const screen = await open('/display');
    const code = await screen.page.locator('.code').innerText();
    await killGateway(restaurant)();
    await approve(restaurant, screen);
    await welcome(screen).waitFor({ timeout: 60_000 });
    assert.match(code, /^[2-9A-HJ-NP-Z]{4}$/);
    forgetAway(screen.problems);
    assert.deepEqual(screen.problems, []);
  });

  it('is turned away when it was removed, and introduces itself anew after a tap', async () => {
    const screen = await open('/display');
    const { screen_id } = await approve(restaurant, screen);
    await welcome(screen).waitFor();
    await restaurant.call('DELETE', `/screens/${screen_id}`, undefined, headers);
    await screen.page.getByText('This screen was turned away').waitFor();
    await screen.page.reload();
    await screen.page.getByText('This screen was turned away').waitFor();
    await screen.page.getByRole('button', { name: 'Introduce it anew' }).click();
    await approve(restaurant, screen);
    await welcome(screen).waitFor();
    assert.deepEqual(screen.problems, []);
  });

  it('speaks the language of the restaurant, from the moment it is chosen', async () => {
    const screen = await open('/display');
    const choose = (language: string) =>
      restaurant.call('PUT', '/kitchen_screens/settings', { language }, headers);
    await approve(restaurant, screen);
    await welcome(screen).waitFor();
    await choose('es');
    await screen.page.getByText('Bienvenidos').waitFor();
    assert.equal(await screen.page.locator('html').getAttribute('lang'), 'es');
    await choose('en');
    await welcome(screen).waitFor();
  });
});

describe('the languages of the screens', () => {
  it('have a file of words each, and each file is offered', () => {
    const files = globSync(join(ROOT, 'services/gateway/screens/shared/words/*.ts'));
    const languages = files.map((file) => basename(file, '.ts'));
    assert.deepEqual(languages.toSorted(), [...LANGUAGES].toSorted());
  });

  it('count as their people do', () => {
    const counts = [english, spanish].flatMap(({ display }) => [0, 1, 2].map(display.items));
    const wanted = ['0 items', '1 item', '2 items', '0 artículos', '1 artículo', '2 artículos'];
    assert.deepEqual(counts, wanted);
  });
});
