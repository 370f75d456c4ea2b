import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** What is asked of the operator at the terminal. */

/** Whether the operator agrees; without a terminal nobody does. */
export async function agreed(question: string): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await terminal.question(`${question} Type yes: `);
  terminal.close();
  return answer.trim().toLowerCase() === 'yes';
}

/**
 * Something that nobody should read over a shoulder: typed unseen, twice where it is new. Without a
 * terminal it is the first line of what is piped in. Throws a sentence where both differ.
 */
export async function secretly(what: string, isNew: boolean): Promise<string> {
  const first = await unseen(`${what}: `);
  if (!isNew || !process.stdin.isTTY) return first;
  if ((await unseen('Once more: ')) !== first) throw new Error('They are not the same.');
  return first;
}

async function unseen(label: string): Promise<string> {
  const isSeen = process.stdin.isTTY;
  if (isSeen) process.stdout.write(label);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const input = process.stdin;
  const terminal = createInterface({ input, output: nowhere, terminal: isSeen });
  try {
    return await new Promise<string>((typed, gaveUp) => {
      terminal.once('line', typed);
      terminal.once('SIGINT', () => gaveUp(new Error('Nothing was done.')));
      terminal.once('close', () => gaveUp(new Error(`${label.slice(0, -2)} is missing.`)));
    });
  } finally {
    terminal.close();
    if (isSeen) process.stdout.write('\n');
  }
}
