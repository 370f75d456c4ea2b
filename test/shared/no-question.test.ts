import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import type { Reply } from '#shared/ask.ts';
import { type House, openHouse } from '../support/house.ts';
import { type Larder, openLarder } from '../support/larder.ts';
import { until } from '../support/until.ts';

let house: House;
let service: Larder;
before(async () => {
  house = await openHouse([]);
  service = openLarder(house);
  await until('the larder is connected', () => service.bus.connected);
});
after(async () => {
  await service.close();
  await house.close();
});

const QUESTION = {
  id: 'a',
  key: 'b',
  reply_to: 'pos/answers/x',
  caller: { service: 'test' },
  budget_ms: 1000,
  input: { jar_id: 1 },
};
/** A question with one part of it wrong; undefined: without that part. */
const but = (wrong: object) => JSON.stringify({ ...QUESTION, ...wrong });
const NO_QUESTIONS = [
  '',
  '{',
  'null',
  '7',
  '[]',
  '{}',
  '"pos/answers/x"',
  ...[undefined, null, '', 7, {}, 'pos/now/cart/main', 'pos/answers/', 'pos/answers/#'].map(
    (reply_to) => but({ reply_to }),
  ),
  ...[undefined, null, 7, {}].flatMap((wrong) => [but({ id: wrong }), but({ key: wrong })]),
  ...[undefined, null, 7, 'ada'].map((caller) => but({ caller })),
];

it('what is no question is left alone, and the next question is answered', async () => {
  const heard: string[] = [];
  house.bus.subscribe('pos/answers/+', (said) => heard.push((JSON.parse(said) as Reply).id));
  const shown: string[] = [];
  house.bus.subscribe('pos/now/#', (_, topic) => shown.push(topic));
  service.finishBoiling();
  for (const message of NO_QUESTIONS) {
    for (const name of ['add_jar', 'boil', 'get_jar']) {
      house.bus.publish(`pos/larder/do/${name}`, message);
    }
  }
  await until('the last is answered', () => {
    house.bus.publish('pos/larder/do/get_jar', but({ id: 'last' }));
    return heard.length > 0;
  });
  assert.deepEqual([new Set(heard), shown], [new Set(['last']), []]);
  assert.deepEqual([service.runs.add, service.runs.boil], [0, 0]);
});
