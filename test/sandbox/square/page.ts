import { invalid } from './refusal.ts';

/** The most that Square puts on a page, and what it puts there unasked. */
const MOST = 100;

interface Listed {
  id: string;
  created_at: string;
  updated_at?: string;
}

/** One page of a list in Square's way: between two times, sorted, and a cursor where it goes on. */
export function page<T extends Listed>(
  all: T[],
  query: URLSearchParams,
): { shown: T[]; rest: { cursor?: string } } {
  const limit = Number(query.get('limit') ?? MOST);
  if (!Number.isInteger(limit) || limit < 1 || limit > MOST) {
    throw invalid('INVALID_VALUE', `The limit must be from 1 to ${MOST}.`, 'limit');
  }
  const ascending = query.get('sort_order') === 'ASC' ? 1 : -1;
  const field = query.get('sort_field') === 'UPDATED_AT' ? 'updated_at' : 'created_at';
  const timeOf = (one: T) => one[field] ?? one.created_at;
  const fits = all
    .filter(
      (one) =>
        isBetween(one.created_at, query, ['begin_time', 'end_time']) &&
        isBetween(one.updated_at, query, ['updated_at_begin_time', 'updated_at_end_time']),
    )
    // what is made in the same millisecond keeps its order
    .map((one, i) => ({ one, i }))
    .sort((a, b) => ascending * (timeOf(a.one).localeCompare(timeOf(b.one)) || a.i - b.i))
    .map(({ one }) => one);
  const from = startOf(fits, query.get('cursor'));
  const shown = fits.slice(from, from + limit);
  const last = shown.at(-1);
  const more = last && from + limit < fits.length;
  return { shown, rest: more ? { cursor: Buffer.from(last.id).toString('base64url') } : {} };
}

function isBetween(time: string | undefined, query: URLSearchParams, names: [string, string]) {
  const [begin, end] = names.map((name) => {
    const text = query.get(name);
    if (text === null) return undefined;
    if (Number.isNaN(Date.parse(text))) throw invalid('INVALID_TIME', 'Not a time.', name);
    return Date.parse(text);
  });
  if (time === undefined) return begin === undefined && end === undefined;
  const at = Date.parse(time);
  return (begin === undefined || at >= begin) && (end === undefined || at <= end);
}

function startOf(fits: Listed[], cursor: string | null): number {
  if (cursor === null) return 0;
  const after = Buffer.from(cursor, 'base64url').toString();
  const index = fits.findIndex(({ id }) => id === after);
  if (index < 0) throw invalid('INVALID_CURSOR', 'The cursor is not valid.', 'cursor');
  return index + 1;
}
