import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openBooks } from '../../support/books.ts';
import { ROOT } from '../../support/sources.ts';
import { orderOn } from '../check-paper.ts';
import type { House } from '../house.ts';
import type { PlugIn } from './plug-in.ts';

/** What the tills do after the backup, which is lost: some orders, some money, some paper. */
const LOST_DEEDS = 30;
/** As the restore promises: far more than are given between two backups. */
const IDS_SKIPPED = 1_000;

/** An operator at the machine; answers what was said, throws what went wrong. */
async function pos({ restaurant, backups }: House, ...args: string[]): Promise<string> {
  const child = spawn(process.execPath, [join(ROOT, 'deploy/pos.ts'), ...args], {
    env: { ...restaurant.env, POS_BACKUP_DIR: backups },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(child, 'exit');
  const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
  await ended;
  if (child.exitCode !== 0) throw new Error(`pos ${args.join(' ')}: ${said}${complained}`);
  return said;
}

const lastOrder = ({ config }: House) => {
  const sql = 'SELECT coalesce(max(id), 0) AS last FROM orders';
  return openBooks(config.POS_DATA_DIR).rows<{ last: number }>('orders', sql)[0]?.last ?? 0;
};
const papersIn = ({ paper }: House) => readdirSync(paper).filter((name) => name.endsWith('.txt'));

/**
 * The house goes back to a backup while the tills go on. What they were told since is lost, and
 * they know it; what was given out since is not given again.
 */
export const restore: PlugIn = {
  name: 'an old backup was restored',
  async run(house, _random, load) {
    await load.cashOnly(true); // Square keeps what we lose: no card is charged meanwhile
    const backedUp_ms = performance.now();
    const before = new Set(papersIn(house));
    const said = await pos(house, 'backup');
    const id = said.trimEnd().split('\n').at(-1)?.split(' ')[0] as string;
    await load.more(LOST_DEEDS);
    await house.restaurant.stop();
    const given = lastOrder(house);
    await pos(house, 'restore', id, '--yes');
    const kept = lastOrder(house);
    load.forgetSince(backedUp_ms);
    for (const name of papersIn(house)) {
      if (before.has(name)) continue;
      // of an order that the backup does not know there must never be another
      const order_id = orderOn(readFileSync(join(house.paper, name), 'utf8'));
      if (order_id !== undefined && order_id <= kept) house.oldPapers.add(name);
    }
    await house.restaurant.start();
    await house.isReady();
    await load.cashOnly(false);
    await load.more(LOST_DEEDS);
    const next = openBooks(house.config.POS_DATA_DIR).rows<{ id: number }>(
      'orders',
      `SELECT id FROM orders WHERE id > ${kept} ORDER BY id`,
    );
    const again = next.filter(({ id: one }) => one <= given + IDS_SKIPPED);
    if (again.length > 0) throw new Error(`orders ${again.map(({ id: one }) => one)} came again`);
    if (next.length === 0) throw new Error('no order was taken after it');
  },
};
