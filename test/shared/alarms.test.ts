import assert from 'node:assert/strict';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { everyService } from '#shared/contracts/service.ts';
import type { Alarm } from '#shared/contracts/system.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Larder, openLarder } from '../support/larder.ts';
import { until } from '../support/until.ts';

const TOPIC = 'pos/now/alarms/larder/mice';

let house: House;
let service: Larder;
/** What a screen sees. */
let shown: Alarm | undefined;

before(async () => {
  house = await openHouse([]);
  house.bus.subscribe('pos/now/alarms/larder/+', (message, topic) => {
    assert.equal(topic, TOPIC);
    shown = message ? (JSON.parse(message) as Alarm) : undefined;
  });
});
after(() => house.close());
beforeEach(async () => (service = await open()));
afterEach(async () => {
  await service.alarms.clear('mice');
  await until('the alarm is gone', () => !shown);
  await service.close();
});

async function open(): Promise<Larder> {
  const opened = openLarder(house);
  await until('the larder is connected', () => opened.bus.connected);
  return opened;
}
const shows = (detail: string) => until(`it says ${detail}`, () => shown?.detail === detail);
const acknowledge = (alarm_id: string) =>
  house.asker.ask(everyService, 'acknowledge_alarm', { alarm_id }, { service: 'larder' });

describe('an alarm', () => {
  it('is shown with words and since when, until it is cleared', async () => {
    await service.alarms.raise('mice', 'There are mice.');
    await shows('There are mice.');
    const { since, ...rest } = shown as Alarm;
    assert.equal(new Date(since).toISOString(), since);
    const { id, service: from, acknowledged_at } = rest;
    assert.deepEqual([id, from, acknowledged_at], ['larder.mice', 'larder', null]);
    await service.alarms.clear('mice');
    await until('it is gone', () => !shown);
  });

  it('that is raised again has new words and stands since the first time', async () => {
    await service.alarms.raise('mice', 'There are mice.');
    await shows('There are mice.');
    const { since } = shown as Alarm;
    await service.alarms.raise('mice', 'There are many mice.');
    await shows('There are many mice.');
    assert.equal(shown?.since, since);
  });

  it('that nobody raised can be cleared', async () => {
    await service.alarms.clear('rats');
  });

  it('is acknowledged for all to see, and stands', async () => {
    await service.alarms.raise('mice', 'There are mice.');
    assert.deepEqual(await acknowledge('larder.mice'), { id: 'larder.mice' });
    await until('it is acknowledged', () => shown?.acknowledged_at);
  });

  it('that does not stand cannot be acknowledged', async () => {
    await service.alarms.raise('mice', 'There are mice.');
    for (const id of ['larder.rats', 'pantry.mice', 'mice', 'larder.']) {
      await assert.rejects(acknowledge(id), { code: 'ALARM_NOT_FOUND' });
    }
    await shows('There are mice.');
    assert.equal(shown?.acknowledged_at, null);
  });

  it('outlives its service, with who had seen it', async () => {
    await service.alarms.raise('mice', 'There are mice.');
    await acknowledge('larder.mice');
    await until('it is acknowledged', () => shown?.acknowledged_at);
    const earlier = shown as Alarm;
    await service.close();
    house.bus.publish(TOPIC, '', true); // as if the broker had been restarted too
    await until('the broker has forgotten it', () => !shown);
    service = await open();
    await shows('There are mice.');
    assert.deepEqual(shown?.since, earlier.since);
    assert.deepEqual(shown?.acknowledged_at, earlier.acknowledged_at);
  });

  it('that was cleared while the broker was away is not shown any more', async () => {
    const old = { id: 'larder.mice', detail: 'Old mice.' };
    await service.close();
    house.bus.publish(TOPIC, JSON.stringify(old), true);
    await shows('Old mice.');
    service = await open();
    await until('it is gone', () => !shown);
  });
});
