import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, afterEach, before, beforeEach, describe, it } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import type { Question, Reply } from '#shared/ask.ts';
import type { ErrorCode } from '#shared/contracts/errors.ts';
import { PosError } from '#shared/errors.ts';
import { openMemory } from '#shared/store.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Larder, larder, openLarder } from '../support/larder.ts';
import { until } from '../support/until.ts';

let house: House;
let service: Larder;
let key: string;
let statuses = 0;
before(async () => {
  house = await openHouse([]);
  house.bus.onStatus('larder', () => statuses++);
});
after(() => house.close());
beforeEach(async () => {
  service = await open();
  key = randomUUID();
});
afterEach(async () => {
  for (const table of ['jar', 'answer', 'works']) sql(`DELETE FROM ${table}`).run();
  service.finishBoiling();
  await service.close();
});

/** Opens the larder and waits until it hears questions. */
async function open(): Promise<Larder> {
  const opened = openLarder(house);
  await until('the larder is connected', () => opened.bus.connected);
  const seen = statuses;
  opened.sayStatus();
  await until('the larder is heard', () => statuses > seen);
  return opened;
}
const sql = (text: string) => service.database.connection.prepare(text);
const count = (table: string) => sql(`SELECT count(*) FROM ${table}`).pluck().get();
function ask(name: keyof typeof larder.operations, input: object, as: string = randomUUID()) {
  return house.asker.question('larder', name, larder.operations[name].kind, input, { key: as });
}
const PLUMS = { name: 'plums', cost: 4.5 };
const onlyCode = (code: ErrorCode) => (error: PosError) =>
  isDeepStrictEqual([error.code, error.info], [code, {}]);

describe('a question', () => {
  it('is answered, money being decimal outside and cents inside', async () => {
    const { output } = await ask('add_jar', PLUMS);
    const { id } = output as { id: number };
    assert.deepEqual(output, { id, ...PLUMS });
    assert.equal(sql('SELECT cost FROM jar').pluck().get(), 450);
    assert.deepEqual((await ask('get_jar', { jar_id: id })).output, output);
  });

  it('has each wrong field named by its path, and does nothing', async () => {
    const labels = [{ word: '' }, { word: 'sweet', colour: 'red' }];
    await assert.rejects(ask('add_jar', { cost: 1.005, labels, size: 3 }), (error: PosError) => {
      assert.equal(error.code, 'VALIDATION_FAILED');
      const named = error.info.errors?.map(({ field, message }) => `${field}: ${message}`);
      assert.deepEqual(named?.toSorted(), [
        'cost: at most two decimal places',
        'labels.0.word: Too small: expected string to have >=1 characters',
        'labels.1.colour: unknown field',
        'name: Invalid input: expected string, received undefined',
        'size: unknown field',
      ]);
      return true;
    });
    assert.equal(service.runs.add, 0);
  });

  it('is answered with an error of the contract as it is', async () => {
    await assert.rejects(ask('get_jar', { jar_id: 77 }), onlyCode('NOT_FOUND'));
  });

  it('tells nothing of an error that the contract does not list, and undoes its work', async () => {
    const asked = ask('add_jar', { name: 'surprise', cost: 1 });
    await assert.rejects(asked, onlyCode('INTERNAL_ERROR'));
    assert.equal(count('jar'), 0);
  });

  it('that is asked again while it is being answered runs once and is answered once', async () => {
    const { heard, say } = listen();
    say('boil', { id: 'first' });
    say('boil', { id: 'first' });
    await until('it boils', () => service.runs.boil);
    service.finishBoiling();
    await until('the first is answered', () => heard.length);
    say('boil', { id: 'last', key: randomUUID() });
    await until('the last is answered', () => ids(heard).includes('last'));
    assert.deepEqual(ids(heard), ['first', 'last']);
    assert.equal(service.runs.boil, 2);
  });

  for (const [name, input, isOk] of [
    ['add_jar', { name: 'surprise', cost: 1 }, false],
    ['open_safe', { pin: '2468' }, true], // a secret, and like a refusal in no file
  ] as const) {
    it(`is answered again when it comes again, and does nothing twice: ${name}`, async () => {
      const { heard, say } = listen();
      for (const times of [1, 2]) {
        say(name, { id: 'first', input });
        await until('it is answered', () => heard.length === times);
      }
      const runs = service.runs.add + service.runs.safe;
      assert.deepEqual([heard[1], heard[0]?.ok, runs], [heard[0], isOk, 1]);
    });
  }
});

const ids = (replies: Reply[]) => replies.map(({ id }) => id);
/** Questions put by hand, as an asker repeats them, and what they are answered. */
function listen() {
  const heard: Reply[] = [];
  const reply_to = `pos/answers/${randomUUID()}`;
  house.bus.subscribe(reply_to, (message) => heard.push(JSON.parse(message) as Reply));
  const caller = { service: 'test' };
  const question = { reply_to, key, caller, budget_ms: 1000, input: { jar_id: 1 } };
  const say = (name: string, more: Partial<Question>) =>
    house.bus.publish(`pos/larder/do/${name}`, JSON.stringify({ ...question, ...more }));
  return { heard, say };
}

describe('a write that is asked again with its key', () => {
  it('gets its first answer, and nothing runs twice', async () => {
    const first = await ask('add_jar', PLUMS, key);
    const again = await ask('add_jar', PLUMS, key);
    assert.deepEqual(again.output, first.output);
    assert.deepEqual([first.replayed, again.replayed], [undefined, true]);
    assert.deepEqual([service.runs.add, count('jar')], [1, 1]);
  });

  it('gets its first answer from a service that started meanwhile', async () => {
    const first = await ask('add_jar', PLUMS, key);
    await service.close();
    service = await open();
    assert.deepEqual((await ask('add_jar', PLUMS, key)).output, first.output);
    assert.equal(service.runs.add, 0);
  });

  it('is refused when it asks for something else', async () => {
    await ask('add_jar', PLUMS, key);
    const other = ask('add_jar', { ...PLUMS, cost: 5 }, key);
    await assert.rejects(other, onlyCode('IDEMPOTENCY_KEY_REUSED'));
    assert.equal(count('jar'), 1);
  });

  it('runs again after it was refused', async () => {
    for (let i = 0; i < 2; i++) {
      const poison = ask('add_jar', { name: 'poison', cost: 1 }, key);
      await assert.rejects(poison, onlyCode('FORBIDDEN'));
    }
    assert.deepEqual([service.runs.add, count('jar')], [2, 0]);
  });

  it('runs again after a refusal that kept what was written', async () => {
    for (let i = 0; i < 2; i++) {
      const counted = ask('add_jar', { name: 'counted', cost: 1 }, key);
      await assert.rejects(counted, onlyCode('ORDER_CLOSED'));
    }
    assert.deepEqual([service.runs.add, count('jar'), count('answer')], [2, 2, 0]);
  });

  it('finds no stored answer when the answer is secret', async () => {
    await ask('open_safe', { pin: '2468' }, key);
    const { output, replayed } = await ask('open_safe', { pin: '2468' }, key);
    assert.deepEqual([output, replayed], [{ combination: '12-34-2' }, undefined]);
    assert.equal(count('answer'), 0);
  });
});

describe('work that takes a while', () => {
  const started = () => until('it boils', () => service.runs.boil);
  const state = () => sql('SELECT state FROM works WHERE key = ?').pluck().get(key);

  it('is joined by the same question under its key', async () => {
    const first = ask('boil', { jar_id: 5 }, key);
    await started();
    const second = ask('boil', { jar_id: 5 }, key);
    await assert.rejects(ask('boil', { jar_id: 6 }, key), onlyCode('IDEMPOTENCY_KEY_REUSED'));
    service.finishBoiling();
    assert.deepEqual((await first).output, { boiled: 5 });
    assert.deepEqual((await second).output, { boiled: 5 });
    const third = await ask('boil', { jar_id: 5 }, key);
    assert.deepEqual([third.output, third.replayed], [{ boiled: 5 }, true]);
    assert.equal(service.runs.boil, 1);
  });

  it('is done again after it was refused', async () => {
    service.finishBoiling();
    const refused = () => assert.rejects(ask('boil', { jar_id: 404 }, key), onlyCode('NOT_FOUND'));
    await refused().then(refused);
    assert.deepEqual([service.runs.boil, count('works')], [2, 0]);
  });

  it('is not taken up again when a field was wrong: it would be wrong each time', async () => {
    service.finishBoiling();
    await assert.rejects(ask('boil', { jar_id: 422 }, key), onlyCode('VALIDATION_FAILED'));
    assert.equal(count('works'), 0);
  });

  it('is taken up by the next start, without being asked', async () => {
    const options = { key, patience_ms: 50 };
    const asked = house.asker.question('larder', 'boil', 'work', { jar_id: 5 }, options);
    await assert.rejects(asked, { code: 'OUTCOME_UNKNOWN' });
    assert.equal(state(), 'begun');
    await service.bus.close(); // as if killed: nothing is answered any more
    service.database.close();
    service = await open();
    await started();
    service.finishBoiling();
    await until('it is done', () => state() === 'done');
    const { output, replayed } = await ask('boil', { jar_id: 5 }, key);
    assert.deepEqual([output, replayed], [{ boiled: 5 }, true]);
    assert.equal(service.runs.boil, 1);
  });

  it('is answered before a stop ends', async () => {
    const asked = ask('boil', { jar_id: 5 }, key);
    await started();
    const closed = service.close();
    service.finishBoiling();
    assert.deepEqual((await asked).output, { boiled: 5 });
    await closed;
    service = await open();
  });
});

describe('answers that are kept', () => {
  it("are forgotten after an hour, those under the caller's own key after a week", () => {
    const memory = openMemory(service.database.connection, Buffer.alloc(32));
    const print = memory.fingerprint('add_jar', PLUMS);
    for (const [name, lasting] of [
      ['ours', false],
      ['theirs', true],
    ] as const) {
      memory.keep({ key: name, lasting } as Question, print, '{}');
    }
    const kept = (hours: number) => {
      memory.forget(new Date(Date.now() + hours * 3600_000).toISOString());
      return ['ours', 'theirs'].filter((name) => memory.recall(name, print));
    };
    const expected = [['ours', 'theirs'], ['theirs'], ['theirs'], []];
    assert.deepEqual([0.9, 1.1, 167, 169].map(kept), expected);
  });
});
