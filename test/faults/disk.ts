import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { noStick } from '../support/loop-stick.ts';
import { until } from '../support/until.ts';

/** Far from the 64 MB below which new orders are refused; the image is sparse. */
const SIZE_BYTES = 512 * 1024 * 1024;

/** A stick whose cache is lost with the power: what was not flushed has never been written. */
export interface Disk {
  /** Where it is plugged in. */
  at: string;
  plugIn(at?: string): Promise<void>;
  /** As a pull does; what was found under the mount point then, which should be nothing. */
  pull(): string[];
  /** The power is gone, and with it what the cache held. It has to be plugged in again. */
  cut(): Promise<string[]>;
  destroy(): Promise<void>;
}

/** Why there can be none here; false where there can. */
export function noDisk(): string | false {
  const missing = ['nbdkit', 'nbdfuse'].find((tool) => {
    return spawnSync('sh', ['-c', `command -v ${tool}`]).status !== 0;
  });
  if (missing) return `needs ${missing} (packages nbdkit, libnbd-bin)`;
  return noStick();
}

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: 'utf8' }).trim();
const isFile = (folder: string, name: string) => readdirSync(folder).includes(name);

/**
 * While somebody who is just ending has a file open, what is mounted anew is the same file system:
 * one that has given itself up stays so.
 */
function isSound(at: string): boolean {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  const [, , , options = ''] =
    mounts.findLast((line) => line.split(' ')[1] === at)?.split(' ') ?? [];
  return options.split(',').every((one) => !['ro', 'abort', 'emergency_ro'].includes(one));
}

/** Plugged in at a folder of its own, with a new file system on it. */
export async function openDisk(): Promise<Disk> {
  const folder = mkdtempSync(join(tmpdir(), 'pos-disk-'));
  const [image, socket, fuse, at] = ['image', 'nbd', 'fuse', 'stick'].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  for (const one of [fuse, at]) mkdirSync(one);
  writeFileSync(image, '');
  truncateSync(image, SIZE_BYTES);
  run('mkfs.ext4', '-q', '-m', '0', image);
  let machines: ChildProcess[] = [];
  let device = '';
  let mountedAt = '';

  /** nbdkit keeps what is written to itself until it is flushed; nbdfuse makes a file of it. */
  async function power(): Promise<void> {
    rmSync(socket, { force: true });
    const volatile = ['--filter=cache', 'file', image, 'cache=writeback'];
    const server = spawn('nbdkit', ['-f', '-U', socket, ...volatile], { stdio: 'ignore' });
    await until('the disk has power', () => isFile(folder, 'nbd'));
    const file = spawn('nbdfuse', [join(fuse, 'disk'), '--unix', socket], { stdio: 'ignore' });
    machines = [server, file];
    await until('the disk is there', () => isFile(fuse, 'disk'));
    device = run('losetup', '--find', '--show', join(fuse, 'disk'));
  }
  function pull(): string[] {
    if (mountedAt) spawnSync('umount', ['-l', mountedAt]);
    mountedAt = '';
    const names = readdirSync(at, { recursive: true }) as string[];
    return names.map((name) => `${name} was written where no stick is mounted`);
  }
  async function powerOff(): Promise<void> {
    if (device) spawnSync('losetup', ['-d', device]);
    device = '';
    for (const machine of machines) machine.kill('SIGKILL');
    const isOver = ({ exitCode, signalCode }: ChildProcess) => exitCode !== null || signalCode;
    await until('the disk is off', () => machines.every(isOver));
    machines = [];
    spawnSync('umount', ['-l', fuse]);
  }
  const disk: Disk = {
    at,
    async plugIn(there = at) {
      if (!device) await power();
      await until('the disk can be written to', () => {
        run('mount', device, there);
        mountedAt = there;
        return isSound(there) || void pull();
      });
    },
    pull,
    async cut() {
      machines[0]?.kill('SIGKILL'); // before anything can be flushed
      const found = pull();
      await powerOff();
      return found;
    },
    async destroy() {
      pull();
      await powerOff();
      rmSync(folder, { recursive: true });
    },
  };
  await disk.plugIn();
  return disk;
}
