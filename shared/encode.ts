import { z } from 'zod';

type Encode = (value: never) => unknown;

/** Made once for each schema. */
const known = new WeakMap<z.core.$ZodType, Encode>();

/**
 * A value of ours in wire form; what its schema does not name is dropped, a value of another type
 * throws. Zod's own encoding costs more than the SQL of an order, because it also looks for wrong
 * patterns and ranges, which in what we made ourselves are not there.
 */
export function encode<S extends z.ZodType>(schema: S, value: z.output<S>): z.input<S> {
  let encoder = known.get(schema);
  if (!encoder) known.set(schema, (encoder = encoderOf(schema)));
  return encoder(value as never) as z.input<S>;
}

/** A schema as one function; a kind that is not known here is left to zod. */
function encoderOf(schema: z.core.$ZodType): Encode {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'number':
      return checked('number', Number.isFinite);
    case 'string':
    case 'boolean':
      return checked(def.type, (value) => typeof value === def.type);
    case 'enum': {
      const members = new Set<unknown>(Object.values(def.entries));
      return checked([...members].join(' | '), (value) => members.has(value));
    }
    case 'literal':
      return checked(def.values.join(' | '), (value) => def.values.includes(value as never));
    case 'unknown':
      return (value) => value;
    case 'nullable':
    case 'optional':
      return unless(def.type === 'nullable' ? null : undefined, encoderOf(def.innerType));
    case 'default':
      return encoderOf(def.innerType); // what is missing is made up when it is read, not here
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

function checked(wanted: string, fits: (value: unknown) => boolean): Encode {
  return (value) => {
    if (!fits(value)) throw new TypeError(`${wanted} expected, not ${String(value)}`);
    return value;
  };
}

function unless(nothing: null | undefined, inner: Encode): Encode {
  return (value) => (value === nothing ? value : inner(value));
}

function ofEach(element: Encode): Encode {
  return (values: never[]) => values.map((value) => element(value));
}

function ofFields(shape: Readonly<Record<string, z.core.$ZodType>>): Encode {
  const fields = Object.entries(shape).map(([name, field]) => [name, encoderOf(field)] as const);
  return (entity: Record<string, never>) => {
    const wire: Record<string, unknown> = {};
    for (const [name, field] of fields) {
      try {
        const value = field(entity[name] as never);
        if (value !== undefined) wire[name] = value;
      } catch (error) {
        throw new TypeError(`${name}: ${(error as Error).message}`, { cause: error });
      }
    }
    return wire;
  };
}

function reversed({ in: wire, reverseTransform }: z.core.$ZodCodecDef): Encode {
  const encodeWire = encoderOf(wire);
  const payload = { value: undefined, issues: [] };
  return (value) => encodeWire(reverseTransform(value, payload) as never);
}
