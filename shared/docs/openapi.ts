import { z } from 'zod';
import { type Operation, pathNames } from '../contracts/contract.ts';
import { type ErrorCode, ERRORS } from '../contracts/errors.ts';
import frame from './openapi.frame.json' with { type: 'json' };
import {
  type Json,
  openSchemas,
  pascal,
  plain,
  type Promised,
  putOnce,
  textOf,
} from './schemas.ts';

/** Every operation that has an address, as an OpenAPI 3.1 document. */
export function openApi({ version, contracts }: Promised): Json {
  const { schemas, refer } = openSchemas();
  const paths: Record<string, Json> = {};
  const ids: Json = {};
  const failure = refer(errorBody(), 'Error');
  const json = (schema: Json) => ({ 'application/json': { schema } });

  function put(name: string, operation: Operation): void {
    const [method = '', address = ''] = (operation.http ?? '').split(' ');
    putOnce(ids, name, operation);
    const inPath = pathNames(address);
    const hasBody =
      !/GET|DELETE/.test(method) && Object.keys(operation.input.shape).length > inPath.length;
    const own = operation.raw_body ? SOMEBODYS : without(operation.input, inPath);
    const body = hasBody ? own : undefined;
    const answer = refer(operation.output, `${pascal(name)}Answer`);
    const path = address.replace(/:(\w+)/g, '{$1}');
    const place = (paths[path] ??= {});
    putOnce(place, method.toLowerCase(), {
      operationId: name,
      tags: [operation.tag],
      summary: operation.summary,
      description: operation.description,
      security: securityOf(operation),
      parameters: [...fieldParameters(operation, inPath, method), ...headers(operation, address)],
      requestBody: body && {
        required: !body.safeParse({}).success,
        content: json(refer(body, `${pascal(name)}Request`)),
      },
      responses: {
        [operation.status ?? 200]: {
          description: operation.summary,
          content: { ...json(answer), ...alsoAs(operation) },
        },
        // a POST that names an id changes that one
        ...('id' in operation.input.shape && {
          200: { description: 'Changed', content: json(answer) },
        }),
        ...errorResponses(codesOf(operation, address, hasBody), json(failure)),
        // the one answer whose body is the same whether all is well or not
        ...(name === 'health' && { 503: { description: 'Unhealthy', content: json(answer) } }),
      },
    });
  }
  for (const { operations } of contracts) {
    for (const [name, operation] of Object.entries(operations)) {
      if (operation.http) put(name, operation);
    }
  }
  const info = { ...frame.info, version, description: textOf('openapi.md') };
  const document = { ...frame, info, paths, components: { ...frame.components, schemas } };
  return JSON.parse(JSON.stringify(document)) as Json; // without what is undefined
}

/** Somebody else's format: what of it counts here is for the service to say. */
const SOMEBODYS = z.object({});

function fieldParameters({ input }: Operation, inPath: string[], method: string): Json[] {
  const { properties, required = [] } = plain(z.toJSONSchema(input, { io: 'input' }));
  return Object.entries(properties as Json).flatMap(([name, schema]) => {
    if (inPath.includes(name)) return [{ name, in: 'path', required: true, schema }];
    if (!/GET|DELETE/.test(method)) return [];
    return [{ name, in: 'query', required: (required as string[]).includes(name), schema }];
  });
}

function securityOf({ role, session, screens = [] }: Operation): Json[] {
  const ofScreens = role === 'device' || screens.length > 0 ? [{ screen: [] }] : [];
  if (role === 'device') return ofScreens;
  if (role !== 'public') return [{ session: [] }, ...ofScreens];
  return session === 'optional' ? [{}, { session: [] }, ...ofScreens] : [];
}

const alsoAs = ({ produces }: Operation): Json =>
  produces ? { [produces]: { schema: { type: 'string' } } } : {};

function without(input: z.ZodObject, names: string[]): z.ZodObject {
  return input.omit(Object.fromEntries(names.map((name) => [name, true])) as Record<never, true>);
}

const takesKey = ({ kind, secret }: Operation, address: string) =>
  kind !== 'read' && !secret && !address.startsWith('/auth');

function headers(operation: Operation, address: string): Json[] {
  const names = takesKey(operation, address) ? ['IdempotencyKey'] : [];
  if (operation.role === 'staff' || operation.role === 'admin') names.push('Till');
  if (operation.role === 'admin') names.push('AdminPin');
  const own = names.map((name): Json => ({ $ref: `#/components/parameters/${name}` }));
  const { signature } = operation.raw_body ?? {};
  const signed = { name: signature, in: 'header', required: true, schema: { type: 'string' } };
  return signature ? [...own, signed] : own;
}

/** The operation's own errors, and those that come with what it takes and does. */
function codesOf(operation: Operation, address: string, hasBody: boolean): ErrorCode[] {
  const { errors, role, kind, input, screens = [] } = operation;
  const codes = new Set<ErrorCode>([...errors, 'INVALID_HEADER', 'INTERNAL_ERROR']);
  const also = (when: boolean, ...more: ErrorCode[]) => when && more.forEach((c) => codes.add(c));
  also(role !== 'public', 'UNAUTHENTICATED');
  also(role === 'device' || screens.length > 0, 'FORBIDDEN');
  also(role === 'admin', 'FORBIDDEN', 'INVALID_PIN', 'TOO_MANY_ATTEMPTS');
  also(!operation.before_setup, 'SETUP_REQUIRED');
  also(hasBody, 'MALFORMED_JSON', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE');
  also(Object.keys(input.shape).length > 0, 'VALIDATION_FAILED');
  also(takesKey(operation, address), 'IDEMPOTENCY_KEY_REUSED');
  also(true, 'HOST_NOT_ALLOWED', 'TOO_MANY_REQUESTS', 'SERVICE_UNAVAILABLE', 'STORAGE_UNAVAILABLE');
  also(kind !== 'read', 'ORIGIN_NOT_ALLOWED', 'STORAGE_FULL', 'OUTCOME_UNKNOWN');
  return [...codes];
}

function errorResponses(codes: ErrorCode[], content: Json): Json {
  const byStatus = Object.groupBy(codes, (code) => ERRORS[code].status);
  const responses = Object.entries(byStatus).map(([status, all]) => {
    return [status, { description: all.map(inWords).join('\n'), content }];
  });
  return Object.fromEntries(responses) as Json;
}

const inWords = (code: ErrorCode) => `- \`${code}\`: ${ERRORS[code].detail}`;

function errorBody(): z.ZodObject {
  const all = Object.entries(ERRORS).map(([code, { status }]) => `${code} (${status})`);
  const place = { line: z.int().optional(), column: z.int().optional() };
  const field = z
    .object({ field: z.string(), message: z.string(), ...place })
    .meta({ id: 'FieldError' });
  return z.object({
    detail: z.string(),
    code: z.string().meta({ description: all.join(', '), example: 'ORDER_CLOSED' }),
    timestamp: z.iso.datetime({ precision: 3 }),
    errors: z.array(field).optional(),
    retry_after_s: z.int().optional().meta({ description: 'with 429, as in Retry-After' }),
  });
}
