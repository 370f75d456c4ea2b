import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Contract } from '../contracts/contract.ts';

export type Json = Record<string, unknown>;

/** What a document is made from; `version` is the product's. */
export interface Promised {
  version: string;
  contracts: readonly Contract[];
}

/** A document's introduction, from the file beside this one. */
export const textOf = (name: string) =>
  readFileSync(join(import.meta.dirname, name), 'utf8').trim();

/** `add_item` → `AddItem`. */
export const pascal = (name: string) =>
  name.replace(/(?:^|_)(\w)/g, (_, first: string) => first.toUpperCase());

/** Puts an entry under a name that the whole document has only once; throws otherwise. */
export function putOnce(place: Json, name: string, entry: unknown): void {
  if (name in place) throw new Error(`${name} is there twice`);
  place[name] = entry;
}

/** Collects the named schemas of one document, in the form they have on the wire. */
export function openSchemas() {
  const schemas: Json = {};

  /** A reference to the schema's component: by its own id, else by `name`. */
  function refer(schema: z.ZodType, name: string): { $ref: string } {
    const { $defs = {}, ...own } = plain(z.toJSONSchema(schema, { io: 'input' }));
    for (const [id, one] of Object.entries($defs as Json)) keep(id, one);
    if (typeof own.$ref === 'string') return { $ref: own.$ref };
    keep(name, own);
    return { $ref: `#/components/schemas/${name}` };
  }
  function keep(name: string, schema: unknown): void {
    if (name in schemas && JSON.stringify(schemas[name]) !== JSON.stringify(schema)) {
      throw new Error(`two different schemas are called ${name}`);
    }
    schemas[name] = schema;
  }
  return { schemas, refer };
}

/**
 * A JSON schema as Swift's generator reads it: null only as a second type of a primitive; and for
 * people: no bounds that are only the language's, no pattern where a format says it.
 */
export function plain(schema: object): Json {
  const text = JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/');
  return JSON.parse(text, (_key, value: unknown) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const { $schema: _s, propertyNames: _p, anyOf, ...rest } = value as Json;
    if (rest.additionalProperties === false) delete rest.additionalProperties;
    if (String(rest.format).startsWith('date')) delete rest.pattern;
    for (const bound of ['minimum', 'maximum']) {
      if (Math.abs(rest[bound] as number) === Number.MAX_SAFE_INTEGER) delete rest[bound];
    }
    const [one, other] = (anyOf ?? []) as Json[];
    if (other?.type !== 'null') return anyOf ? { anyOf, ...rest } : rest;
    if (typeof one?.type !== 'string') throw new Error('only a primitive may be null');
    const values = one.enum ? { enum: [...(one.enum as unknown[]), null] } : {};
    return { ...one, ...rest, type: [one.type, 'null'], ...values };
  }) as Json;
}
