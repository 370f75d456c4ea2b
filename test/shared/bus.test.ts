import assert from 'node:assert/strict';
import net from 'node:net';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { type Bus, brokerSocket, connectBus, matches } from '#shared/bus.ts';
import { cents } from '#shared/contracts/money.ts';
import { openLog } from '#shared/log.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Larder, larder, openLarder } from '../support/larder.ts';
import { until } from '../support/until.ts';

const { jar } = larder.shows;
const SHELF = 'pos/now/larder/+';
const plums = (id: number) => ({ id, name: 'plums', cost: cents(450) });

interface Seen {
  name: string;
  at: string;
  revision: number;
}

let house: House;
let bus: Bus;
let cable: net.Socket;
let screen: Bus;
/** What the screen sees, by topic; and everything it heard. */
let seen: Map<string, Seen>;
let heard: [topic: string, message: string][];

before(async () => (house = await openHouse([])));
after(() => house.close());
beforeEach(async () => {
  bus = plugIn('larder');
  await connected(bus);
});
afterEach(async () => {
  await Promise.all([bus.close(), screen?.close()]);
  for (const topic of seen?.keys() ?? []) house.bus.publish(topic, '', true);
});

/** A service's connection whose cable can be pulled. */
function plugIn(name: string): Bus {
  const stream = () => (cable = net.connect(brokerSocket(house.config)));
  return connectBus(name, house.config, openLog(name, house.config), stream);
}
const connected = (one: Bus) => until(`${one.name} is connected`, () => one.connected);
async function pullCable(): Promise<void> {
  cable.destroy();
  await until('the connection is gone', () => !bus.connected);
}

/** A screen that is hung up now: it sees what is retained, then what changes. */
async function hangUpScreen(filter = SHELF): Promise<void> {
  seen = new Map();
  heard = [];
  screen = connectBus('screen', house.config, openLog('screen', house.config));
  screen.subscribe(filter, (message, topic) => {
    heard.push([topic, message]);
    if (message) seen.set(topic, JSON.parse(message) as Seen);
    else seen.delete(topic);
  });
  await connected(screen);
}
const sees = (...ids: number[]) =>
  until(`the screen sees ${ids}`, () => {
    const topics = [...seen.keys()].map((topic) => Number(topic.split('/').at(-1)));
    return String(topics.toSorted((a, b) => a - b)) === String(ids);
  });

describe('what a service shows', () => {
  it('is seen by a screen that comes later, until it is taken away', async () => {
    bus.show(jar, { jar_id: 1 }, plums(1));
    bus.show(jar, { jar_id: 2 }, plums(2));
    bus.show(jar, { jar_id: 1 }, null);
    await hangUpScreen();
    await sees(2);
    bus.show(jar, { jar_id: 3 }, plums(3));
    await sees(2, 3);
    bus.show(jar, { jar_id: 2 }, null);
    await sees(3);
    assert.ok(heard.every(([topic]) => topic !== 'pos/now/larder/1'));
  });

  it('is told once, as it is in the end, when one commit changes it often', async () => {
    await hangUpScreen();
    for (const id of [1, 2, 3]) bus.show(jar, { jar_id: 1 }, { ...plums(1), name: `plums ${id}` });
    bus.show(jar, { jar_id: 2 }, plums(2));
    bus.show(jar, { jar_id: 2 }, null);
    bus.show(jar, { jar_id: 3 }, plums(3));
    await sees(1, 3);
    const first = heard.filter(([topic]) => topic === 'pos/now/larder/1');
    assert.deepEqual(first.length, 1);
    assert.equal(seen.get('pos/now/larder/1')?.name, 'plums 3');
  });

  it('is whole, with money as decimals, and tells its instant and revision', async () => {
    bus.countRevisions(() => 7);
    bus.show(jar, { jar_id: 1 }, plums(1));
    await hangUpScreen();
    await sees(1);
    const { at, ...rest } = seen.get('pos/now/larder/1') as Seen;
    assert.deepEqual(rest, { id: 1, name: 'plums', cost: 4.5, revision: 7 });
    assert.equal(new Date(at).toISOString(), at);
  });

  it('is shown again after its connection was lost, as it is by then', async () => {
    for (const id of [1, 2]) bus.show(jar, { jar_id: id }, plums(id));
    await hangUpScreen();
    await sees(1, 2);
    await pullCable();
    house.bus.publish('pos/now/larder/1', '', true); // as if the broker had forgotten it
    bus.show(jar, { jar_id: 2 }, null);
    bus.show(jar, { jar_id: 3 }, plums(3));
    bus.ownShows([jar]);
    await sees(1, 3);
  });
});

describe('what an earlier life left behind', () => {
  const ghost = (topic: string) => house.bus.publish(topic, '{"id":66}', true);

  it('is cleared when a service starts; what is true and what others show stays', async () => {
    for (const id of ['larder/66', 'larder/1', 'pantry/66']) ghost(`pos/now/${id}`);
    await hangUpScreen('pos/now/+/+');
    await until('all are seen', () => seen.size === 3);
    bus.show(jar, { jar_id: 1 }, plums(1));
    bus.ownShows([jar]);
    await until('the ghost is gone', () => !seen.has('pos/now/larder/66'));
    assert.deepEqual([...seen.keys()].toSorted(), ['pos/now/larder/1', 'pos/now/pantry/66']);
  });

  it('is cleared when its connection returns', async () => {
    bus.ownShows([jar]);
    bus.show(jar, { jar_id: 1 }, plums(1));
    await hangUpScreen();
    await sees(1);
    await pullCable();
    ghost('pos/now/larder/66');
    await sees(1, 66);
    await sees(1);
  });
});

describe('a revision', () => {
  it('never falls, not over a restart either', async () => {
    await bus.close();
    await hangUpScreen();
    const revisions: number[] = [];
    for (let life = 0; life < 2; life++) {
      const service: Larder = openLarder(house);
      await connected(service.bus);
      for (const id of [1, 2]) {
        await service.database.transact(() => {
          const at = new Date().toISOString();
          service.journal.announce('jar_added', plums(id), { service: 'larder' }, at);
          service.database.afterCommit(() => service.bus.show(jar, { jar_id: 1 }, plums(1)));
        });
        const { seq } = service.journal.head();
        await until('it is seen', () => seen.get('pos/now/larder/1')?.revision === seq);
        revisions.push(seq);
      }
      await service.close();
    }
    assert.deepEqual(revisions, [1, 2, 3, 4]);
    const said = heard.map(([, message]) => (JSON.parse(message) as Seen).revision);
    assert.deepEqual(
      said,
      said.toSorted((a, b) => a - b),
    );
    bus = plugIn('larder');
  });
});

describe('a connection', () => {
  it('keeps nothing to say for later: journals are caught up, statuses said anew', async () => {
    await hangUpScreen('pos/larder/#');
    await pullCable();
    bus.publish('pos/larder/did/jar_added', '{"seq":1}');
    bus.publish('pos/larder/status', '{"seq":2}');
    await connected(bus);
    bus.publish('pos/larder/did/jar_added', '{"seq":3}');
    await until('the last is heard', () => heard.some(([, message]) => message === '{"seq":3}'));
    const offline = heard.filter(([, message]) => message.includes('offline')); // its last will
    assert.equal(heard.length, offline.length + 1);
  });

  it('that breaks tells everybody that the service is offline', async () => {
    const offline = house.heard<{ state: string }>('pos/larder/status');
    cable.destroy();
    assert.equal((await offline).state, 'offline');
  });

  it('hears its filters again after it was lost', async () => {
    const doors: string[] = [];
    bus.subscribe('pos/door/+', (message) => doors.push(message));
    await pullCable();
    await connected(bus);
    await until('the door is heard', () => {
      house.bus.publish('pos/door/bell', 'ding');
      return doors.length > 0;
    });
  });

  it('goes on after a listener failed, for the other listeners too', async () => {
    const doors: string[] = [];
    bus.subscribe('pos/door/+', () => {
      throw new Error('nobody at home');
    });
    bus.subscribe('pos/door/bell', (message) => doors.push(message));
    await until('the bell is heard twice', () => {
      house.bus.publish('pos/door/bell', 'ding');
      return doors.length > 1;
    });
  });
});

describe('a filter matches', () => {
  for (const [filter, topic, expected] of [
    ['pos/now/cart/main', 'pos/now/cart/main', true],
    ['pos/now/cart/+', 'pos/now/cart/main', true],
    ['pos/now/cart/+', 'pos/now/cart', false],
    ['pos/now/cart/+', 'pos/now/cart/main/x', false],
    ['pos/+/did/+', 'pos/staff/did/staff_saved', true],
    ['pos/+/did/+', 'pos/staff/do/login', false],
    ['pos/now/#', 'pos/now/cart/main', true],
    ['pos/now/#', 'pos/now', true],
    ['pos/now/#', 'pos/nowhere/cart', false],
    ['#', 'pos/now', true],
    ['pos/now', 'pos/now/cart', false],
    ['pos/now/cart', 'pos/now', false],
  ] as const) {
    it(`${filter} ${expected ? 'takes' : 'leaves'} ${topic}`, () => {
      assert.equal(matches(filter, topic), expected);
    });
  }
});
