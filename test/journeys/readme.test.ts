import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { ERRORS } from '#shared/contracts/errors.ts';
import { openRestaurant, type Restaurant } from '../support/restaurant.ts';
import { ROOT } from '../support/sources.ts';

const README = readFileSync(join(ROOT, 'README.md'), 'utf8');

/** A section's fenced blocks of one language, in order. */
function blocks(section: string, language: string): string[] {
  const fenced = section.matchAll(/^```(\w*)\n([^]*?)^```$/gm);
  return [...fenced].filter(([, its]) => its === language).map(([, , code = '']) => code);
}

const [, steps = ''] = /^## Serve a guest.*\n([^]*?)^## /m.exec(README) ?? [];
const commands = blocks(steps, 'sh');
/** What the first six steps say comes out; the seventh depends on the network. */
const promised = blocks(steps, 'text');

/** Runs the first six steps as a newcomer would, in one shell; answers what each said. */
async function walk({ url, config }: Restaurant): Promise<string[]> {
  const env = { ...process.env, POS: url, PAPER: join(config.POS_DATA_DIR, 'demo-printer') };
  const sh = spawn('sh', ['-eu'], { cwd: ROOT, env, stdio: ['pipe', 'pipe', 'pipe'] });
  const patience = setTimeout(() => sh.kill('SIGKILL'), 30_000); // a loop in it may never end
  sh.stdin.end(commands.slice(0, 6).join("\nprintf '%s\\n' '=== next step ==='\n"));
  const [said, complaints] = await Promise.all([
    text(sh.stdout),
    text(sh.stderr),
    once(sh, 'exit'),
  ]);
  clearTimeout(patience);
  assert.equal(complaints, '');
  assert.equal(sh.exitCode, 0, said);
  return said.split('=== next step ===\n');
}

/** What is promised, as a pattern: any day and time, and anything where it says `…`. */
function pattern(promise: string): RegExp {
  const parts = promise.trimEnd().split(/(…\n?|\d{4}-\d\d-\d\d(?: \d\d:\d\d)?)/);
  const source = parts.map((part, i) => {
    if (i % 2 === 0) return part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
    return part.startsWith('…') ? '[^]*' : part.replace(/\d/g, '\\d');
  });
  return new RegExp(`^${source.join('')}`, 'm');
}

describe('the seven steps of the README', () => {
  let restaurant: Restaurant;
  let said: string[];

  before(async () => {
    restaurant = await openRestaurant();
    said = await walk(restaurant);
  });
  after(() => restaurant.close());

  it('are seven blocks of commands, and six of what they say', () => {
    assert.deepEqual([commands.length, promised.length, said.length], [7, 6, 6]);
  });

  it('say what the README shows, each of them', () => {
    for (const [i, promise] of promised.entries())
      assert.match(said[i] as string, pattern(promise));
  });

  it('are refused by nobody', () => {
    for (const code of Object.keys(ERRORS)) assert.ok(!said.join('').includes(code), code);
  });

  it('1, 2: log Ada in and find the dishes on the menu', () => {
    assert.match(said[0] as string, /"name":"Ada Whitcombe"/);
    assert.match(said[1] as string, /"id":9,"name":"Juniper burger".*"reg_price":15.5$/m);
  });

  it('3, 4: make order number 1, and cost what they say to the cent', () => {
    const totals = [
      ...said
        .slice(2, 4)
        .join('')
        .matchAll(/"order_number":1 .*"total":([\d.]+)$/gm),
    ];
    assert.deepEqual(
      totals.map(([, total]) => Number(total)),
      [53.16, 62.88, 42.9],
    );
  });

  it('5: give change, hang a ticket in the kitchen and put a receipt on paper', () => {
    const [, , , , closed = ''] = said;
    assert.match(closed, /^"change_due":7\.1$/m);
    assert.match(closed, /^\{"tickets":\[\{"id":1,"order_id":1,"order_number":1,.*Crème brûlée/m);
    assert.match(closed, /^ +Order 1 /m);
    assert.match(closed, /^Total +\$42\.90/m);
    assert.match(closed, /^Change +\$7\.10$/m);
  });

  it('6: are in the report of the day', () => {
    const report = JSON.parse(said[5] as string) as Record<string, number>;
    assert.deepEqual(
      [report.orders_count, report.cash_sales, report.tax_collected, report.total_sales_net],
      [1, 42.9, 3.4, 39.5],
    );
  });

  it('7: look for what discovery advertises (that it is found, its own test shows)', () => {
    assert.equal(commands[6], 'avahi-browse -rt _pos._tcp\n');
    assert.ok(existsSync(join(ROOT, 'test/discovery/on-the-network.test.ts')));
  });
});

describe('the variables that the system reads', () => {
  const names = (file: string, each: RegExp): string[] => {
    const found = readFileSync(join(ROOT, file), 'utf8').matchAll(each);
    return [...new Set([...found].map(([, name = '']) => name))].sort();
  };
  const variables = names('shared/config.ts', /^ {4}([A-Z][A-Z_]+): /gm);

  it('all stand in the README, and no other', () => {
    assert.deepEqual(names('README.md', /^\| `([A-Z][A-Z_]+)` \|/gm), variables);
  });

  it('all stand in .env.example, and no other', () => {
    assert.deepEqual(names('.env.example', /^#?([A-Z][A-Z_]+)=/gm), variables);
  });
});

describe('the commands that the README names', () => {
  it('are in package.json', () => {
    const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>;
    };
    for (const [, name = ''] of README.matchAll(/`npm run ([\w:]+)`/g))
      assert.ok(scripts[name], name);
  });
});
