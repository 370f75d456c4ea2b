import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { join, resolve } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import product from '../../package.json' with { type: 'json' };
import { z } from 'zod';
import { contract, type Operation } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { asyncApi } from '#shared/docs/asyncapi.ts';
import { openApi } from '#shared/docs/openapi.ts';
import { plain } from '#shared/docs/schemas.ts';

interface Entry {
  operationId: string;
  security: object[];
  parameters: { name?: string; in?: string; $ref?: string }[];
  requestBody?: { content: { 'application/json': { schema: { $ref?: string } } } };
  responses: Record<string, { description: string }>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const UPDATE =
  'node_modules/.bin/node --test --test-update-snapshots test/contracts/documents.test.ts';
const promised = { version: product.version, contracts: CONTRACTS };
const openapi = openApi(promised);
const asyncapi = asyncApi(promised);
const paths = openapi.paths as Record<string, Record<string, Entry>>;
const entries = Object.values(paths).flatMap((path) => Object.values(path));
const entry = (id: string) => entries.find(({ operationId }) => operationId === id) as Entry;
const operations = CONTRACTS.flatMap((one) => Object.entries<Operation>(one.operations));

function standsIn(t: TestContext, file: string, document: object): void {
  try {
    t.assert.fileSnapshot(document, join(ROOT, 'docs', file));
  } catch {
    assert.fail(`docs/${file} is not what the contracts say; bring it up to date with\n${UPDATE}`);
  }
}

async function lint(file: string): Promise<void> {
  const redocly = join(ROOT, 'node_modules/.bin/redocly');
  const config = join(import.meta.dirname, 'redocly.yaml');
  const env = { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' };
  const args = ['lint', '--config', config, '--format', 'json', join(ROOT, 'docs', file)];
  const { stdout } = await promisify(execFile)(redocly, args, { env, maxBuffer: 10_000_000 }).catch(
    (error: { stdout: string }) => error,
  );
  const { problems } = JSON.parse(stdout) as { problems: { message: string }[] };
  assert.deepEqual(problems, []);
}

describe('the OpenAPI document', () => {
  it('stands in docs/openapi.json', (t) => standsIn(t, 'openapi.json', openapi));
  it('is valid and follows the rules of good documents', () => lint('openapi.json'));

  it('has every operation with an address, and no other', () => {
    const promisedIds = operations.flatMap(([name, { http }]) => (http ? [name] : []));
    const ids = entries.map(({ operationId }) => operationId);
    assert.deepEqual(ids.toSorted(), promisedIds.toSorted());
    assert.ok(promisedIds.length < operations.length, 'some are asked between services only');
  });

  it('refuses a second operation of the same name', () => {
    const { contracts } = promised;
    assert.throws(() => openApi({ ...promised, contracts: [...contracts, ...contracts] }), /twice/);
  });

  it('writes path parameters in braces and declares each', () => {
    for (const [path, methods] of Object.entries(paths)) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      assert.ok(!path.includes(':'), path);
      for (const { parameters } of Object.values(methods)) {
        const inPath = parameters.filter((one) => one.in === 'path').map(({ name }) => name);
        assert.deepEqual(new Set(inPath), new Set(names), path);
      }
    }
  });

  it('asks for a token everywhere but where the public may come in', () => {
    for (const [name, { role, session, http, screens = [] }] of operations) {
      if (!http) continue;
      const theirs = role === 'device' || screens.length > 0 ? [{ screen: [] }] : [];
      const somebody = role === 'device' ? theirs : [{ session: [] }, ...theirs];
      const nobody = session === 'optional' ? [{}, ...somebody] : [];
      assert.deepEqual(entry(name).security, role === 'public' ? nobody : somebody, name);
      if (role !== 'public') assert.ok('401' in entry(name).responses, name);
    }
  });

  it('offers an Idempotency-Key to all that writes, but not at the login', () => {
    const offers = (id: string) =>
      entry(id).parameters.some(({ $ref }) => $ref === '#/components/parameters/IdempotencyKey');
    assert.ok(offers('create_order'));
    assert.ok(!offers('get_order'));
    assert.ok(!offers('login'));
  });

  it('names every body, after its operation', () => {
    for (const { operationId, requestBody } of entries) {
      if (!requestBody) continue;
      const words = operationId.split('_').map((word) => word.charAt(0).toUpperCase());
      const { $ref = '' } = requestBody.content['application/json'].schema;
      assert.match($ref, /^#\/components\/schemas\/\w+Request$/);
      assert.equal($ref.replace(/[^A-Z]/g, ''), `${words.join('')}R`, operationId);
    }
  });

  it('says 201 where something is made, and which errors may come', () => {
    const { responses } = entry('create_order');
    assert.ok('201' in responses && !('200' in responses));
    assert.match(
      responses[409]?.description ?? '',
      /`ITEM_UNAVAILABLE`.*`IDEMPOTENCY_KEY_REUSED`/s,
    );
    assert.match(responses[503]?.description ?? '', /`OUTCOME_UNKNOWN`/);
    assert.doesNotMatch(responses[403]?.description ?? '', /`FORBIDDEN`/, 'no admin is needed');
  });
});

describe('the AsyncAPI document', () => {
  it('stands in docs/asyncapi.json', (t) => standsIn(t, 'asyncapi.json', asyncapi));
  it('is valid and follows the rules of good documents', () => lint('asyncapi.json'));

  it('has every show, sent by the server, retained, with QoS 1', () => {
    const shows = CONTRACTS.flatMap((one) => Object.keys(one.shows));
    assert.deepEqual(Object.keys(asyncapi.channels as object), shows);
    for (const one of Object.values(asyncapi.operations as object)) {
      assert.equal(one.action, 'send');
      assert.deepEqual(one.bindings.mqtt, { qos: 1, retain: true, bindingVersion: '0.2.0' });
    }
  });

  it('declares the parameters of an address', () => {
    const { ticket } = asyncapi.channels as Record<string, { address: string; parameters: object }>;
    assert.equal(ticket?.address, 'pos/now/kitchen/{station}/{ticket_id}');
    assert.deepEqual(Object.keys(ticket?.parameters ?? {}), ['station', 'ticket_id']);
  });

  it('tells nothing of what services say to each other', () => {
    assert.doesNotMatch(JSON.stringify(asyncapi), /\/did\/|\/do\/|token_hash/);
  });

  it('promises the instant and the revision of every state', () => {
    const { schemas } = asyncapi.components as { schemas: Record<string, { required: string[] }> };
    const shown = Object.entries(schemas).filter(([name]) => name.endsWith('Shown'));
    assert.ok(shown.length > 0);
    for (const [, { required }] of shown) assert.deepEqual(required.slice(-2), ['at', 'revision']);
  });
});

describe('both documents', () => {
  for (const document of [openapi, asyncapi]) {
    const text = JSON.stringify(document);
    const name = 'openapi' in document ? 'OpenAPI' : 'AsyncAPI';

    it(`${name}: null stands only beside a primitive type`, () => {
      assert.doesNotMatch(text, /"type":"null"|"type":\[[^\]]*"(object|array)"|anyOf|oneOf|allOf/);
    });
    it(`${name}: answers may gain fields`, () => {
      assert.doesNotMatch(text, /"additionalProperties":false/);
    });
    it(`${name}: has no bounds and patterns of the machine`, () => {
      assert.doesNotMatch(text, /9007199254740991/);
      for (const [, pattern = ''] of text.matchAll(/"pattern":"((?:[^"\\]|\\.)*)"/g)) {
        assert.ok(pattern.length < 80, pattern);
      }
    });
    it(`${name}: every instant is a date-time`, () => {
      assert.doesNotMatch(text, /_at":\{"type":"string"\}/);
    });
  }

  it('refuse a component that may be null', () => {
    const part = z.object({ name: z.string() }).meta({ id: 'Part' });
    const whole = z.object({ part: part.nullable() });
    assert.throws(() => plain(z.toJSONSchema(whole)), /only a primitive/);
  });

  it('keep a description beside null', () => {
    const schema = z.object({ age: z.int().nullable().meta({ description: 'years' }) });
    const { properties } = plain(z.toJSONSchema(schema));
    assert.deepEqual(properties, { age: { type: ['integer', 'null'], description: 'years' } });
  });

  it('refuse two different schemas of one name', () => {
    const operation = (name: string): Operation => ({
      summary: name,
      http: `GET /${name}`,
      role: 'public',
      kind: 'read',
      tag: 'System',
      input: z.strictObject({}),
      output: z.object({ [name]: z.string() }).meta({ id: 'Twin' }),
      errors: [],
    });
    const two = ['one', 'other'].map((name) => {
      const named = { service: name, summary: name, events: {}, shows: {} };
      return contract({ ...named, operations: { [name]: operation(name) } });
    });
    assert.throws(() => openApi({ version: '1', contracts: two }), /Twin/);
  });
});
