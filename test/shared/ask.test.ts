import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { openAsker, PATIENCE_MS, type Question, type Reply } from '#shared/ask.ts';
import { connectBus } from '#shared/bus.ts';
import { catalog } from '#shared/contracts/catalog.ts';
import { cents } from '#shared/contracts/money.ts';
import { staff } from '#shared/contracts/staff.ts';
import { PosError } from '#shared/errors.ts';
import { openLog } from '#shared/log.ts';
import { type House, openHouse } from '../support/house.ts';
import { larder, openLarder } from '../support/larder.ts';
import { until } from '../support/until.ts';

/** Longer than an asker waits before it asks again by itself. */
const A_SECOND = 1_000;

let house: House;
let questions: Question[];
before(async () => {
  house = await openHouse([]);
  house.bus.subscribe('pos/pantry/do/+', (message) => {
    questions.push(JSON.parse(message) as Question);
  });
});
after(() => house.close());
beforeEach(() => (questions = []));

/** The pantry is this test: it hears questions and says what it likes. */
function say(reply: Omit<Extract<Reply, { ok: true }>, 'ok'> | Extract<Reply, { ok: false }>) {
  const [{ reply_to }] = questions as [Question];
  house.bus.publish(reply_to, JSON.stringify('error' in reply ? reply : { ...reply, ok: true }));
}
const sayReady = (started_at: string) =>
  house.bus.publish('pos/pantry/status', JSON.stringify({ state: 'ready', started_at }));

describe('a question', () => {
  it('waits for a service that comes later', async () => {
    const jar = { name: 'plums', cost: cents(450), labels: [] };
    const asked = house.asker.ask(larder, 'add_jar', jar);
    const service = openLarder(house);
    assert.deepEqual(await asked, { id: 1, name: 'plums', cost: 450 });
    await service.close();
  });

  it('is asked again at once when the service says it is ready, once for each life', async () => {
    const asked = house.asker.question('pantry', 'count', 'read', {});
    await until('it is asked', () => questions.length === 1);
    sayReady('first life');
    sayReady('first life');
    await until('it is asked again', () => questions.length > 1);
    sayReady('second life');
    await until('it is asked a third time', () => questions.length > 2);
    await until('that is heard', () => house.bus.statusOf('pantry')?.started_at === 'second life');
    house.bus.publish('pos/pantry/do/last', '{"id":"last"}');
    await until('all is heard', () => questions.at(-1)?.id === 'last');
    const [first, , third] = questions as [Question, Question, Question];
    assert.equal(questions.length, 3 + 1);
    assert.ok(third.budget_ms > first.budget_ms - A_SECOND, 'sooner than by itself');
    say({ id: first.id, output: 12 });
    assert.equal((await asked).output, 12);
  });

  it('is asked again by itself, with the same id and key and what patience is left', async () => {
    const asked = house.asker.question('pantry', 'count', 'write', {}, { key: 'k' });
    await until('it was asked twice', () => questions.length === 2);
    const [first, second] = questions as [Question, Question];
    assert.deepEqual({ ...second, budget_ms: 0 }, { ...first, budget_ms: 0 });
    assert.equal(first.key, 'k');
    assert.ok(first.budget_ms <= PATIENCE_MS);
    assert.ok(second.budget_ms < first.budget_ms);
    say({ id: first.id, output: 1 });
    await asked;
  });

  it('is asked at once when our own connection comes', async () => {
    const bus = connectBus('visitor', house.config, openLog('visitor', house.config));
    assert.equal(bus.connected, false);
    const asked = openAsker(bus).question('pantry', 'count', 'read', {});
    await until('it is asked', () => questions.length);
    assert.ok((questions[0] as Question).budget_ms > PATIENCE_MS - A_SECOND);
    say({ id: questions[0]?.id ?? '', output: 3 });
    assert.equal((await asked).output, 3);
    await bus.close();
  });

  it('is not confused by the answer to another', async () => {
    const asked = house.asker.question('pantry', 'count', 'read', {});
    await until('it is asked', () => questions.length);
    say({ id: 'another', output: 1 });
    say({ id: questions[0]?.id ?? '', output: 2 });
    assert.equal((await asked).output, 2);
  });

  it('that fails throws the error with all its facts', async () => {
    const asked = house.asker.question('pantry', 'count', 'read', {});
    await until('it is asked', () => questions.length);
    const error = { code: 'ORDER_CLOSED' as const, detail: 'The order is closed.', order_id: 7 };
    say({ id: questions[0]?.id ?? '', ok: false, error });
    await assert.rejects(asked, { code: 'ORDER_CLOSED', info: { order_id: 7 } });
  });
});

describe('when patience is over', () => {
  const impatient = (kind: 'read' | 'write' | 'work') =>
    house.asker.question('pantry', 'count', kind, {}, { key: 'once', patience_ms: 30 });

  it('a read says that a part of the house is away', async () => {
    await assert.rejects(impatient('read'), { code: 'SERVICE_UNAVAILABLE', info: {} });
  });

  for (const kind of ['write', 'work'] as const) {
    it(`a ${kind} says that it may have been done, and under which key to ask again`, async () => {
      const unknown = { code: 'OUTCOME_UNKNOWN', info: { key: 'once' } };
      await assert.rejects(impatient(kind), unknown);
    });
  }

  it('nothing is asked any more, and a late answer is let go', async () => {
    await assert.rejects(impatient('write'), PosError);
    await until('it was asked', () => questions.length);
    const asked = questions.length;
    say({ id: questions[0]?.id ?? '', output: 1 });
    sayReady('too late');
    const next = house.asker.question('pantry', 'other', 'read', {});
    await until('the next is asked', () => questions.length > asked);
    assert.notEqual(questions.at(-1)?.id, questions[0]?.id);
    say({ id: questions.at(-1)?.id ?? '', output: 1 });
    await next;
  });
});

describe('a service that is killed in the middle', { timeout: 300_000 }, () => {
  it('answers late, not never', async () => {
    for (const service of ['catalog', 'staff']) {
      const child = await house.start(service);
      child.kill('SIGSTOP'); // what is asked now is certainly in the middle
    }
    const menus = Array.from({ length: 20 }, () => house.asker.ask(catalog, 'get_menu', {}));
    const login = house.asker.ask(staff, 'login', { pin: '2468' });
    for (const service of ['catalog', 'staff']) {
      await house.kill(service);
      const child = await house.start(service);
      assert.equal(child.exitCode, null);
    }
    for (const { categories } of await Promise.all(menus)) assert.ok(categories.length > 0);
    assert.equal((await login).staff.name, 'Ada Whitcombe');
  });
});
