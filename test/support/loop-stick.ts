import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { STICK_ID_FILE } from '#shared/stick.ts';

const SIZE_BYTES = 24 * 1024 * 1024;
const TOOLS = ['losetup', 'mkfs.ext4', 'mount', 'umount'];

/** Why there can be no stick here; false where there can. */
export function noStick(): string | false {
  if (process.getuid?.() !== 0) return 'needs root: a loop device as a stick';
  const missing = TOOLS.find((tool) => spawnSync('sh', ['-c', `command -v ${tool}`]).status);
  if (missing) return `needs ${missing} (packages mount, e2fsprogs)`;
  const { status } = spawnSync('losetup', ['--find']);
  return status === 0 ? false : 'needs loop devices, which this machine has none of';
}

/** A file system of its own in a file, to be plugged in as a stick is. */
export interface Stick {
  device: string;
  uuid: string;
  /** Mounts it there; an `id` is written to where a stick says whose it is. */
  plugIn(at: string, id?: string): void;
  /** As a pull does: the mount is gone, while files of it are still open. */
  pull(): void;
  /** Pulls it from wherever it is, and deletes it. */
  destroy(): void;
}

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, { encoding: 'utf8' }).trim();

export function makeStick(): Stick {
  const folder = mkdtempSync(join(tmpdir(), 'pos-stick-'));
  const image = join(folder, 'image');
  writeFileSync(image, '');
  truncateSync(image, SIZE_BYTES);
  run('mkfs.ext4', '-q', '-m', '0', image);
  const device = run('losetup', '--find', '--show', image);
  const uuid = run('blkid', '-p', '-s', 'UUID', '-o', 'value', device);
  const mounts: string[] = [];
  return {
    device,
    uuid,
    plugIn(at, id) {
      mkdirSync(at, { recursive: true });
      run('mount', device, at);
      mounts.push(at);
      if (id) writeFileSync(join(at, STICK_ID_FILE), `${id}\n`);
    },
    pull() {
      const at = mounts.pop();
      if (at) spawnSync('umount', ['-l', at]); // which fails where it was ejected before
    },
    destroy() {
      while (mounts.length) this.pull();
      run('losetup', '-d', device);
      rmSync(folder, { recursive: true });
    },
  };
}
