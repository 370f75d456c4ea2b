import { z } from 'zod';

type Encode = (value: never) => unknown;

/** So often a schema's values are encoded, and thereby checked, by zod before it is trusted. */
const CHECKED = 50;
const known = new WeakMap<z.core.$ZodType, { checked: number; encode: Encode }>();

/**
 * A value of ours in wire form; what its schema does not name is dropped. Zod's own encoding costs
 * more than the SQL of an order, because it validates: so it does the first ones of each process,
 * and what it would do, without the checks, is done for the rest.
 */
export function encode<S extends z.ZodType>(schema: S, value: z.output<S>): z.input<S> {
  const found = known.get(schema);
  if (found && found.checked >= CHECKED) return found.encode(value as never) as z.input<S>;
  if (found) found.checked++;
  else known.set(schema, { checked: 1, encode: encoderOf(schema) });
  return z.encode(schema, value);
}

/** A schema as one function; a kind that is not known here is left to zod. */
function encoderOf(schema: z.core.$ZodType): Encode {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'enum':
    case 'literal':
    case 'unknown':
      return (value) => value;
    case 'nullable':
    case 'optional':
      return nothingOr(encoderOf(def.innerType));
    case 'array':
      return ofEach(encoderOf(def.element));
    case 'object':
      // a catch-all other than "nothing else" keeps fields that the shape does not name
      if (def.catchall && (def.catchall as z.core.$ZodTypes)._zod.def.type !== 'never') break;
      return ofFields(def.shape);
    case 'pipe':
      if (!('reverseTransform' in def)) break;
      return reversed(def as z.core.$ZodCodecDef);
  }
  return (value) => z.encode(schema, value);
}

function nothingOr(inner: Encode): Encode {
  return (value) => (value === null || value === undefined ? value : inner(value));
}

function ofEach(element: Encode): Encode {
  return (values: never[]) => values.map((value) => element(value));
}

function ofFields(shape: Readonly<Record<string, z.core.$ZodType>>): Encode {
  const fields = Object.entries(shape).map(([name, field]) => [name, encoderOf(field)] as const);
  return (entity: Record<string, never>) => {
    const wire: Record<string, unknown> = {};
    for (const [name, field] of fields) {
      const value = entity[name];
      if (value !== undefined) wire[name] = field(value as never);
    }
    return wire;
  };
}

function reversed({ in: wire, reverseTransform }: z.core.$ZodCodecDef): Encode {
  const encodeWire = encoderOf(wire);
  const payload = { value: undefined, issues: [] };
  return (value) => encodeWire(reverseTransform(value, payload) as never);
}
