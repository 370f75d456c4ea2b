import { loadSdk } from '../../../services/payments/sdk.ts';
import type { Route } from './route.ts';
import { invalid, type Refusal } from './refusal.ts';

interface Problem {
  path: string[];
  message: string;
}
interface Shape {
  parse(json: unknown, options: object): { ok: true } | { ok: false; errors: Problem[] };
}

/** The SDK's serializers by name; loaded at the first request. */
export async function loadShapes(): Promise<(name: string) => Shape> {
  const { serialization } = await loadSdk();
  const { terminal, devices } = serialization;
  const rooms = [serialization, terminal, devices] as unknown as Record<string, Shape>[];
  return (name) => {
    const shape = rooms.find((room) => name in room)?.[name];
    if (!shape) throw new Error(`Square's SDK has no ${name}`);
    return shape;
  };
}

const STRICT = { unrecognizedObjectKeys: 'fail', allowUnrecognizedEnumValues: false };

/** Square's prose has it, the list of codes in its SDK has not. */
const UNLISTED = /Expected enum. Received "VERSION_MISMATCH"/;

/** What is wrong with a JSON value by the SDK's own word; nothing: empty. */
export function problemsOf(shape: Shape, json: unknown): Problem[] {
  const result = shape.parse(json, STRICT);
  return result.ok ? [] : result.errors.filter(({ message }) => !UNLISTED.test(message));
}

/** The first thing that Square refuses in a body before it looks at what it means. */
export function complaintOf(shape: Shape, json: unknown, route: Route): Refusal | undefined {
  const fraction = fractionIn(json);
  if (fraction) return invalid('EXPECTED_INTEGER', 'Expected an integer value.', fraction);
  const [problem] = problemsOf(shape, json);
  if (problem) return inWords(problem);
  for (const [field, longest] of Object.entries(route.lengths ?? {})) {
    const text = valueAt(json, field);
    if (text === '' && field.endsWith('idempotency_key')) {
      return invalid('VALUE_EMPTY', 'Field must not be blank', field);
    }
    if (typeof text === 'string' && text.length > longest) {
      const detail = `Field must not be greater than ${longest} length`;
      return invalid('VALUE_TOO_LONG', detail, field);
    }
  }
  return undefined;
}

/** The SDK's serializers throw at these instead of telling. */
function fractionIn(json: unknown, path: string[] = []): string | undefined {
  if (typeof json !== 'object' || json === null) return undefined;
  for (const [name, value] of Object.entries(json)) {
    const here = [...path, name];
    if (name === 'amount' && typeof value === 'number' && !Number.isInteger(value)) {
      return here.join('.');
    }
    const below = fractionIn(value, here);
    if (below) return below;
  }
  return undefined;
}

const EXPECTED: [RegExp, string][] = [
  [/Expected (bigint|number)/, 'EXPECTED_INTEGER'],
  [/Expected string/, 'EXPECTED_STRING'],
  [/Expected boolean/, 'EXPECTED_BOOLEAN'],
  [/Expected list/, 'EXPECTED_ARRAY'],
  [/Expected object/, 'EXPECTED_OBJECT'],
  [/Expected enum/, 'INVALID_ENUM_VALUE'],
];

function inWords({ path, message }: Problem): Refusal {
  const missing = /Missing required key "(.+)"/.exec(message)?.[1];
  if (missing) {
    const field = [...path, missing].join('.');
    return invalid('MISSING_REQUIRED_PARAMETER', 'Missing required parameter.', field);
  }
  const field = path.join('.');
  if (message.startsWith('Unexpected key')) {
    return invalid('UNKNOWN_BODY_PARAMETER', `The field named '${field}' is unrecognized.`, field);
  }
  const code = EXPECTED.find(([pattern]) => pattern.test(message))?.[1] ?? 'INVALID_VALUE';
  return invalid(code, message, field);
}

function valueAt(json: unknown, field: string): unknown {
  return field
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], json);
}
