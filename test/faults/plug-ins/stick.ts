import { execFileSync } from 'node:child_process';
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { until } from '../../support/until.ts';
import { noDisk } from '../disk.ts';
import { type House, PROCESSES } from '../house.ts';
import type { PlugIn } from './plug-in.ts';

/** How long it stays as bad as it is: some requests are refused meanwhile. */
const BAD_MS = 2_000;
/** Tills ask again and again until there is room. */
const FULL_MS = 4_000;
const OWNERS = PROCESSES.filter((name) => name !== 'gateway' && name !== 'discovery');
const needs = () => noDisk();

const isWaiting = ({ restaurant }: House, services = OWNERS) =>
  until('the owners of data have noticed', () =>
    services.every((one) => restaurant.status(one)?.state === 'waiting_for_storage'),
  );

/** Full to the last block, then there is room again. */
export const full: PlugIn = {
  name: 'the disk was full',
  needs,
  async run({ disk }) {
    const filler = join(disk?.at as string, 'filler');
    execFileSync('sh', ['-c', `cat /dev/zero >"$0" 2>/dev/null || true`, filler]);
    await pause(FULL_MS);
    rmSync(filler);
  },
};

/** Pulled out while all write to it, and put in again; one that begins anew finds none. */
export const pulled: PlugIn = {
  name: 'the stick was pulled out',
  needs,
  async run(house) {
    house.underMount.push(...(house.disk?.pull() ?? []));
    killed(house.pid('orders'));
    const at = house.disk?.at as string;
    // whoever writes into the empty folder has not noticed: no need to wait for the others
    await Promise.race([
      isWaiting(house),
      until('somebody writes there', () => readdirSync(at).length > 0).catch(() =>
        isWaiting(house),
      ),
    ]);
    await pause(BAD_MS);
    const strays = house.disk?.pull() ?? [];
    house.underMount.push(...strays);
    await house.disk?.plugIn();
    // the writer of such a file is in another history: nothing that follows would say more
    if (strays.some((stray) => stray.includes('.db'))) throw new Error(strays.join('; '));
  },
};

/** As the kernel does it with a file system that has an error. */
export const readOnly: PlugIn = {
  name: 'the disk became read-only',
  needs,
  async run(house) {
    // what ext4 does by itself; to be asked for politely, no file may be open for writing
    execFileSync('mount', ['-o', 'remount,abort', house.disk?.at as string]);
    await isWaiting(house, ['orders']); // who writes finds out by itself
    await pause(BAD_MS);
    house.underMount.push(...(house.disk?.pull() ?? []));
    await isWaiting(house); // while a file is open, another mount is the same one
    await house.disk?.plugIn();
  },
};

function killed(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it ended by itself, as its disk was gone
  }
}

/** Everything is gone at once, and of the disk all that had not been flushed. */
export const powerCut: PlugIn = {
  name: 'the power was cut',
  needs,
  async run(house, random) {
    await pause(random.between(0, 500));
    const before = PROCESSES.map((service) => house.pid(service));
    const off = house.disk?.cut();
    house.did.cuts++;
    for (const pid of before) killed(pid);
    house.underMount.push(...((await off) ?? []));
    await house.disk?.plugIn();
    await Promise.all(PROCESSES.map((one, i) => house.isBack(one, before[i] as number)));
  },
};
