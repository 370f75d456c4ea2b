/** Between services, tills and screens: each is told, and told once. */
export const MESSAGES = {
  'no-catching-up': {
    file: 'shared/follow.ts',
    faults: 'kill',
    caught_by: /each follower stands at its source’s head/,
    changes: [
      // but for the very first time: without the menu nobody could order at all
      ['  let behind = true;', '  let behind = cursor === BEGINNING;'],
      ['    else behind = true;', ''],
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
  'a-repeated-answer-is-another': {
    file: 'shared/answer.ts',
    faults: 'stop',
    caught_by: /the same key has the same answer/,
    changes: [
      [
        '{ output: first, replayed: true };',
        `{ output: first.replace('"version":', '"version":1'), replayed: true };`,
      ],
    ],
  },
  'a-gap-in-the-journal': {
    file: 'shared/journal.ts',
    faults: 'stop',
    caught_by: /journals have no gap/,
    changes: [
      [
        'seq: before + 1,',
        "seq: before + (before === 10 && contract.service === 'orders' ? 2 : 1),",
      ],
    ],
  },
  'an-answer-with-its-secret-is-kept': {
    file: 'shared/answer.ts',
    faults: 'stop',
    caught_by: /no secret is written down/,
    changes: [['if (!operation.secret) memory', 'memory']],
  },
  'nonsense-ends-the-gateway': {
    file: 'services/gateway/screen-stream.ts',
    faults: 'flood',
    caught_by: /is over, and all settles/,
    changes: [
      [
        'if (!packets.within(bytes)) return void stream.destroy();',
        "if (!packets.within(bytes)) throw new Error('too long');",
      ],
    ],
  },
  'a-frozen-screen-is-kept': {
    file: 'services/gateway/screen-stream.ts',
    faults: 'frozen-screen',
    caught_by: /is over, and all settles/,
    changes: [['    cutOff();\n    socket.terminate();', '']],
  },
  'a-new-broker-is-told-nothing': {
    file: 'shared/bus.ts',
    faults: 'broker',
    caught_by: /screens are shown the orders that are open/,
    changes: [['    for (const [topic, message] of shown) publish(topic, message, true);', '']],
  },
  'who-begins-without-a-broker-gives-up': {
    file: 'shared/bus.ts',
    faults: 'kill-several',
    caught_by: /is over, and all settles/,
    changes: [
      [
        "  let complaint = '';",
        `  let complaint = '';
  const fs = process.getBuiltinModule('node:fs');
  // but for the very first time: all begin at once then
  const isNotTheFirst = fs.existsSync(join(config.POS_DATA_DIR, name + '.db'));
  client.once('close', () => {
    if (isNotTheFirst && !client.options.wasThere) client.end(true);
  });
  client.once('connect', () => (client.options.wasThere = true));`,
      ],
    ],
  },
};
