import { type Grade, paint } from './paint.ts';

/** One thing that was looked at: how it is, and what to do where it is not well. */
export interface Finding {
  about: string;
  grade: Grade;
  says: string;
  /** What helps. */
  do?: string;
}

export const fine = (about: string, says: string): Finding => ({ about, grade: 'fine', says });
export const doubtful = (about: string, says: string, help: string): Finding => ({
  about,
  grade: 'doubtful',
  says,
  do: help,
});
export const wrong = (about: string, says: string, help: string): Finding => ({
  about,
  grade: 'wrong',
  says,
  do: help,
});

const MARKS = { fine: 'ok   ', doubtful: 'hm   ', wrong: 'wrong' } as const;

/** Prints them, and answers whether nothing is wrong. */
export function tell(findings: Finding[], say: (line: string) => void): boolean {
  const width = Math.max(...findings.map(({ about }) => about.length)) + 2;
  for (const { about, grade, says, do: help } of findings) {
    say(`${paint(grade, MARKS[grade])}  ${about.padEnd(width)}${says}`);
    if (help) say(`${' '.repeat(7 + width)}→ ${help}`);
  }
  return findings.every(({ grade }) => grade !== 'wrong');
}
