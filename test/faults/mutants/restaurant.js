/** Of numbers, money and paper. */
export const RESTAURANT = {
  'a-number-given-twice': {
    file: 'services/orders/number.ts',
    faults: 'stop',
    caught_by: /no two open orders have the same number/,
    changes: [['free ?? unopened ?? counter', '(counter % 3) + 1']],
  },
  'a-refund-counted-twice': {
    file: 'services/reporting/sales.ts',
    faults: 'kill',
    caught_by: /is over, and all settles/, // the house adds up by itself, and says so
    changes: [
      [
        'for (const fold of folds) fold.refunded?.(at, refund);',
        'for (const fold of [...folds, ...folds]) fold.refunded?.(at, refund);',
      ],
    ],
  },
  'a-refund-nobody-counts': {
    file: 'services/reporting/sales.ts',
    faults: 'stop',
    caught_by: /orders and the report add up to the cent/,
    changes: [['for (const fold of folds) fold.refunded?.(at, refund);', 'void refund;']],
  },
  'a-copy-like-the-first': {
    file: 'services/print-spooler/heading.ts',
    test: 'printing.test.ts',
    print_jobs: '300',
    caught_by: /every possible second copy of a ticket is headed so/,
    changes: [['attempt > 1 &&', 'attempt > 99 &&']],
  },
  'a-paper-that-broke-off-is-printed': {
    file: 'services/print-spooler/job.ts',
    faults: 'printer',
    caught_by: /every ticket is on paper/,
    changes: [
      [
        "return { ...job, status: again ? 'queued' : 'unconfirmed', problem: why };",
        "return { ...job, status: again ? 'printed' : 'unconfirmed', problem: why };",
      ],
    ],
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
  'a-refund-waits-for-a-clock-that-was-ahead': {
    file: 'services/payments/refunding.ts',
    faults: 'clock',
    caught_by: /is over, and all settles/,
    changes: [['if (at > latest) latest = at;', '']],
  },
  'what-got-lost-at-square-is-charged-anew': {
    file: 'services/payments/charging.ts',
    faults: 'square',
    caught_by: /Square took what our books say, once/,
    changes: [
      [
        'square.pay(asSent(request as string), deadline_ms)',
        `square.pay(
          { ...asSent(request as string), idempotencyKey: String(Math.random()) },
          deadline_ms,
        )`,
      ],
    ],
  },
  'a-new-key-for-each-try': {
    file: 'services/payments/attempt.ts',
    test: 'cards.test.ts',
    card_case: 'the answer is lost, nobody dies',
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
    card_case: 'the answer is lost, nobody dies',
    caught_by: /the answer is lost, nobody dies: it is taken once/,
    changes: [
      [
        '      return square.find(payment_id); // it may have been taken',
        '      return undefined; // it may have been taken',
      ],
    ],
  },
};
