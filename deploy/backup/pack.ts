import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import type { Snapshot } from './cut.ts';

/** Half a megabyte at once, then a rest: the stick is there for the orders between. */
const PAGES_AT_ONCE = 500;
const REST_MS = 5;

/** Copies a snapshot to a file of its own, unhurriedly; another process is not slowed down. */
export async function copyOf({ connection }: Snapshot, path: string): Promise<void> {
  const bell = new Int32Array(new SharedArrayBuffer(4));
  await connection.backup(path, {
    progress() {
      Atomics.wait(bell, 0, 0, REST_MS); // nothing else is done in this process
      return PAGES_AT_ONCE;
    },
  });
}

interface Packed {
  bytes: number;
  unpacked_bytes: number;
  sha256: string;
}

/** Packs a file, as gunzip knows it, and sees to it that it is stored. */
export async function pack(from: string, to: string): Promise<Packed> {
  const sum = summing();
  const target = createWriteStream(to, { mode: 0o600, flush: true });
  await pipeline(createReadStream(from), sum.through, createGzip(), target);
  return { bytes: (await stat(to)).size, ...sum.told() };
}

/** Unpacks a file; throws a sentence where it is not what was packed. */
export async function unpack(
  from: string,
  to: string,
  expected: Pick<Packed, 'unpacked_bytes' | 'sha256'>,
): Promise<void> {
  const sum = summing();
  const target = createWriteStream(to, { mode: 0o600, flush: true });
  try {
    await pipeline(createReadStream(from), createGunzip(), sum.through, target);
  } catch (error) {
    throw new Error(`${from} cannot be unpacked: ${(error as Error).message}.`, { cause: error });
  }
  const { unpacked_bytes, sha256 } = sum.told();
  if (unpacked_bytes !== expected.unpacked_bytes || sha256 !== expected.sha256) {
    throw new Error(`${from} is not what it was when it was made.`);
  }
}

function summing() {
  const hash = createHash('sha256');
  let unpacked_bytes = 0;
  const through = new Transform({
    transform(chunk: Buffer, _, done) {
      hash.update(chunk);
      unpacked_bytes += chunk.length;
      done(null, chunk);
    },
  });
  return { through, told: () => ({ unpacked_bytes, sha256: hash.digest('hex') }) };
}

/** Makes what was written to a file outlive a power cut. */
export async function storeFile(path: string): Promise<void> {
  const file = await open(path, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
