import { z } from 'zod';

type Row = Record<string, unknown>;

/** One value as RFC 4180 has it; a spreadsheet takes it for no formula. */
function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return JSON.stringify(value);
  const text = value.replace(/^(?=[=+\-@\t\r])/, "'");
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Rows under their columns; a value that a row does not have is empty. */
export function csvOf(columns: readonly string[], rows: readonly Row[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((name) => row[name]))];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

/** The columns of a row: what is no list, in the order in which it is told. */
export function columnsOf(row: z.core.$ZodType): string[] {
  const shape = (row as z.ZodObject).shape;
  const names = Object.keys(shape);
  return names.filter((name) => name !== 'csv' && !(shape[name] instanceof z.ZodArray));
}

/** An item's row, then one for each of its modifiers. */
export function withModifiers(items: readonly Row[]): Row[] {
  return items.flatMap(({ modifiers, ...item }) => [
    item,
    ...(modifiers as Row[]).map(({ mod_id, name: mod_name, quantity, amount }) => {
      return { item_id: item.item_id, name: item.name, mod_id, mod_name, quantity, amount };
    }),
  ]);
}
export const MODIFIER_COLUMNS = ['mod_id', 'mod_name', 'amount'];

/** What is no table: each value under the way to it, `payments.0.amount`. */
export function flat(value: unknown, way = ''): { field: string; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ field: way, value }];
  return Object.entries(value).flatMap(([name, part]) => flat(part, way ? `${way}.${name}` : name));
}
