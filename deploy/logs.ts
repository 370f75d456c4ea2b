import { closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import type { Desk } from './commands.ts';
import { readable } from './log-line.ts';

/** The end of the file is read, not all of it: a busy evening writes many megabytes. */
const MOST_BYTES = 4 * 1024 * 1024;
const LOOK_EVERY_MS = 300;

/** What stands in a file from a byte on, at most its last 4 MB. */
function readFrom(path: string, from: number): { text: string; end: number } {
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const begin = Math.max(from > size ? 0 : from, size - MOST_BYTES); // it was rotated meanwhile
    const bytes = Buffer.alloc(size - begin);
    const count = readSync(file, bytes, 0, bytes.length, begin);
    return { text: bytes.toString('utf8', 0, count), end: begin + count };
  } finally {
    closeSync(file);
  }
}

/** Never ends: prints whole lines as they come, also after the file was rotated. */
async function follow(path: string, from: number, print: (line: string) => void): Promise<never> {
  let [end, rest] = [from, ''];
  for (;;) {
    await new Promise((again) => setTimeout(again, LOOK_EVERY_MS));
    const size = statSync(path, { throwIfNoEntry: false })?.size ?? end;
    if (size === end) continue;
    const more = readFrom(path, end);
    end = more.end;
    const lines = (rest + more.text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(print);
  }
}

export async function showLogs({ config, args, options, say }: Desk): Promise<boolean> {
  const [service, ...more] = args;
  const count = Number(options.lines);
  if (more.length) throw new Error('One service at a time, or none for all of them.');
  if (!Number.isInteger(count) || count < 0) throw new Error('--lines takes a whole number.');
  const path = config.POS_LOG_FILE;
  if (!statSync(path, { throwIfNoEntry: false })) {
    throw new Error(`There is no log file ${path}: it is written by deploy/start_server.sh.`);
  }
  const print = (line: string) => {
    const words = readable(line, service);
    if (words !== undefined) say(words);
  };
  const { text, end } = readFrom(path, 0);
  const fitting = text.split('\n').filter((line) => readable(line, service) !== undefined);
  fitting.slice(Math.max(0, fitting.length - count)).forEach(print);
  if (options.follow) await follow(path, end, print);
  return true;
}
