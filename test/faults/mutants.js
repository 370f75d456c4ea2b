import { readFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Guarantees that can be taken away, so that a test can be seen to miss them: with
 * `NODE_OPTIONS=--import=…/mutants.js` and `POS_MUTANT=<name>` the named file is loaded with one
 * piece of its text replaced. Plain JavaScript, because npm's own Node loads it too.
 */
export const MUTANTS = {
  'answered-before-the-commit': {
    file: 'shared/database.ts',
    faults: 'kill',
    caught_by: /what was acknowledged is there exactly once/,
    changes: [
      [
        '    const batch = queue.splice(0, MOST_PER_COMMIT);',
        `    if (connection.inTransaction) return void setTimeout(commitAll, 5);
         const batch = queue.splice(0, MOST_PER_COMMIT);`,
      ],
      [
        '      commit.run();',
        `      for (const hook of hooks) hook();
         for (const resolved of settle) resolved();
         setTimeout(() => commit.run(), 300);
         return;`,
      ],
    ],
  },
  'no-catching-up': {
    file: 'shared/follow.ts',
    faults: 'kill',
    caught_by: /each follower stands at its source’s head/,
    changes: [
      // but for the very first time: without the menu nobody could order at all
      ['  let behind = true;', '  let behind = cursor === BEGINNING;'],
      ['    } else behind = true;', '    }'],
      ['    if (head !== tail.seq || head_hash !== tail.hash) behind = true;', ''],
    ],
  },
  'same-key-twice-is-two-orders': {
    file: 'shared/answer.ts',
    faults: 'kill',
    caught_by: /what was acknowledged is there exactly once/,
    changes: [
      [
        '      const first = memory.recall(question.key, print);',
        '      question.key += Math.random(); const first = undefined as string | undefined;',
      ],
    ],
  },
  'goes-on-after-a-failed-fsync': {
    file: 'shared/process.ts',
    faults: 'fsync',
    caught_by: /is over, and all settles/,
    changes: [['setImmediate(() => void stop(STORAGE_FAILED));', '']],
  },
  'commits-that-are-not-flushed': {
    file: 'shared/storage.ts',
    faults: 'power-cut',
    caught_by: /what was acknowledged is there exactly once/,
    changes: [
      ["connection.pragma('synchronous = FULL');", "connection.pragma('synchronous = NORMAL');"],
      ['if (synchronous !== 2 ||', 'if ('],
    ],
  },
  'any-folder-is-the-stick': {
    file: 'shared/stick.ts',
    faults: 'pulled',
    caught_by: /is over, and all settles/,
    changes: [
      ['  if (!mount) return undefined;', '  if (!mount || mount) return undefined;'],
      ['  if (!config.POS_REQUIRE_MOUNT) return () => undefined;', '  return () => undefined;'],
    ],
  },
  'a-number-given-twice': {
    file: 'services/orders/number.ts',
    faults: 'stop',
    caught_by: /no two open orders have the same number/,
    changes: [['free ?? unopened ?? counter', '(counter % 3) + 1']],
  },
  'a-gap-in-the-journal': {
    file: 'shared/journal.ts',
    faults: 'stop',
    caught_by: /journals have no gap/,
    changes: [['seq: before + 1,', 'seq: before + (before > 15 ? 2 : 1),']],
  },
  'a-refund-counted-twice': {
    file: 'services/reporting/sales.ts',
    faults: 'kill',
    caught_by: /orders and the report add up to the cent/,
    changes: [
      [
        'for (const fold of folds) fold.refunded?.(at, refund);',
        'for (const fold of [...folds, ...folds]) fold.refunded?.(at, refund);',
      ],
    ],
  },
  'a-copy-like-the-first': {
    file: 'services/print-spooler/heading.ts',
    test: 'printing.test.ts',
    caught_by: /every possible second copy of a ticket is headed so/,
    changes: [['attempt > 1 &&', 'attempt > 99 &&']],
  },
  'an-answer-with-its-secret-is-kept': {
    file: 'shared/answer.ts',
    faults: 'stop',
    caught_by: /no secret is written down/,
    changes: [['if (!operation.secret) memory', 'memory']],
  },
  'a-card-of-another-day-is-not-ours': {
    file: 'services/payments/attempt.ts',
    faults: 'clock',
    caught_by: /is over, and all settles/,
    changes: [
      [
        'isOurApplication(payment.application_id, application_id);',
        'Date.parse(payment.created_at) >= Date.parse(earliest(attempt));',
      ],
    ],
  },
  'a-new-key-for-each-try': {
    file: 'services/payments/attempt.ts',
    test: 'cards.test.ts',
    caught_by: /the answer is lost, nobody dies: it is charged once/,
    changes: [
      [
        '    idempotencyKey: kept.attempt_id,',
        '    idempotencyKey: `${kept.attempt_id.slice(0, 20)}${Math.random()}`.slice(0, 36),',
      ],
    ],
  },
  'a-lost-answer-is-lost-money': {
    file: 'services/payments/capturing.ts',
    test: 'cards.test.ts',
    caught_by: /the answer is lost, nobody dies: it is taken once/,
    changes: [
      [
        '      return square.find(payment_id); // it may have been taken',
        '      return undefined; // it may have been taken',
      ],
    ],
  },
};

const mutant = MUTANTS[process.env.POS_MUTANT ?? ''];
if (mutant && nodeModule.registerHooks) {
  nodeModule.registerHooks({
    load(url, context, next) {
      if (!url.endsWith(`/${mutant.file}`)) return next(url, context);
      let source = readFileSync(fileURLToPath(url), 'utf8');
      for (const [before, after] of mutant.changes) {
        if (!source.includes(before)) throw new Error(`${mutant.file} has no: ${before}`);
        source = source.replace(before, after);
      }
      return { format: 'module-typescript', source, shortCircuit: true };
    },
  });
}
