import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { parseInput } from '#shared/answer.ts';
import {
  cardNumbersIn,
  keyLooksLikeCardNumber,
  looksLikeCardNumber,
  madeByMachine,
  withoutCardNumbers,
} from '#shared/contracts/card-number.ts';
import type { Operation } from '#shared/contracts/contract.ts';
import { text } from '#shared/contracts/fields.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { everyService } from '#shared/contracts/service.ts';
import { PosError } from '#shared/errors.ts';

/** Numbers that the makers of cards give for tests, of every length there is. */
const CARDS = [
  '4222222222222',
  '30000000000004',
  '36227206271667',
  '378282246310005',
  '4111111111111111',
  '5105105105105100',
  '2223000048400011',
  '6011000000000004',
  '3569990010095841',
  '7783320000000000',
  '6200000000000005',
  '6304000000000000',
  '6212345678901232',
  '6212345678900000003',
];

const DIGITS = '0123456789'.split('');

/** Digits with the one behind them that makes them pass. */
function withCheckDigit(digits: string): string {
  const last = DIGITS.find((check) => looksLikeCardNumber(digits + check));
  assert.ok(last !== undefined, digits);
  return digits + last;
}

describe('what looks like a card number', () => {
  it('is 13 to 19 digits that pass the check, with spaces or dashes between them or not', () => {
    for (const card of CARDS) {
      const groups = card.match(/\d{1,4}/g) ?? [];
      for (const written of [card, groups.join(' '), groups.join('-'), card.split('').join(' ')]) {
        assert.ok(looksLikeCardNumber(written), written);
      }
    }
    for (const dashed of [
      '4111–1111–1111–1111',
      '4111\u00a01111\u00a01111\u00a01111',
      '4111 - 1111 - 1111 - 1111',
    ]) {
      assert.ok(looksLikeCardNumber(dashed), dashed);
    }
    assert.ok(looksLikeCardNumber('3400 000000 00009'));
  });

  it('is found wherever it stands in a text', () => {
    for (const around of [
      'card 4111 1111 1111 1111',
      'VISA4111111111111111',
      '4111111111111111,12/29',
      'table 5 4111 1111 1111 1111 12 29 123',
      'no: 4111-1111-1111-1111!',
      'tel 518 555 0100, 4111111111111111',
    ]) {
      assert.ok(looksLikeCardNumber(around), around);
      assert.doesNotMatch(withoutCardNumbers(around), /1111/);
    }
    assert.equal(withoutCardNumbers('no: 4111-1111-1111-1111!'), 'no: [card number]!');
  });

  it('is any number of such a length with its check digit, and none with another one', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 12, maxLength: 18 });
    fc.assert(
      fc.property(digits, (some) => {
        const right = withCheckDigit(some.join(''));
        const others = DIGITS.map((check) => right.slice(0, -1) + check);
        assert.deepEqual(others.filter(looksLikeCardNumber), [right]);
      }),
    );
  });

  it('is not a phone number, a day, a price, a shorter or longer number, or one that fails', () => {
    for (const other of [
      '+1 518 555 0100',
      '2026-11-23T18:04:05.120Z',
      '2026-11-23 18:04',
      '12 x 4.50, 3 x 12.00',
      '4111 1111 1111 1112',
      '411111111111',
      '41111111111111111111',
      'DE 123456789',
      '4111.1111.1111.1111',
    ]) {
      assert.ok(!looksLikeCardNumber(other), other);
      assert.equal(withoutCardNumbers(other), other);
    }
  });

  it('is no random key: a till that makes 100,000 of them is refused none', () => {
    const keys = Array.from({ length: 100_000 }, () => randomUUID());
    assert.deepEqual(keys.filter(keyLooksLikeCardNumber), []);
    for (const uuid of [
      'aec80794-6321-4697-8939-9f91754e8601',
      'dd4b08c1-6e6c-4645-a083-02820968743d',
    ])
      for (const key of [uuid, `bar-${uuid}`, `till_2_${uuid}`])
        assert.ok(!keyLooksLikeCardNumber(key), key);
    assert.ok(keyLooksLikeCardNumber('order-4111111111111111'));
  });

  it('is no UUID, whatever its digits', () => {
    fc.assert(fc.property(fc.uuid(), (uuid) => !looksLikeCardNumber(uuid)));
    const allDigits = '00000011-0013-1000-8000-000000000000';
    const digits = 'ab345678-4111-4111-8111-111111111111';
    for (const uuid of [allDigits, digits]) assert.ok(!looksLikeCardNumber(uuid), uuid);
    assert.equal(withoutCardNumbers(`"${digits}"`), `"${digits}"`);
    assert.ok(looksLikeCardNumber(`${digits} 4111111111111111`));
  });
});

const OPERATIONS = [...CONTRACTS, everyService].flatMap(({ service, operations }) =>
  Object.entries<Operation>(operations).map(
    ([name, { input }]) => [`${service}.${name}`, input] as const,
  ),
);

type Leaf = { at: string; field: z.ZodType; input: (value: unknown) => unknown };
/** Every field of an input in which a text or a number may stand, and an input with just that. */
function* leavesIn(schema: z.core.$ZodType, at: string, put: Leaf['input']): Generator<Leaf> {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'string' || def.type === 'number') {
    yield { at, field: schema as z.ZodType, input: put };
  }
  if (def.type === 'object') {
    for (const [name, field] of Object.entries(def.shape)) {
      yield* leavesIn(field, `${at}.${name}`, (value) => put({ [name]: value }));
    }
  }
  if (def.type === 'array') yield* leavesIn(def.element, at, (value) => put([value]));
  if ('innerType' in def) yield* leavesIn(def.innerType, at, put);
  if (def.type === 'pipe') yield* leavesIn(def.in, at, put);
  if (def.type === 'union') for (const one of def.options) yield* leavesIn(one, at, put);
}
const WRITTEN = [
  '4111111111111111',
  '4111 1111 1111 1111',
  '4111-1111-1111-1111',
  4111111111111111,
];

describe('every input of every operation', () => {
  const leaves = OPERATIONS.flatMap(([name, input]) =>
    [...leavesIn(input, name, (value) => value)].map((leaf) => ({ ...leaf, schema: input })),
  );

  it('refuses a card number in each of its fields, but for the hash of a journal', () => {
    assert.ok(leaves.length > 200);
    const taken = leaves.filter(({ field, input, schema }) =>
      WRITTEN.some(
        (card) => field.safeParse(card).success && cardNumbersIn(schema, input(card)).length === 0,
      ),
    );
    assert.deepEqual(
      taken.map(({ at }) => at),
      ['*.changes.hash'],
    );
  });

  it('takes what machines make, though digits in it may pass the check', () => {
    const hash = `ab4111111111111111${'c'.repeat(14)}`;
    assert.deepEqual(parseInput(everyService.operations.changes.input, { seq: 1, hash }), {
      seq: 1,
      hash,
    });
    const hashed = hash.padEnd(64, 'd');
    const ofHashes = leaves.filter(({ at, field }) => {
      return at.endsWith('hash') && field.safeParse(hashed).success;
    });
    assert.ok(ofHashes.length > 3);
    const refused = ofHashes.filter(({ schema, input }) => {
      return cardNumbersIn(schema, input(hashed)).length > 0;
    });
    assert.deepEqual(
      refused.map(({ at }) => at),
      [],
    );
  });
});

describe('an input with a card number', () => {
  const schema = z.strictObject({
    note: text(100).optional(),
    lines: z.array(z.strictObject({ note: text(100).nullable() })).default([]),
    more: z.record(z.string(), z.unknown()).optional(),
    amount: z.number().optional(),
    hash: madeByMachine(z.string()).optional(),
  });
  const fields = (input: unknown) => {
    try {
      parseInput(schema, input);
      return [];
    } catch (error) {
      assert.ok(error instanceof PosError && error.code === 'VALIDATION_FAILED');
      const { errors = [] } = error.info;
      for (const { message } of errors) assert.equal(message, 'looks like a card number');
      assert.doesNotMatch(JSON.stringify(error.info.errors?.map((one) => one.message)), /4111/);
      return errors.map(({ field }) => field);
    }
  };
  const card = '4111 1111 1111 1111';

  it('is refused, naming each field that holds one', () => {
    assert.deepEqual(fields({ note: card }), ['note']);
    assert.deepEqual(fields({ lines: [{ note: null }, { note: card }, { note: `x ${card}` }] }), [
      'lines.1.note',
      'lines.2.note',
    ]);
    assert.deepEqual(fields({ amount: 4111111111111111 }), ['amount']);
  });

  it('is refused also where no schema says what stands there', () => {
    assert.deepEqual(fields({ more: { a: [{ b: card }] } }), ['more.a.0.b']);
    assert.deepEqual(fields({ more: { [card]: 1 } }), [`more.${card}`]);
  });

  it('is any but what a machine made', () => {
    assert.deepEqual(fields({ hash: card, note: 'no onions', amount: 12.5, lines: [] }), []);
  });
});
