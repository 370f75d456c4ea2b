import { readFile } from 'node:fs/promises';
import { macOf } from './identity.ts';

/** The machine's own table of who is at which address of its networks. */
const TABLE = '/proc/net/arp';
/** The entry is complete: somebody has answered. */
const COMPLETE = 0x2;

/** MACs by address; empty where the system has no such table. */
export async function readNeighbors(path = TABLE): Promise<Map<string, string>> {
  const text = await readFile(path, 'latin1').catch(() => '');
  const macs = new Map<string, string>();
  for (const line of text.split('\n').slice(1)) {
    const [host, , flags, said] = line.split(/\s+/);
    const mac = said && macOf(said);
    if (host && mac && Number(flags) & COMPLETE) macs.set(host, mac);
  }
  return macs;
}
