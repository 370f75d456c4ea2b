import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { encode } from '#shared/encode.ts';
import { cents, money, percentage } from '#shared/contracts/money.ts';

const entity = z.object({
  id: z.int(),
  name: z.string().nullable(),
  price: money,
  rate: percentage,
  lines: z.array(z.object({ tax: money.nullable(), kind: z.enum(['a', 'b']).optional() })),
  rest: z.unknown(),
});
const value = {
  id: 1,
  name: null,
  price: cents(1999),
  rate: 88_750,
  lines: [{ tax: cents(5), kind: 'a' as const }, { tax: null }],
  rest: { any: [1] },
};

describe('an answer, an event, a show', () => {
  it('is on the wire as zod encodes it', () => {
    const expected = z.encode(entity, value);
    assert.deepEqual(encode(entity, value), expected);
    assert.deepEqual(expected.lines, [{ tax: 0.05, kind: 'a' }, { tax: null }]);
  });

  it('never carries what its schema does not name', () => {
    const more = { ...value, secret: 'x', lines: [{ tax: cents(5), secret: 'x' }] };
    assert.ok(!JSON.stringify(encode(entity.extend({}), more)).includes('secret'));
  });

  it('is left to zod where its schema is of a kind of its own', () => {
    const odd = z.object({
      either: z.union([money, z.string()]),
      sums: z.record(z.string(), money),
      day: z.string().default('today'),
      loose: z.looseObject({ a: z.int() }),
    });
    const one = { either: cents(250), sums: { a: cents(1) }, day: 'x', loose: { a: 1, b: 2 } };
    assert.deepEqual(encode(odd, one), z.encode(odd, one));
  });

  it('is refused when it is not of the promised type, naming the field', () => {
    const wrong = (change: object, message: RegExp) =>
      assert.throws(() => encode(entity, { ...value, ...change } as never), { message });
    wrong({ id: 'x' }, /^id: number expected, not x$/);
    wrong({ price: Number.NaN }, /^price: number expected, not NaN$/);
    wrong({ name: undefined }, /^name: string expected, not undefined$/);
    wrong({ lines: [{ tax: null, kind: 'c' }] }, /^lines: kind: a \| b expected, not c$/);
    wrong({ lines: undefined }, /^lines: /);
  });
});
