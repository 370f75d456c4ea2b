import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Ticket } from '#shared/contracts/tickets.ts';
import { forgetAway, NO_BROWSER, type Watched } from '../support/browser.ts';
import { watchTasks } from './showcase/tasks.ts';
import { until } from '../support/until.ts';
import { openKitchenDevice, openStage, type Stage } from './showcase/stage.ts';
import { banquet, item, many, ticket } from './showcase/tickets.ts';

/** From here on a finger or an eye notices that a page was busy. */
const LONGEST_TASK_MS = 100;

/** A finger faster than the eye: it taps where the first card's button is once 1 is gone. */
const TAP_THE_NEXT = `new Promise((done) => {
  const watcher = new MutationObserver(() => {
    if (document.querySelector('.sheet strong')?.textContent !== '2') return;
    watcher.disconnect();
    document.querySelector('.sheet .bump').click();
    done();
  });
  watcher.observe(document.body, { subtree: true, childList: true });
})`;

describe('the page of the kitchen', { skip: NO_BROWSER, timeout: 240_000 }, () => {
  let stage: Stage;
  let device: Awaited<ReturnType<typeof openKitchenDevice>>;
  let kitchen: Watched;

  const card = (number: number, { page }: Watched = kitchen) =>
    page.locator('.sheet .card', {
      has: page.locator('strong', { hasText: new RegExp(`^${number}$`) }),
    });
  const line = (number: number, name: string) =>
    card(number).getByRole('button', { name: new RegExp(name) });
  const bumpOf = (number: number) =>
    card(number).getByRole('button', { name: 'Bump', exact: true });
  const gone = (number: number) => card(number).waitFor({ state: 'detached' });
  /** The paths that were asked for, each key once. */
  const asked = () => [...new Map(stage.said.map(({ key, path }) => [key, path])).values()];
  /** As somebody does whose tap was not heard because the card had just moved there. */
  const taps = (what: ReturnType<typeof bumpOf>, isDone: () => boolean) =>
    until('the tap is heard', async () => {
      if (!isDone()) await what.click({ timeout: 500 }).catch(() => undefined);
      return isDone();
    });
  const bumps = (number: number) =>
    taps(bumpOf(number), () => asked().includes(`/kitchen/tickets/${number}/bump`));

  async function shows(tickets: Ticket[], stations = ['grill'], query = ''): Promise<void> {
    stage.said.length = 0;
    stage.bumped.length = 0;
    stage.hang(tickets, stations);
    kitchen = await device.open(`${stage.url}/kitchen${query}`);
    if (tickets[0]) await card(tickets[0].order_number).first().waitFor();
  }

  before(async () => {
    stage = await openStage();
    device = await openKitchenDevice();
  });
  afterEach(async () => {
    forgetAway(kitchen.problems);
    assert.deepEqual(kitchen.problems, []);
    await kitchen.page.close();
  });
  after(async () => {
    await device.close();
    await stage.close();
  });

  it('bumps one line with a tap, and takes it back with another', async () => {
    await shows([ticket(3, { items: [item(1, { name: 'Steak' }), item(2, { name: 'Soup' })] })]);
    const steak = line(3, 'Steak');
    await taps(steak, () => asked().length === 1);
    await until('it is ticked', async () => (await steak.getAttribute('aria-pressed')) === 'true');
    await card(3).getByText('Cooking').waitFor();
    await taps(steak, () => asked().length === 2);
    await until('it is not', async () => (await steak.getAttribute('aria-pressed')) === 'false');
    assert.equal(asked()[0], '/kitchen/tickets/3/items/1/bump');
  });

  it('undoes a bump for as long as it says so', async () => {
    await shows([ticket(1), ticket(2)]);
    await bumps(1);
    await gone(1);
    await kitchen.page.getByText('1 bumped').waitFor();
    await kitchen.page.getByRole('button', { name: 'Undo' }).click();
    await card(1).waitFor();
    assert.deepEqual(asked(), ['/kitchen/tickets/1/bump', '/kitchen/tickets/1/recall']);
    assert.equal(await card(1).getByText('Recalled').count(), 0);
  });

  it('keeps what was done while the server is away, and tells it once', async () => {
    await shows([
      ticket(1),
      ticket(2),
      ticket(3, { items: [item(9, { name: 'Soup' }), item(8, {})] }),
    ]);
    await stage.away();
    await kitchen.page.getByRole('alert').getByText('No connection since').waitFor();
    const soup = line(3, 'Soup');
    await until('the soup is ticked', async () => {
      if ((await soup.getAttribute('aria-pressed')) === 'false') await soup.click();
      return (await soup.getAttribute('aria-pressed')) === 'true';
    });
    await bumpOf(1).click();
    await card(1).getByText('waiting to be sent').waitFor();
    await kitchen.page.getByText('2 waiting to be sent').waitFor();
    assert.equal(await card(1).count(), 1, 'it hangs until the server has taken it down');
    await stage.open();
    await gone(1);
    await until('all was sent', () => asked().length === 2);
    assert.deepEqual(asked(), ['/kitchen/tickets/3/items/9/bump', '/kitchen/tickets/1/bump']);
    await kitchen.page.getByText('waiting to be sent').first().waitFor({ state: 'detached' });
    await kitchen.page.getByRole('alert').waitFor({ state: 'detached' });
    assert.equal(stage.bumped.length, 1);
  });

  it('keeps it also when the browser is closed meanwhile', async () => {
    await shows([ticket(1), ticket(2)]);
    stage.answer.status = 503;
    await bumpOf(2).waitFor();
    await until('it was tried', async () => {
      if (stage.said.length === 0)
        await bumpOf(2)
          .click({ timeout: 500 })
          .catch(() => undefined);
      return stage.said.length > 0;
    });
    await kitchen.page.close();
    stage.answer.status = undefined;
    kitchen = await device.open(`${stage.url}/kitchen`);
    await card(1).waitFor();
    await gone(2);
    assert.equal(new Set(stage.said.map(({ key }) => key)).size, 1, 'under the same key');
  });

  it('bumps no card that has just come under the finger', async () => {
    await shows([ticket(1), ticket(2)]);
    const second_tap = kitchen.page.evaluate(TAP_THE_NEXT);
    await bumps(1);
    await second_tap;
    assert.deepEqual(asked(), ['/kitchen/tickets/1/bump']);
    await card(2).waitFor();
  });

  it('says what was added, changed and cancelled, until somebody has seen it', async () => {
    const [first, second] = [item(1, { name: 'Steak' }), item(2, { name: 'Soup', quantity: 2 })];
    const told = ticket(5, { items: [first, second] });
    await shows([told]);
    stage.change({
      ...told,
      items: [
        { ...first, change: 'cancelled' },
        { ...second, change: 'changed', note: 'no salt' },
        item(3, { name: 'Salad', change: 'added' }),
      ],
    });
    for (const said of ['Cancelled', 'Changed', 'Added', 'no salt']) {
      await card(5).getByText(said).waitFor();
    }
    const style = "getComputedStyle(document.querySelector('.cancelled .dish > bdi'))";
    const line_of = await kitchen.page.evaluate(`${style}.textDecorationLine`);
    assert.equal(line_of, 'line-through');
  });

  it('goes on in the next column where a ticket is longer than the screen', async () => {
    await shows([banquet()]);
    await kitchen.page.getByText('continued').first().waitFor();
    const lines = kitchen.page.locator('.sheet .line');
    await until('all lines are there', async () => (await lines.count()) === 30);
    const cut = '(one) => one.scrollHeight > one.clientHeight + 1';
    const cards = "Array.from(document.querySelectorAll('.sheet .card'))";
    assert.equal(await kitchen.page.evaluate(`${cards}.filter(${cut}).length`), 0);
  });

  it('is used by keyboard or bump bar alone', async () => {
    await shows([ticket(1), ticket(2), ticket(3)]);
    const { page } = kitchen;
    await until('keys are heard, and the second has its digit', async () => {
      await page.keyboard.press('Escape');
      return (await card(2).locator('kbd').count()) > 0;
    });
    await page.keyboard.press('2');
    await page.locator('.card.chosen').waitFor();
    await page.keyboard.press('s');
    await card(2).getByText('Cooking').waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await until('its first line is ticked', () => asked().some((path) => path.includes('/items/')));
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('Space');
    await gone(2);
    await page.keyboard.press('u');
    await card(2).waitFor();
    await page.keyboard.press('a');
    await page.getByRole('complementary', { name: 'All day' }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('shows the tickets of several stations, or of one of them', async () => {
    const bar = ticket(2, { station_id: 'bar' });
    await shows([ticket(1), bar], ['grill', 'bar']);
    await card(1).getByText('Grill').waitFor();
    await kitchen.page.getByRole('tab', { name: 'Bar' }).click();
    await gone(1);
    await card(2).waitFor();
    await kitchen.page.getByRole('tab', { name: 'All' }).click();
    await card(1).waitFor();
  });

  it('is smooth with 200 tickets', async () => {
    await shows([]);
    const { page } = kitchen;
    await page.getByText('All done').waitFor();
    const busy = await watchTasks(page);
    const due = many(200);
    stage.hang(due);
    await card(1).waitFor();
    const behind = page.locator('.behind');
    await behind.waitFor();
    for (let page_number = 0; page_number < 4; page_number++) await behind.click();
    for (const one of due.slice(0, 20)) stage.change({ ...one, status: 'in_progress' });
    stage.hang(due.slice(10));
    await until('those on top are gone', async () => (await card(1).count()) === 0);
    const tasks = await busy();
    assert.ok(tasks.length > 100, 'it was watched');
    const longest = Math.max(...tasks);
    assert.ok(longest < LONGEST_TASK_MS, `the page was busy for ${longest} ms`);
    assert.ok((await page.locator('.sheet .card').count()) < 60, 'only what is near is drawn');
  });
});
