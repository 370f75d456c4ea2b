import { styleText } from 'node:util';

export type Grade = 'fine' | 'doubtful' | 'wrong';

const COLOURS = { fine: 'green', doubtful: 'yellow', wrong: 'red' } as const;

/** A word in the colour of what it says; plain where it does not go to a terminal. */
export function paint(grade: Grade, word: string): string {
  return styleText(COLOURS[grade], word, { stream: process.stdout });
}
