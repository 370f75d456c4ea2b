import { endingsWrong, keysWrong, numbersWrong, writesWrong } from './check-writes.ts';
import { cardsWrong, sumsWrong } from './check-money.ts';
import { papersWrong } from './check-paper.ts';
import { ordersNotShown } from './check-screens.ts';
import type { Evidence } from './evidence.ts';

/** What must hold whatever happened, as a sentence; what is wrong with it, in others. */
export const INVARIANTS: [sentence: string, wrong: (evidence: Evidence) => string[]][] = [
  ['every request has an answer that a till understands', endingsWrong],
  ['what was acknowledged is there exactly once', writesWrong],
  ['the same key has the same answer', keysWrong],
  ['no two open orders have the same number', numbersWrong],
  ['journals have no gap, and each follower stands at its source’s head', journalsWrong],
  ['orders and the report add up to the cent', sumsWrong],
  ['Square took what our books say, once', cardsWrong],
  ['every ticket is on paper, a second copy headed so', papersWrong],
  ['screens are shown the orders that are open, and no other', ordersNotShown],
  ['every file is sound', filesWrong],
  ['nothing is written where no stick is mounted', ({ underMount }) => underMount],
  ['no secret is written down', secretsWrong],
];

/** I4. */
function journalsWrong({ books }: Evidence): string[] {
  const gaps = books.services.flatMap((service) =>
    books
      .rows<{ n: number; last: number }>(
        service,
        'SELECT count(*) AS n, coalesce(max(seq), 0) AS last FROM journal',
      )
      .filter(({ n, last }) => n !== last)
      .map(({ n, last }) => `${service}: ${n} entries up to ${last}`),
  );
  return [...gaps, ...books.brokenChains(), ...books.behind()];
}

/** I8. */
function filesWrong({ books }: Evidence): string[] {
  const hanging = books.services.filter(
    (service) => books.rows(service, 'PRAGMA foreign_key_check').length > 0,
  );
  return [
    ...books.damaged().map((service) => `${service} is damaged`),
    ...hanging.map((service) => `${service}: a reference leads nowhere`),
  ];
}

/** I10. */
function secretsWrong({ written, secrets }: Evidence): string[] {
  return written.flatMap(({ name, bytes }) => {
    const text = bytes.toString('latin1');
    const isIn = (pattern: RegExp | string) =>
      typeof pattern === 'string' ? text.includes(pattern) : pattern.test(text);
    return secrets
      .filter(({ pattern }) => isIn(pattern))
      .map((secret) => `${secret.name} is in ${name}`);
  });
}
