import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { ROOT } from '../support/sources.ts';
import { openInputs, type Schema, spoilt } from './inputs.ts';
import { deep, NASTY_TEXTS } from './nasty.ts';

interface Parameter {
  $ref?: string;
  name?: string;
  in?: 'path' | 'query' | 'header';
  required?: boolean;
  schema?: Schema;
}
interface Described {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { schema: Schema }> };
  responses: Record<string, object>;
}

/** An operation as the published document has it. */
export interface Documented extends Described {
  method: string;
  path: string;
}
/** What is sent, to the letter. */
export interface Sent {
  who: 'admin' | 'staff' | 'screen' | 'nobody' | 'made-up';
  method: string;
  path: string;
  headers: Record<string, string>;
  body: string | undefined;
}

const DOCUMENT = JSON.parse(readFileSync(join(ROOT, 'docs/openapi.json'), 'utf8')) as {
  paths: Record<string, Record<string, Described>>;
  components: { schemas: Record<string, Schema> };
};
export const DOCUMENTED: Documented[] = Object.entries(DOCUMENT.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, one]) => {
    return { ...one, method: method.toUpperCase(), path };
  }),
);

/** They would end what is looked at here: they are asked with a field too many. */
const WOULD_END = ['restart_service', 'eject_usb', 'logout'];
/** Most come with what they need: without it nothing else is looked at. */
const WHO = fc.oneof(
  { arbitrary: fc.constant('admin' as const), weight: 12 },
  fc.constantFrom('staff', 'screen', 'nobody', 'made-up' as const),
);

export function openRequests() {
  const inputs = openInputs(DOCUMENT.components.schemas);

  /** One time of three something in it is not right. */
  const maybe = (fit: fc.Arbitrary<unknown>) =>
    fc.oneof({ arbitrary: fit, weight: 2 }, { arbitrary: spoilt(fit), weight: 1 });

  function fieldsIn(place: 'path' | 'query', { parameters = [] }: Documented) {
    const fields = parameters.filter((one) => one.in === place && one.name);
    const properties = Object.fromEntries(fields.map(({ name, schema }) => [name, schema]));
    const required = fields.filter((one) => one.required).map(({ name }) => name);
    return { type: 'object', properties, required } as Schema;
  }

  /** Any request to an operation: as it should be, at the edge, or spoilt. */
  function of(operation: Documented): fc.Arbitrary<Sent> {
    const { method, path, operationId } = operation;
    const wanted = operation.requestBody?.content['application/json']?.schema;
    const sign = operationId === 'receive_webhook' ? SIGNED : {};
    const more = WOULD_END.includes(operationId) ? { nobody_knows: 1 } : {};
    const body = maybe(wanted ? inputs.fitting(wanted) : fc.constant({}));
    const names = maybe(inputs.fitting(fieldsIn('path', operation)));
    const query = maybe(inputs.fitting(fieldsIn('query', operation)));
    return fc.record({ who: WHO, names, query, body, headers: HEADERS, text: TEXTS }).map((one) => {
      const where = path.replace(/\{(\w+)\}/g, (_, name: string) => inPath(one.names, name));
      const asked = method === 'GET' || method === 'DELETE' ? one.query : {};
      const ended = method === 'GET' || (method === 'DELETE' && one.text === SAME);
      return {
        who: operationId === 'get_own_screen' ? 'screen' : one.who,
        method,
        path: `${where}${inQuery(asked)}`,
        headers: { ...sign, ...one.headers },
        body: ended ? undefined : one.text(JSON.stringify(withMore(one.body, more))),
      };
    });
  }
  return { of, remember: inputs.remember };
}

const SIGNED = { 'x-square-hmacsha256-signature': 'bm90IGEgc2lnbmF0dXJl' };
const withMore = (body: unknown, more: object) =>
  typeof body === 'object' && !Array.isArray(body) ? { ...body, ...more } : body;

const asText = (value: unknown) =>
  (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed().slice(0, 8_000);
/** Dots alone would name another address. */
function inPath(names: unknown, name: string): string {
  const text = asText((names as Record<string, unknown> | null)?.[name] ?? 'x');
  return encodeURIComponent(/^\.*$/.test(text) ? `x${text}` : text);
}
function inQuery(query: unknown): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries((query ?? {}) as object)) {
    for (const one of [value].flat().slice(0, 20)) search.append(name, asText(one ?? ''));
  }
  return search.size > 0 ? `?${search.toString()}` : '';
}

/** The text of a body as it is, or as none should be. */
const SAME = (text: string) => text;
const TEXTS = fc.oneof(
  { arbitrary: fc.constant(SAME), weight: 14 },
  fc.constantFrom<(text: string) => string>(
    (text) => text.slice(0, -1),
    (text) => text.replace('{', '{"a":1,"a":2,'),
    (text) => text.replace(/:/, ':1e400,"x":'),
    (text) => `\uFEFF${text}`,
    (text) => `${text}${text}`,
    () => deep(100_000),
    () => `{"a":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
    () => `{"note":"${'x'.repeat(600_000)}"}`,
    () => '{"note":"\\u0000\\ud800"}',
    () => '\0',
    () => '',
  ),
);
const HEADERS = fc.oneof(
  { arbitrary: fc.constant({}), weight: 8 },
  fc
    .record({
      name: fc.constantFrom(
        ...(
          'content-type idempotency-key x-admin-pin authorization accept origin content-encoding ' +
          'if-none-match x-forwarded-for range expect cookie'
        ).split(' '),
      ),
      value: fc.oneof(
        fc.constantFrom(...NASTY_TEXTS),
        fc.constantFrom('text/plain', 'text/csv', 'application/json; charset=utf-16', 'gzip', '*'),
        fc.constantFrom(
          '100-continue',
          'bytes=0-',
          'null',
          '7391',
          'W/"1"',
          'Bearer x',
          'a=b;'.repeat(900),
        ),
      ),
    })
    // the client itself sends no others; raw ones are in raw.ts
    .map(({ name, value }) => ({ [name]: value.replace(/[^\x20-\x7e]/g, '?').slice(0, 8_000) })),
);
