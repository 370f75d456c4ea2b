import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/tickets.ts';
import { type Device, NO_BROWSER, type Watched } from '../support/browser.ts';
import { openKitchenDevice, openStage, type Stage } from './showcase/stage.ts';
import { banquet, everyKind, many, theWorld, ticket } from './showcase/tickets.ts';

const SIZES = [
  [1920, 1080],
  [1024, 768],
  [390, 844],
] as const;

/** A folder that is given here gets a picture of everything. */
const PICTURES = process.env.POS_PICTURES;
const GRILL = ['grill'];
const BOTH = ['grill', 'bar'];

interface Look {
  name: string;
  tickets: Ticket[];
  stations?: string[];
  press?: string;
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
  { name: 'keys', tickets: everyKind(), press: '2' },
];

describe('how the kitchen screen looks', { skip: NO_BROWSER, timeout: 300_000 }, () => {
  let stage: Stage;
  let device: Device;
  let kitchen: Watched;

  before(async () => {
    stage = await openStage();
    device = await openKitchenDevice();
    stage.show('pos/now/availability', {
      items: [
        {
          item_id: 1,
          name: 'Soup of the day',
          sold_out: true,
          sold_out_until: null,
          remaining: null,
        },
        {
          item_id: 2,
          name: 'Crispy calamari',
          sold_out: false,
          sold_out_until: null,
          remaining: 4,
        },
      ],
    });
    if (PICTURES) mkdirSync(PICTURES, { recursive: true });
  });
  after(async () => {
    await device.close();
    await stage.close();
  });

  for (const [width, height] of SIZES) {
    for (const { name, tickets, stations = GRILL, press } of LOOKS) {
      it(`${name} at ${width} × ${height}`, async () => {
        stage.hang(tickets, stations);
        kitchen = await device.open(`${stage.url}/kitchen`);
        const { page, problems } = kitchen;
        await page.setViewportSize({ width, height });
        const there = tickets.length
          ? page.locator('.sheet .card').first()
          : page.locator('.nothing');
        await there.waitFor();
        if (press) await page.keyboard.press(press);
        if (PICTURES) {
          await page.waitForTimeout(400);
          await page.screenshot({ path: join(PICTURES, `${name}-${width}.png`) });
        }
        assert.deepEqual(problems, []);
        await page.close();
      });
    }
  }
});
