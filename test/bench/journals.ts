import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';
import type { Point } from '#shared/journal.ts';
import { openFile } from '#shared/storage.ts';
import type { House } from '../support/house.ts';

const MIGRATIONS = resolve(import.meta.dirname, '../../services/orders/migrations');

/** Sales a transaction: a million in one would stand in the log a second time. */
const AT_ONCE = 10_000;

type Entry = { seq: number; at: string; actor: string; type: string; body: string; hash: string };

/**
 * The journal of one real sale, repeated with other ids, and on other days where `dayOf` says so;
 * the last entry of it. Nobody may have the file open.
 */
export function repeatSale(
  { config }: House,
  times: number,
  dayOf?: (sale: number) => string,
): Point {
  const file = openFile(join(config.POS_DATA_DIR, 'orders.db'), MIGRATIONS);
  file.pragma('synchronous = OFF'); // only its content counts
  const sale = file.prepare('SELECT * FROM journal ORDER BY seq').all() as Entry[];
  const add = file.prepare(
    `INSERT INTO journal VALUES (@seq, @at, @actor, @type, @body, @prev_hash, @hash)`,
  );
  let { seq, hash } = sale.at(-1) as Entry;
  const repeat = file.transaction((from: number, to: number) => {
    for (let i = from; i < to; i++) {
      for (const { at, actor, type, body: first } of sale) {
        const body = first
          .replaceAll(
            /"(order_id|order_item_id)":(\d+)/g,
            (_, name, id) => `"${name}":${more(id, i)}`,
          )
          .replaceAll(/"id":(\d+)(?=,"order_(id|number)")/g, (_, id) => `"id":${more(id, i)}`)
          .replaceAll(/("business_day":)"[\d-]+"/g, (same, name) =>
            dayOf ? `${name}"${dayOf(i)}"` : same,
          );
        const prev_hash = hash;
        const text = [prev_hash, ++seq, at, actor, type, body].join('\n');
        hash = createHash('sha256').update(text).digest('hex').slice(0, 32);
        add.run({ seq, at, actor, type, body, prev_hash, hash });
      }
    }
  });
  for (let i = 1; i < times; i += AT_ONCE) repeat(i, Math.min(i + AT_ONCE, times));
  file.pragma('wal_checkpoint(TRUNCATE)');
  file.close();
  return { seq, hash };
}

const more = (id: string, i: number) => Number(id) + i * 10;
