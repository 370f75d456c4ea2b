import { open } from 'node:fs/promises';
import type { Config } from '#shared/config.ts';
import type { LogEntry } from '#shared/contracts/machine.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import { entryOf, isWanted, type Wanted } from './log-page.ts';

/** Read at once, from the end: some thousand lines. */
const PIECE_BYTES = 256 * 1024;
/** For one page: a search for what is rare goes on with the next. */
const MOST_PIECES = 16;
const LINE_END = 10;

interface Page {
  entries: LogEntry[];
  /** The byte before which the search goes on; absent at the beginning. */
  before?: number;
}

/** A page of the file that deploy/start_server.sh writes, newest first. NO_LOG_FILE. */
export async function logPage(
  config: Config,
  wanted: Wanted & { limit: number; before?: number | undefined },
): Promise<Page> {
  const file = await open(config.POS_LOG_FILE).catch(() => {
    throw new PosError('NO_LOG_FILE');
  });
  try {
    const { size } = await file.stat();
    if ((wanted.before ?? 0) > size) {
      throw wrongField('VALIDATION_FAILED', 'before', 'the log was begun anew meanwhile');
    }
    const secrets = secretsIn(config);
    const entries: LogEntry[] = [];
    let end = wanted.before ?? size;
    for (let pieces = 0; end > 0 && pieces < MOST_PIECES; pieces++) {
      const begin = Math.max(0, end - PIECE_BYTES);
      const bytes = Buffer.alloc(end - begin);
      await file.read(bytes, 0, bytes.length, begin);
      for (const { at, text } of linesBackwards(bytes, begin)) {
        end = at;
        const entry = entryOf(text, secrets);
        if (entry?.at && wanted.since && entry.at < wanted.since) return { entries };
        if (entry && isWanted(entry, wanted)) entries.push(entry);
        if (entries.length === wanted.limit)
          return end > 0 ? { entries, before: end } : { entries };
      }
    }
    return end > 0 ? { entries, before: end } : { entries };
  } finally {
    await file.close();
  }
}

/** Whole lines with where they begin, the last first; of one longer than a piece only its end. */
function* linesBackwards(bytes: Buffer, begin: number): Generator<{ at: number; text: string }> {
  let end = bytes.length;
  while (end > 0) {
    const last = bytes[end - 1] === LINE_END ? end - 1 : end;
    const start = bytes.lastIndexOf(LINE_END, last - 1) + 1;
    const isCut = last === 0 ? false : start === 0 && begin > 0;
    if (isCut && end < bytes.length) return; // it is whole in the piece before
    yield { at: begin + start, text: bytes.toString('utf8', start, last) };
    end = start;
  }
}

/** Values that nobody may read, wherever they got into a line. */
function secretsIn(config: Config): string[] {
  return Object.entries(config).flatMap(([name, value]) =>
    /^SQUARE_.*(TOKEN|SECRET|KEY)$/.test(name) && typeof value === 'string' ? [value] : [],
  );
}
