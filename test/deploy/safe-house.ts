import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { dirname, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { openBooks } from '../support/books.ts';
import { openHouse } from '../support/house.ts';
import { ROOT } from '../support/sources.ts';

export type SafeHouse = Awaited<ReturnType<typeof openSafeHouse>>;

/** A house with a second place for backups, and an operator; its services are not started yet. */
export async function openSafeHouse(services: readonly string[]) {
  const house = await openHouse([]);
  const dir = dirname(house.config.POS_DATA_DIR);
  const folder = join(dir, 'backups');
  house.env.POS_BACKUP_DIR = folder;

  /** `npm run pos`, with something piped in. */
  async function tell(line: string, ...args: string[]) {
    const child = spawn(process.execPath, [join(ROOT, 'deploy/pos.ts'), ...args], {
      env: house.env,
      stdio: 'pipe',
    });
    child.stdin.on('error', () => undefined); // who asks nothing does not listen
    child.stdin.end(line && `${line}\n`);
    const ended = once(child, 'exit');
    const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
    await ended;
    return { code: child.exitCode, said, complained };
  }
  const pos = (...args: string[]) => tell('', ...args);

  return {
    house,
    folder,
    pos,
    tell,
    books: () => openBooks(house.config.POS_DATA_DIR),
    startAll: () => Promise.all(services.map((service) => house.start(service))),
    stopAll: () => Promise.all(services.map((service) => house.kill(service, 'SIGTERM'))),
    /** The id of a new one, which is proven. */
    async backUp(): Promise<string> {
      const { code, said, complained } = await pos('backup');
      assert.deepEqual([code, complained], [0, ''], said);
      const last = said.trimEnd().split('\n').at(-1) as string; // above it, how far it has come
      return last.split(' ')[0] as string;
    },
  };
}
