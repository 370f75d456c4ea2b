import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { z } from 'zod';
import { encode } from '#shared/encode.ts';
import { cents, money, percentage } from '#shared/contracts/money.ts';

/** More than zod checks itself: from then on the encoding is our own. */
const OFTEN = 200;

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

/** The last of many encodings. */
function encodedOften<S extends z.ZodType>(schema: S, one: z.output<S>): z.input<S> {
  for (let i = 0; i < OFTEN; i++) encode(schema, one);
  return encode(schema, one);
}

describe('an answer, an event, a show', () => {
  it('is on the wire as zod encodes it, however often', () => {
    const expected = z.encode(entity, value);
    assert.deepEqual(encode(entity, value), expected);
    assert.deepEqual(encodedOften(entity, value), expected);
    assert.deepEqual(expected.lines, [{ tax: 0.05, kind: 'a' }, { tax: null }]);
  });

  it('never carries what its schema does not name', () => {
    const more = { ...value, secret: 'x', lines: [{ tax: cents(5), secret: 'x' }] };
    assert.ok(!JSON.stringify(encodedOften(entity.extend({}), more)).includes('secret'));
  });

  it('is left to zod where its schema is of a kind of its own', () => {
    const odd = z.object({
      either: z.union([money, z.string()]),
      sums: z.record(z.string(), money),
      day: z.string().default('today'),
      loose: z.looseObject({ a: z.int() }),
    });
    const one = { either: cents(250), sums: { a: cents(1) }, day: 'x', loose: { a: 1, b: 2 } };
    assert.deepEqual(encodedOften(odd, one), z.encode(odd, one));
  });

  it('is refused at first when it is not as promised: a test would see it', () => {
    assert.throws(() => encode(z.object({ id: z.int() }), { id: 'x' } as never));
  });
});
