/** Of commits and sticks: what is acknowledged is there. */
export const STORAGE = {
  'answered-before-the-commit': {
    file: 'shared/database.ts',
    faults: 'kill',
    // announced, too, before it was there: who follows is ahead of the journal
    caught_by: /what was acknowledged is there exactly once|journals have no gap/,
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
         setTimeout(() => commit.run(), 1_500);
         return;`,
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
  'a-folder-is-made-without-its-stick': {
    file: 'shared/storage.ts',
    faults: 'pulled',
    caught_by: /nothing is written where no stick is mounted/,
    changes: [
      [
        '    const problem = stickProblem(config);',
        '    mkdirSync(config.POS_DATA_DIR, { recursive: true });\n    const problem = stickProblem(config);',
      ],
    ],
  },
  'a-full-disk-acknowledges': {
    file: 'shared/database.ts',
    faults: 'full',
    // of an order that is not there, nothing is printed either
    caught_by: /what was acknowledged is there exactly once|every ticket is on paper/,
    changes: [
      [
        '      commit.run();',
        `      try {
          commit.run();
        } catch (error) {
          if (codeOf(error) !== 'SQLITE_FULL') throw error;
          if (connection.inTransaction) connection.exec('ROLLBACK');
        }`,
      ],
    ],
  },
  'a-full-disk-is-nobodys-error': {
    file: 'shared/database.ts',
    faults: 'full',
    caught_by: /every request has an answer that a till understands/,
    changes: [["return new PosError('STORAGE_FULL');", "return new Error('full') as PosError;"]],
  },
  'a-disk-that-takes-nothing-is-kept': {
    file: 'shared/database.ts',
    faults: 'read-only',
    caught_by: /is over, and all settles/,
    changes: [
      [
        'if (!broken && isStorageError(error)) failed',
        "if (!broken && codeOf(error) === '') failed",
      ],
    ],
  },
  'a-wish-of-no-line': {
    file: 'services/orders/line-store.ts',
    faults: 'stop',
    caught_by: /every file is sound/,
    changes: [
      [
        '  const addModifier = sql(',
        "  connection.pragma('foreign_keys = OFF');\n  const addModifier = sql(",
      ],
      ['VALUES (@order_item_id, @mod_id,', 'VALUES (@order_item_id + 1000000, @mod_id,'],
    ],
  },
  'a-restored-file-gives-ids-again': {
    file: 'deploy/backup/restored-file.ts',
    faults: 'restore',
    caught_by: /is over, and all settles/,
    changes: [
      [
        'count.run(table, Math.max((before.get(table) ?? 0) + skipped, now));',
        'count.run(table, before.get(table) ?? 0);',
      ],
    ],
  },
};
