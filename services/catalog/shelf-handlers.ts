import { z } from 'zod';
import type { Call } from '#shared/answer.ts';
import type { catalog } from '#shared/contracts/catalog.ts';
import type { EventName, Payload } from '#shared/contracts/contract.ts';
import type { ErrorCode } from '#shared/contracts/errors.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Table } from './table-store.ts';

/** Writes an event of the catalog into its journal, for whom and when; screens hear of it. */
export type Announce = <E extends EventName<typeof catalog>>(
  type: E,
  payload: Payload<typeof catalog, E>,
  call: Pick<Call, 'actor' | 'at'>,
) => void;

interface Entity {
  id: number;
  name: string;
  version: number;
}
type Given<T> = Partial<T> & { expected_version?: number | undefined };

interface Kind<T extends Entity> {
  schema: z.ZodType;
  missing: ErrorCode;
  /** More than any store has; bounds what a menu weighs. */
  most: number;
  /** What a new one is where nothing is said. */
  atFirst(): Partial<T>;
  /** The entity as it is to be written; throws where it may not be so. */
  complete?(entity: T, before: T | undefined): T;
  saved(entity: T, call: Call): void;
  removed(id: number, call: Call): void;
}

/** What is the same for all that has a name and a version: create, change, delete. */
export interface Shelf<T extends Entity> {
  find(id: number): T;
  /** Creates, or changes the one with this id. */
  save(given: Given<T>, call: Call): T;
  change(id: number, given: Given<T>, call: Call): T;
  /** `before` its deletion somebody may have to let go of it. */
  remove(id: number, call: Call, expected?: number, before?: (entity: T) => void): { id: number };
}

export function openShelf<T extends Entity>(table: Table<T>, kind: Kind<T>): Shelf<T> {
  function find(id: number): T {
    const entity = table.find(id);
    if (!entity) throw new PosError(kind.missing, { id });
    return entity;
  }

  function findCurrent(id: number, expected: number | undefined): T {
    const entity = find(id);
    if (expected !== undefined && expected !== entity.version) {
      throw new PosError('VERSION_CONFLICT', { current: z.encode(kind.schema, entity as never) });
    }
    return entity;
  }

  /** As it is to be written, and with a name that nothing else has. */
  function completed(wanted: T, before: T | undefined): T {
    const entity = kind.complete?.(wanted, before) ?? wanted;
    const other = table.namesake(entity);
    if (other === undefined) return entity;
    const { errors } = wrongField('NAME_TAKEN', 'name').info;
    throw new PosError('NAME_TAKEN', { errors, id: other });
  }

  function change(id: number, { expected_version, ...given }: Given<T>, call: Call): T {
    const before = findCurrent(id, expected_version);
    const entity = completed({ ...before, ...given, version: before.version + 1 } as T, before);
    const after = table.change(entity);
    kind.saved(after, call);
    return after;
  }

  function create(given: Partial<T>, call: Call): T {
    if (table.count() >= kind.most) throw new PosError('TOO_MANY', { most: kind.most });
    const after = table.add(completed({ ...kind.atFirst(), ...given, version: 1 } as T, undefined));
    kind.saved(after, call);
    return after;
  }

  return {
    find,
    change,
    save({ id, ...given }, call) {
      if (id !== undefined) return change(id, given as Given<T>, call);
      const { expected_version: _, ...fields } = given;
      return create(fields as unknown as Partial<T>, call);
    },
    remove(id, call, expected, before) {
      const entity = findCurrent(id, expected);
      before?.(entity);
      table.remove(id);
      kind.removed(id, call);
      return { id };
    },
  };
}
