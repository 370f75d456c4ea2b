import { createHash } from 'node:crypto';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import SQLite from 'better-sqlite3';
import type { Manifest } from '#shared/contracts/backups.ts';

/** A backup that is another than it was made, though its manifest says that it is right. */
export function spoil(
  folder: string,
  id: string,
  service: string,
  sql: string,
  seq?: number,
): string {
  const copy = id.replace(/^\d{8}/, '20990101');
  cpSync(join(folder, id), join(folder, copy), { recursive: true });
  const packed = join(folder, copy, `${service}.db.gz`);
  const path = join(folder, copy, 'spoilt.db');
  writeFileSync(path, gunzipSync(readFileSync(packed)));
  const file = new SQLite(path);
  file.pragma('journal_mode = DELETE');
  file.exec(sql);
  const last = 'SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1';
  const head = file.prepare(last).get() as { seq: number; hash: string };
  file.close();
  const bytes = readFileSync(path);
  rmSync(path);
  writeFileSync(packed, gzipSync(bytes));
  const at = join(folder, copy, 'manifest.json');
  const said = JSON.parse(readFileSync(at, 'utf8')) as Manifest;
  const file_ = said.files.find((one) => one.service === service);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  Object.assign(file_ as object, { sha256, unpacked_bytes: bytes.length, ...(seq && head) });
  writeFileSync(at, JSON.stringify({ ...said, id: copy }));
  return copy;
}
