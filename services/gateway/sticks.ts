import { readdir, readFile, readlink, realpath, statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { Config } from '#shared/config.ts';
import type { UsbStick } from '#shared/contracts/machine.ts';
import { type Mount, mountsOf } from './mounts.ts';

/** Linux counts blocks of this size whatever the device's own is. */
const BLOCK_BYTES = 512;

/** What Linux says of devices. */
export const LINUX = { sys: '/sys', mounts: '/proc/self/mountinfo', labels: '/dev/disk/by-label' };

/** USB sticks that are plugged in, and whatever is mounted where the data has to be. */
export async function sticksOf(
  { POS_REQUIRE_MOUNT: wanted }: Pick<Config, 'POS_REQUIRE_MOUNT'>,
  linux = LINUX,
): Promise<UsbStick[]> {
  const mounts = mountsOf(await textOf(linux.mounts));
  const names = await usbNames(linux.sys);
  const labels = await labelsOf(linux.labels);
  const found = await Promise.all(
    names.map(async (name) => {
      const number = (await textOf(join(linux.sys, 'class/block', name, 'dev'))).trim();
      return { name, mount: mounts.find((one) => one.number === number) };
    }),
  );
  const data = mounts.find(({ at }) => at === wanted);
  if (data && !found.some(({ mount }) => mount === data)) {
    found.push({ name: basename(data.source), mount: data });
  }
  return Promise.all(
    found.map(async ({ name, mount }) => ({
      device: `/dev/${name}`,
      label: labels.get(name) ?? null,
      filesystem: mount?.filesystem ?? null,
      mount_point: mount?.at ?? null,
      mounted: mount !== undefined,
      read_only: mount?.read_only ?? null,
      size: Number(await textOf(join(linux.sys, 'class/block', name, 'size'))) * BLOCK_BYTES,
      free: mount ? await freeAt(mount) : null,
      holds_data: mount !== undefined && mount === data,
    })),
  );
}

/** Partitions of disks at a USB socket; a stick without partitions is one by itself. */
async function usbNames(sys: string): Promise<string[]> {
  const disks = await readdir(join(sys, 'block')).catch(() => []);
  const names = await Promise.all(
    disks.map(async (disk) => {
      const path = await realpath(join(sys, 'block', disk));
      if (!path.includes('/usb')) return [];
      const parts = (await readdir(path)).filter((name) => name.startsWith(disk));
      return parts.length ? parts : [disk];
    }),
  );
  return names.flat();
}

/** `sda1` → what is written on it; udev writes what is no letter as `\x20`. */
async function labelsOf(folder: string): Promise<Map<string, string>> {
  const links = await readdir(folder).catch(() => []);
  const all = links.map(async (link): Promise<[string, string]> => {
    const label = link.replace(/\\x([0-9a-f]{2})/g, (_, hex: string) =>
      String.fromCharCode(parseInt(hex, 16)),
    );
    return [basename(await readlink(join(folder, link))), label];
  });
  return new Map(await Promise.all(all));
}

async function freeAt({ at }: Mount): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(at);
    return bavail * bsize;
  } catch {
    return null; // it was pulled just now
  }
}

const textOf = (path: string) => readFile(path, 'utf8').catch(() => '');
