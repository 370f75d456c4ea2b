import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import SQLite from 'better-sqlite3';
import type { Restaurant } from '../support/restaurant.ts';
import { memoryOf, processesOf } from './processes.ts';
import { percentile, type Row, rounded } from './table.ts';

/** Weighed so often: a tenth of an hour has hundreds. */
const WEIGHED_EVERY_MS = 2_000;

/** Weighs each process from now on; the row of each at the end, from the shares of two parts. */
export async function weighAlong(restaurant: Restaurant, at: () => number) {
  const processes = [...(await processesOf(restaurant))];
  const weights: { at: number; mb: number[] }[] = [];
  const look = () => weights.push({ at: at(), mb: processes.map(([, pid]) => memoryOf(pid)) });
  look();
  const looking = setInterval(look, WEIGHED_EVERY_MS);

  return {
    stop: () => clearInterval(looking),
    rows(first: (of: { at: number }) => boolean, last: (of: { at: number }) => boolean): Row[] {
      const part = (those: typeof first, otherwise: number) => {
        const found = weights.filter(those);
        return found.length > 0 ? found : weights.slice(otherwise).slice(0, 1);
      };
      const [early, late] = [part(first, 0), part(last, -1)];
      return processes.map(([process], i) => {
        const middle = (of: typeof weights) =>
          percentile(
            of.map(({ mb }) => mb[i] ?? 0),
            0.5,
          );
        const [before, after] = [middle(early), middle(late)];
        return {
          process,
          first: rounded(before),
          last: rounded(after),
          ratio: rounded(after / before),
        };
      });
    },
  };
}

/** Bytes in use in each file, what still waits in its log included; the house stays open. */
export function sizesOf({ config }: Restaurant): Map<string, number> {
  const files = readdirSync(config.POS_DATA_DIR).filter((file) => file.endsWith('.db'));
  return new Map(
    files.map((file) => {
      const connection = new SQLite(join(config.POS_DATA_DIR, file), { readonly: true });
      const pragma = (name: string) => connection.pragma(name, { simple: true }) as number;
      const used = (pragma('page_count') - pragma('freelist_count')) * pragma('page_size');
      connection.close();
      return [basename(file, '.db'), used] as const;
    }),
  );
}
