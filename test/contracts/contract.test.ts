import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { contract, type Operation, pathNames, topicOf } from '#shared/contracts/contract.ts';
import { ERRORS } from '#shared/contracts/errors.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { cents, money, percentage, price } from '#shared/contracts/money.ts';
import { everyService } from '#shared/contracts/service.ts';

const ALL = [...CONTRACTS, everyService];
const OPERATIONS = ALL.flatMap(({ service, operations }) =>
  Object.entries<Operation>(operations).map(([name, operation]) => ({
    name: `${service}.${name}`,
    ...operation,
  })),
);

/** Every object within a schema, with where it stands. */
function* objectsIn(schema: z.core.$ZodType, at = ''): Generator<[string, z.ZodObject]> {
  const def = schema._zod.def as unknown as Record<string, unknown>;
  if (schema instanceof z.ZodObject) {
    yield [at, schema];
    for (const [name, field] of Object.entries(schema.shape)) {
      yield* objectsIn(field as z.ZodType, `${at}.${name}`);
    }
  }
  for (const key of ['innerType', 'element', 'in', 'valueType', 'left', 'right']) {
    if (def[key]) yield* objectsIn(def[key] as z.ZodType, `${at}.${key}`);
  }
  for (const key of ['options', 'items']) {
    for (const one of (def[key] ?? []) as z.ZodType[]) yield* objectsIn(one, `${at}.${key}`);
  }
}

const SOME_CENTS = fc.integer({ min: -100_000_000_000, max: 100_000_000_000 });

describe('money', () => {
  it('is 19.99 on the wire and 1999 inside', () => {
    assert.equal(z.decode(money, 19.99), 1999);
    assert.equal(z.encode(money, cents(1999)), 19.99);
  });
  it('has no third decimal place', () => {
    assert.equal(money.safeDecode(1.999).success, false);
    assert.equal(money.safeDecode(0.001).success, false);
  });
  it('is a number: a text is refused', () => {
    assert.equal(money.safeParse('19.99').success, false);
  });
  it('may be negative, but a price may not', () => {
    assert.equal(z.decode(money, -0.01), -1);
    assert.equal(price.safeDecode(-0.01).success, false);
    assert.equal(z.decode(price, 0), 0);
  });
  it('is neither infinite nor too large', () => {
    for (const wrong of [1_000_000_000.01, Number.MAX_SAFE_INTEGER, Infinity, Number.NaN]) {
      assert.equal(money.safeDecode(wrong).success, false, String(wrong));
    }
  });
  it('comes back to the cent from the wire, every amount', () => {
    fc.assert(
      fc.property(SOME_CENTS, (amount) => {
        const wire = JSON.parse(JSON.stringify(z.encode(money, cents(amount)))) as number;
        assert.equal(z.decode(money, wire), amount);
      }),
    );
  });
});

describe('a percentage', () => {
  it('is 8.875 on the wire and 88750 parts per million inside', () => {
    assert.equal(z.decode(percentage, 8.875), 88_750);
    assert.equal(z.encode(percentage, 88_750), 8.875);
  });
  it('lies between 0 and 100 with at most four decimal places', () => {
    for (const wrong of [-1, 100.0001, 1.00001]) {
      assert.equal(percentage.safeDecode(wrong).success, false, String(wrong));
    }
  });
  it('comes back from the wire, every rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1_000_000 }), (ppm) => {
        assert.equal(z.decode(percentage, z.encode(percentage, ppm)), ppm);
      }),
    );
  });
});

describe('every operation', () => {
  it('has a name of its own', () => {
    const names = CONTRACTS.flatMap(({ operations }) => Object.keys(operations));
    assert.deepEqual(
      names.filter((name, i) => names.indexOf(name) !== i),
      [],
    );
  });

  it('has an address of its own', () => {
    const shapes = OPERATIONS.flatMap(({ http }) => (http ? [http.replace(/:\w+/g, ':')] : []));
    assert.equal(new Set(shapes).size, shapes.length);
  });

  it('refuses a field that it does not know, at every depth of its input', () => {
    for (const { name, input } of OPERATIONS) {
      for (const [at, object] of objectsIn(input)) {
        const { catchall } = object._zod.def;
        assert.equal(catchall?._zod.def.type, 'never', `${name}${at} takes unknown fields`);
      }
    }
  });

  it('passes on nothing that its output does not promise', () => {
    for (const { name, output } of OPERATIONS) {
      for (const [at, object] of objectsIn(output)) {
        assert.equal(object._zod.def.catchall, undefined, `${name}${at}`);
      }
    }
  });

  it('declares its path parameters as required fields', () => {
    for (const { name, http, input } of OPERATIONS) {
      for (const one of pathNames(http ?? '')) {
        const field = input.shape[one] as z.ZodType | undefined;
        assert.equal(field?.safeParse(undefined).success, false, `${name}: ${one}`);
      }
    }
  });

  it('lists errors that exist, each once', () => {
    for (const { name, errors } of OPERATIONS) {
      for (const code of errors) assert.ok(code in ERRORS, `${name}: ${code}`);
      assert.equal(new Set(errors).size, errors.length, name);
    }
  });

  it('says 201 only where a POST makes something', () => {
    for (const { name, http, status } of OPERATIONS) {
      if (status) assert.match(http ?? '', /^POST /, name);
    }
  });

  it('writes nothing on GET', () => {
    for (const { name, http, kind } of OPERATIONS) {
      if (http?.startsWith('GET')) assert.equal(kind, 'read', name);
    }
  });
});

describe('a field', () => {
  const schemas = ALL.flatMap(({ service, operations, events, shows }) =>
    [
      ...Object.values<Operation>(operations).flatMap(({ input, output }) => [input, output]),
      ...[...Object.values(events), ...Object.values(shows)].map(({ payload }) => payload),
    ].map((schema) => [service, schema] as const),
  );

  it('is called in snake_case; isAdmin is the one exception', () => {
    for (const [service, schema] of schemas) {
      for (const [at, object] of objectsIn(schema)) {
        for (const name of Object.keys(object.shape)) {
          const right = name === 'isAdmin' || /^[a-z][a-z0-9]*(_[a-z0-9]+)*$/.test(name);
          assert.ok(right, `${service}${at}.${name}`);
        }
      }
    }
  });

  it('that holds a PIN is marked so, and is asked by staff only; no answer has one', () => {
    const found = ALL.flatMap(({ service, operations, events, shows }) => {
      const told = [...Object.values(events), ...Object.values(shows)].map(
        ({ payload }) => payload,
      );
      const outputs = Object.values<Operation>(operations).map(({ output }) => output);
      const pins = (schema: z.ZodType) =>
        [...objectsIn(schema)].flatMap(([, { shape }]) =>
          Object.entries(shape).filter(([name]) => /(^|_)pin($|_)/.test(name)),
        );
      for (const schema of [...told, ...outputs]) assert.deepEqual(pins(schema), [], service);
      const asked = Object.values<Operation>(operations).flatMap(({ input, kind }) => {
        const some = pins(input);
        assert.ok(some.length === 0 || kind === 'write', 'the input of a work would be stored');
        return some;
      });
      if (service !== 'staff') assert.deepEqual(asked, []);
      return asked;
    });
    assert.ok(found.length >= 8);
    for (const [name, schema] of found) {
      const { format } = z.toJSONSchema(schema as z.ZodType) as { format?: string };
      assert.equal(format, 'password', name);
    }
  });

  it('that refers to something is called after it: an entity has an id', () => {
    const named = (name: string) =>
      schemas
        .flatMap(([, schema]) => [...objectsIn(schema)])
        .find(([, object]) => z.globalRegistry.get(object)?.id === name)?.[1];
    const entities = ['Order', 'OrderItem', 'OrderItemModifier', 'OrderDiscount', 'Payment'];
    entities.push('Category', 'Item', 'Mod', 'ModList', 'Tax', 'Discount', 'Staff');
    entities.push('KitchenTicket', 'PrintJob', 'Alarm', 'Shift', 'Break');
    for (const name of entities) assert.ok(named(name)?.shape.id, `${name} has no id`);
  });
});

describe('a contract', () => {
  it('is refused when its address names a field that its input does not have', () => {
    const operation: Operation = {
      summary: 'Nothing',
      http: 'GET /things/:thing_id',
      role: 'public',
      kind: 'read',
      tag: 'System',
      input: z.strictObject({}),
      output: z.object({}),
      errors: [],
    };
    const named = { service: 'things', summary: 'Things', events: {}, shows: {} };
    assert.throws(() => contract({ ...named, operations: { operation } }), /thing_id/);
  });

  it('gives a show its topic, and the filter of all its topics', () => {
    const show = { summary: '', role: 'staff', payload: z.object({}) } as const;
    const cart = { ...show, topic: 'pos/now/cart/:till' } as const;
    assert.equal(topicOf(cart, { till: 'main' }), 'pos/now/cart/main');
    assert.equal(topicOf(cart), 'pos/now/cart/+');
  });
});
