import fc from 'fast-check';
import { CANARY, nasty } from './nasty.ts';

/** What the OpenAPI document uses of JSON Schema. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  format?: string;
  pattern?: string;
  enum?: unknown[];
  const?: unknown;
  minimum?: number;
  maximum?: number;
  minLength?: number;
  maxLength?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  example?: unknown;
}

/** Longer lists and texts are for the boundary alone. */
const [FEW, SHORT] = [3, 30];

/** What fits a field better than its type alone would tell. Nothing leads out of this machine. */
const BY_NAME: Record<string, unknown[]> = {
  environment: ['local', 'moon'],
  access_token: [CANARY],
  refresh_token: [CANARY],
  client_secret: [CANARY],
  host: ['127.0.0.1', '192.0.2.7', '169.254.169.254', '::1', 'printer.local', '0x7f000001'],
  timezone: ['America/New_York', 'Europe/Paris', 'Mars/Olympus'],
  source_id: ['cnon:card-nonce-ok', 'cnon:card-nonce-declined', 'cnon:nobody'],
  category_id: [100_001, 100_002, 100_003, 999_999],
  csv: ['kind,name\r\ntax,City\r\n', 'kind,name\n"', 'name\n\0', 'kind,name,tax\ntax,"a""b",7'],
};
const BY_PATTERN: Record<string, string[]> = {
  '^\\d{4}$': ['7391', '1357', '0000', '8264'],
  '^([01]\\d|2[0-3]):[0-5]\\d$': ['00:00', '17:00', '23:59'],
  '^[A-Z]{3}$': ['USD', 'EUR', 'ZZZ'],
  '^[a-z0-9-]{1,32}$': ['main', 'bar', 'kitchen', 'x'.repeat(32)],
  '^\\d{8}T\\d{9}Z$': ['20261128T044500120Z'],
};
const BY_FORMAT: Record<string, string[]> = {
  date: ['2026-11-23', '2024-02-29', '2099-12-31', '0001-01-01'],
  'date-time': ['2026-11-23T18:04:05.120Z', '2099-12-31T23:59:59.999Z', '1970-01-01T00:00:00.000Z'],
};

/** Values that fit a schema, those at its very edges among them; ids that answers have told. */
export function openInputs(schemas: Record<string, Schema>) {
  const told = new Map<string, unknown[]>();

  function resolved(schema: Schema): Schema {
    const name = schema.$ref?.split('/').at(-1);
    return name ? resolved(schemas[name] as Schema) : schema;
  }

  /** `name` is that of the field. */
  function fitting(given: Schema, name = ''): fc.Arbitrary<unknown> {
    const schema = resolved(given);
    const some = BY_NAME[name] ?? schema.enum ?? BY_FORMAT[schema.format ?? ''];
    if ('const' in schema) return fc.constant(schema.const);
    if (some) return fc.constantFrom(...some);
    const [type = 'object', ...others] = [schema.type ?? []].flat();
    const value = byType[type as keyof typeof byType](schema, name);
    return others.includes('null') ? fc.option(value, { freq: 8 }) : value;
  }

  const byType = {
    boolean: () => fc.boolean(),
    null: () => fc.constant(null),
    integer: ({ minimum = -9, maximum = Number.MAX_SAFE_INTEGER }: Schema, name: string) => {
      const near = { min: minimum, max: Math.min(maximum, Math.max(minimum, 0) + 40) };
      const known = fc.nat().map((n) => toldOf(name, n) ?? minimum);
      const all = [fc.constantFrom(minimum, maximum)];
      return fc.oneof({ arbitrary: fc.integer(near), weight: 8 }, known, ...all);
    },
    number: ({ minimum = -1e6, maximum = 1e6 }: Schema) => {
      const near = { min: Math.ceil(minimum * 100), max: Math.floor(Math.min(maximum, 200) * 100) };
      const sums = fc.integer(near).map((cents) => cents / 100);
      return fc.oneof({ arbitrary: sums, weight: 8 }, fc.constantFrom(minimum, maximum));
    },
    string: ({ pattern = '', minLength = 0, maxLength = 200, example }: Schema, name: string) => {
      const pool = BY_PATTERN[pattern];
      if (pool) return fc.constantFrom(...pool);
      const free = { minLength, maxLength: Math.min(maxLength, minLength + SHORT) };
      const known = fc.nat().map((n) => toldOf(name, n) ?? example ?? 'x'.repeat(minLength || 1));
      const longest = fc
        .constantFrom('x', '字')
        .map((one) => one.repeat(Math.min(maxLength, 4_000)));
      return fc.oneof({ arbitrary: known, weight: 4 }, fc.string(free), longest);
    },
    array: ({ items = {}, minItems = 0, maxItems = FEW }: Schema, name: string) => {
      const most = Math.max(minItems, Math.min(maxItems, FEW));
      const one = fitting(items, name.replace(/s$/, ''));
      return fc.array(one, { minLength: minItems, maxLength: most });
    },
    object: ({ properties = {}, required = [] }: Schema): fc.Arbitrary<unknown> => {
      const fields = Object.entries(properties).map(([name, one]) => [name, fitting(one, name)]);
      const requiredKeys = required.filter((name) => name in properties);
      return fc.record(Object.fromEntries(fields) as object, { requiredKeys: requiredKeys as [] });
    },
  };

  function toldOf(name: string, n: number): unknown {
    const values = told.get(name) ?? [];
    return values[n % values.length];
  }

  /** Remembers the ids of an answer, by the name that a question gives them. */
  function remember(answer: unknown, noun = ''): void {
    if (typeof answer !== 'object' || answer === null) return;
    for (const [name, value] of Object.entries(answer)) {
      if (typeof value === 'object') remember(value, Array.isArray(answer) ? noun : name);
      else if (/(^|_)id$/.test(name)) keep(name === 'id' ? `${noun.replace(/s$/, '')}_id` : name);
      function keep(as: string): void {
        const values = told.get(as) ?? [];
        if (value !== null && !values.includes(value)) told.set(as, [...values.slice(-30), value]);
      }
    }
  }

  return { fitting, resolved, remember };
}

/** A value with one place of it made nasty, taken away or added. */
export const spoilt = (fit: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.tuple(fit, fc.nat(), nasty, fc.constantFrom('put', 'put', 'put', 'drop', 'add')).map(spoil);

function spoil([value, where, bad, how]: [unknown, number, unknown, string]): unknown {
  if (typeof value !== 'object' || value === null) return bad;
  const names = Object.keys(value);
  const copy = structuredClone(value) as Record<string, unknown>;
  if (how === 'add' || names.length === 0) return { ...copy, [`unknown_${where % 3}`]: bad };
  const name = names[where % names.length] as string;
  if (how === 'drop') delete copy[name];
  else copy[name] = where % 2 ? spoil([copy[name], where >> 1, bad, how]) : bad;
  return Array.isArray(copy) ? copy.filter(() => true) : copy;
}
