type Value = string | number | bigint | Buffer | null;

/** An entity as SQLite takes it: booleans as 0 and 1, lists as JSON, absent as null. */
export function toRow(entity: object): Record<string, Value> {
  const row: Record<string, Value> = {};
  for (const [name, value] of Object.entries(entity) as [string, Value | boolean | unknown[]][]) {
    if (typeof value === 'boolean') row[name] = value ? 1 : 0;
    else row[name] = Array.isArray(value) ? JSON.stringify(value) : (value ?? null);
  }
  return row;
}

/** A row made its entity: 0 and 1 in `flags` become booleans, JSON in `lists` becomes lists. */
export function fromRow<T>(row: unknown, flags: (keyof T)[] = [], lists: (keyof T)[] = []): T {
  const entity = row as Record<keyof T, unknown>;
  for (const name of flags) entity[name] = entity[name] === 1;
  for (const name of lists) entity[name] = JSON.parse(entity[name] as string);
  return entity as T;
}
