import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/tickets.ts';
import { type Device, forgetAway, NO_BROWSER, type Watched } from '../support/browser.ts';
import { until } from '../support/until.ts';
import { openKitchenDevice, openStage, type Stage } from './showcase/stage.ts';
import { banquet, everyKind, many, theWorld, ticket } from './showcase/tickets.ts';

const SIZES = [
  [1920, 1080],
  [1024, 768],
  [390, 844],
] as const;

/** What sticks out of its card, and buttons that are too small for a finger. */
const WRONG = `
  const cards = Array.from(document.querySelectorAll('.sheet .card'));
  const wide = cards.filter((one) => one.scrollWidth > one.clientWidth + 1);
  const cut = cards.filter((one) => one.scrollHeight > one.clientHeight + 1);
  const all = Array.from(document.querySelectorAll('button'));
  const buttons = all.filter((one) => one.offsetParent);
  const small = buttons.filter((one) => one.offsetHeight < 44 || one.offsetWidth < 44);
  const beyond = document.documentElement.scrollWidth > window.innerWidth;
  const wrong = [...wide, ...cut, ...small].map((one) => one.outerHTML.slice(0, 200));
  wrong.concat(beyond ? 'page' : []);
`;

/** A folder that is given here gets a picture of everything. */
const PICTURES = process.env.POS_PICTURES;
const GRILL = ['grill'];
const BOTH = ['grill', 'bar'];

interface Look {
  name: string;
  tickets: Ticket[];
  stations?: string[];
  press?: string;
  /** A button that is tapped. */
  tap?: string;
  away?: boolean;
}

const bar = everyKind().map((one, i) => ({ ...one, id: 500 + i, station_id: 'bar' }));
const LOOKS: Look[] = [
  { name: 'few', tickets: everyKind() },
  { name: 'forty', tickets: many(40) },
  { name: 'banquet', tickets: [ticket(16), banquet(), ticket(18)] },
  { name: 'world', tickets: theWorld() },
  { name: 'empty', tickets: [] },
  { name: 'two-stations', tickets: [...everyKind(), ...bar], stations: BOTH },
  { name: 'all-day', tickets: many(14), press: 'a' },
  { name: 'sold-out', tickets: many(14), press: 'o' },
  { name: 'help', tickets: many(4), press: '?' },
  { name: 'recall', tickets: many(6), tap: 'Recall' },
  { name: 'cut-off', tickets: everyKind(), away: true },
  { name: 'keys', tickets: everyKind(), press: '2' },
];

describe('how the kitchen screen looks', { skip: NO_BROWSER, timeout: 300_000 }, () => {
  let stage: Stage;
  let device: Device;
  let kitchen: Watched;
  let wrong: string[] = [];

  before(async () => {
    stage = await openStage();
    device = await openKitchenDevice();
    const soup = { item_id: 1, name: 'Soup of the day', sold_out: true, remaining: null };
    const squid = { item_id: 2, name: 'Crispy calamari', sold_out: false, remaining: 4 };
    const items = [soup, squid].map((one) => ({ ...one, sold_out_until: null }));
    stage.show('pos/now/availability', { items });
    const bumped_at = new Date().toISOString();
    stage.bumped.push(...everyKind().map((one) => ({ ...one, bumped_at })));
    kitchen = await device.open(`${stage.url}/kitchen`);
    if (PICTURES) mkdirSync(PICTURES, { recursive: true });
  });
  after(async () => {
    await device.close();
    await stage.close();
  });

  async function looks({ name, tickets, stations = GRILL, press, tap, away }: Look, width: number) {
    const { page } = kitchen;
    stage.hang(tickets, stations);
    const [first] = tickets;
    const shown = first ? page.locator('.sheet strong').first() : page.locator('.nothing');
    await until('it is there', async () => {
      const said = (await shown.innerText().catch(() => '')).split('\n')[0];
      return said === (first ? String(first.order_number) : 'All done');
    });
    if (press) await page.keyboard.press(press);
    if (tap) await page.getByRole('button', { name: tap }).first().click();
    if (away) await stage.away();
    if (away) await page.getByRole('alert').waitFor();
    await until('nothing is cut or too small', async () => {
      wrong = (await page.evaluate(WRONG)) as string[];
      return wrong.length === 0;
    }).catch(() => assert.deepEqual(wrong, [], `${name} at ${width}`));
    if (PICTURES) await page.waitForTimeout(400);
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
    await page.keyboard.press('Escape');
    if (away) await stage.open();
    if (away) await page.getByRole('alert').waitFor({ state: 'detached', timeout: 30_000 });
  }

  for (const [width, height] of SIZES) {
    it(`has room for all and for fingers at ${width} × ${height}`, async () => {
      await kitchen.page.setViewportSize({ width, height });
      for (const look of LOOKS) await looks(look, width);
      forgetAway(kitchen.problems);
      assert.deepEqual(kitchen.problems, []);
    });
  }
});
