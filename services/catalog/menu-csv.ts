import type { MenuFileOnWire } from '#shared/contracts/menu-file.ts';
import { PosError } from '#shared/errors.ts';
import { type Cell, readCsv, writeCsv } from './csv.ts';

/** What a row is, and in which row it belongs: by the name of that one. */
const KINDS = ['tax', 'discount_group', 'discount', 'modifier_list', 'mod', 'category', 'item'];
const NUMBERS = [
  'reg_price',
  'event_price',
  'mod_price',
  'percentage',
  'amount',
  'min_selections',
  'max_selections',
  'sort_order',
];
const FLAGS = ['is_percentage', 'inclusive', 'is_default', 'available'];
const LISTS = ['modifier_lists', 'taxes', 'station_ids'];
const COLUMNS = ['kind', 'parent', 'name', ...NUMBERS, ...FLAGS, ...LISTS];
/** In an item an empty cell says something: no event price, no taxes. */
const EMPTY_SAYS = ['event_price', ...LISTS];

type Fields = Record<string, unknown>;
type Place = { line: number; column: number };

/** A menu with where in the text each of its fields stands, by its path. */
export interface ReadMenu {
  menu: MenuFileOnWire;
  placeOf(path: string): Place;
}

/** The whole menu as one table: a row for each thing, what belongs to another after it. */
export function writeMenu(menu: MenuFileOnWire): string {
  const rows: Fields[] = [];
  // what is inside a list or a category has no column: it gets rows of its own
  const add = (kind: string, parent: string | null, fields: Fields) =>
    rows.push({ ...fields, kind, parent });
  for (const tax of menu.taxes ?? []) add('tax', null, tax);
  for (const group of menu.discount_groups ?? []) add('discount_group', null, group);
  for (const { group, ...discount } of menu.discounts ?? []) {
    add('discount', group ?? null, discount);
  }
  for (const list of menu.modifier_lists ?? []) {
    add('modifier_list', null, list);
    for (const mod of list.mods ?? []) add('mod', list.name, mod);
  }
  for (const category of menu.categories ?? []) {
    add('category', null, category);
    for (const item of category.items ?? []) add('item', category.name, item);
  }
  return writeCsv([COLUMNS, ...rows.map((row) => COLUMNS.map((column) => textOf(row[column])))]);
}

// names hold no line ends, so that one between them is clear
const textOf = (value: unknown) =>
  Array.isArray(value) ? value.join('\n') : String((value ?? '') as string | number | boolean);

/** A menu from such a table; VALIDATION_FAILED says in which line and column something is wrong. */
export function readMenu(text: string): ReadMenu {
  const [head = [], ...rows] = readCsv(text);
  for (const cell of head) if (!COLUMNS.includes(cell.text)) throw wrong(cell, 'no such column');
  for (const column of ['kind', 'name']) {
    if (!head.some((cell) => cell.text === column)) {
      throw wrong({ text: column, line: 1, column: 1 }, `the column ${column} is missing`);
    }
  }
  const menu = {
    taxes: [] as Fields[],
    discount_groups: [] as Fields[],
    discounts: [] as Fields[],
    modifier_lists: [] as Fields[],
    categories: [] as Fields[],
  };
  const places = new Map<string, Place>();
  const parents = new Map<string, { of: Fields[]; path: string }>();

  for (const cells of rows) {
    const row = new Map(cells.map((cell, i) => [head[i]?.text ?? '', cell]));
    const first = cells[0] as Cell;
    if (cells.length > head.length) throw wrong(cells[head.length] as Cell, 'no column is so far');
    const kind = row.get('kind') ?? first;
    if (!KINDS.includes(kind.text)) throw wrong(kind, `one of ${KINDS.join(', ')}`);
    const parent = row.get('parent') ?? { ...first, text: '' };
    const [into, path] = placeFor(kind.text, parent);
    const fields = fieldsOf(row, kind.text);
    if (kind.text === 'discount') fields.group = parent.text || null;
    for (const [name, cell] of row) places.set(`${path}.${into.length}.${name}`, cell);
    places.set(`${path}.${into.length}.group`, parent);
    places.set(`${path}.${into.length}`, first);
    const name = row.get('name')?.text.toLowerCase() ?? '';
    const inside = kind.text === 'modifier_list' ? 'mods' : 'items';
    if (kind.text === 'modifier_list' || kind.text === 'category') {
      const own: Fields[] = (fields[inside] = []);
      parents.set(`${inside}/${name}`, { of: own, path: `${path}.${into.length}.${inside}` });
    }
    into.push(fields);
  }

  function placeFor(kind: string, parent: Cell): [Fields[], string] {
    if (kind === 'mod' || kind === 'item') {
      const found = parents.get(`${kind}s/${parent.text.toLowerCase()}`);
      if (!found) throw wrong({ ...parent, text: 'parent' }, 'no row above is called so');
      return [found.of, found.path];
    }
    const nouns = { tax: 'taxes', category: 'categories' }[kind] ?? `${kind}s`;
    return [menu[nouns as keyof typeof menu], nouns];
  }

  return {
    menu: menu as unknown as MenuFileOnWire,
    placeOf(path) {
      for (let at = path; at; at = at.slice(0, Math.max(at.lastIndexOf('.'), 0))) {
        const place = places.get(at);
        if (place) return { line: place.line, column: place.column };
      }
      return { line: 1, column: 1 };
    },
  };
}

/** The cells of a row as the types of their columns; what does not fit stays a text. */
function fieldsOf(row: Map<string, Cell>, kind: string): Fields {
  const fields: Fields = {};
  for (const [name, { text }] of row) {
    if (name === 'kind' || name === 'parent') continue;
    if (text === '' && name !== 'name') {
      const says = kind === 'item' && EMPTY_SAYS.includes(name);
      if (says) fields[name] = LISTS.includes(name) ? [] : null;
    } else if (LISTS.includes(name)) fields[name] = text.split(/\r?\n/);
    else if (NUMBERS.includes(name) && /^-?\d+(\.\d+)?$/.test(text)) fields[name] = Number(text);
    else if (FLAGS.includes(name) && /^(true|false)$/i.test(text)) {
      fields[name] = text.toLowerCase() === 'true';
    } else fields[name] = text;
  }
  return fields;
}

function wrong({ text, line, column }: Cell, message: string): PosError {
  return new PosError('VALIDATION_FAILED', { errors: [{ field: text, message, line, column }] });
}
