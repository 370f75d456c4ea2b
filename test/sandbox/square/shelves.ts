import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import type { Records } from './records.ts';

/** Records of one kind by their id, oldest first. */
export interface Shelf<T> {
  get(id: string): T | undefined;
  all(): T[];
  /** Also after a change within: what is not put again is forgotten at the next start. */
  put(id: string, record: T): void;
}

/** Everything that Square remembers. */
export type Shelves = { [K in keyof Records]: Shelf<Records[K]> };

const KINDS = [
  'payments',
  'refunds',
  'checkouts',
  'actions',
  'codes',
  'tokens',
  'grants',
  'answers',
] as const satisfies (keyof Records)[];

/**
 * Kept in a file of lines where one is given, in memory otherwise. What one request puts there is
 * written at once by `save`: a charge without its key would be made twice.
 */
export function openShelves(file?: string): { shelves: Shelves; save: () => void } {
  const maps = new Map<string, Map<string, unknown>>(KINDS.map((kind) => [kind, new Map()]));
  let unsaved = '';
  const note = (...line: Line) => void (unsaved += `${JSON.stringify(line)}\n`);

  function save(): void {
    if (file && unsaved) appendFileSync(file, unsaved);
    unsaved = '';
  }

  if (file) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    for (const [kind, id, record] of readLines(file)) maps.get(kind)?.set(id, record);
    // written anew at each start, so that what has changed often has one line again
    for (const [kind, map] of maps) for (const [id, record] of map) note(kind, id, record);
    writeFileSync(`${file}.new`, unsaved, { mode: 0o600 });
    renameSync(`${file}.new`, file);
    unsaved = '';
  }

  const shelf = (kind: string): Shelf<unknown> => {
    const map = maps.get(kind) as Map<string, unknown>;
    return {
      get: (id) => map.get(id),
      all: () => [...map.values()],
      put(id, record) {
        map.set(id, record);
        if (file) note(kind, id, record);
      },
    };
  };
  const shelves = Object.fromEntries(KINDS.map((kind) => [kind, shelf(kind)])) as Shelves;
  return { shelves, save };
}

type Line = [kind: string, id: string, record: unknown];

function readLines(file: string): Line[] {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  return lines.flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return []; // the last line, torn when the process was killed, or empty
    }
  });
}
