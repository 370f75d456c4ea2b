import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, it } from 'node:test';

/** What a process that logs this writes, as parsed lines. */
function written(statement: string): Record<string, unknown>[] {
  const program = `
    import { openLog } from '#shared/log.ts';
    import { readConfig } from '#shared/config.ts';
    const log = openLog('staff', readConfig({ LOG_LEVEL: 'trace' }));
    ${statement}`;
  const out = execFileSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: new URL('../..', import.meta.url).pathname,
    encoding: 'utf8',
  });
  return out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('the log', () => {
  it('is one JSON object a line, with who says it, when, and how serious it is', () => {
    const [line] = written("log.warn({ till: 'bar' }, 'the drawer is open');");
    assert.equal(line?.service, 'staff');
    assert.equal(line?.level, 'warn');
    assert.equal(line?.msg, 'the drawer is open');
    assert.equal(line?.till, 'bar');
    assert.match(String(line?.time), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
  });

  it('blanks PINs, tokens and secrets, also inside what is logged', () => {
    const canary = 'canary-4711';
    const names = [
      'pin',
      'new_pin',
      'current_pin',
      'token',
      'token_hash',
      'authorization',
      'secret',
    ];
    const statements = names.flatMap((name) => [
      `log.info({ ${name}: '${canary}' }, 'top');`,
      `log.info({ input: { ${name}: '${canary}' } }, 'inside');`,
    ]);
    const lines = written(statements.join('\n'));
    assert.equal(lines.length, 2 * names.length);
    assert.ok(!JSON.stringify(lines).includes(canary));
  });

  it('blanks what could be the number of a card, wherever it comes from', () => {
    const [line, next] = written(`
      log.debug({ id: '4111111111111111', err: new Error('no 4111 1111 1111 1111 here') }, 'hm');
      log.info({ attempt_id: 'ab345678-4111-4111-8111-111111111111' }, 'paid');`);
    assert.doesNotMatch(JSON.stringify(line), /1111/);
    assert.equal(line?.id, '[card number]');
    assert.equal(next?.attempt_id, 'ab345678-4111-4111-8111-111111111111');
  });

  it('has what libraries say on the console, without what they quote', () => {
    const canary = 'canary-4711';
    const lines = written(`
      import { beginLife } from '#shared/process.ts';
      globalThis.setInterval = () => undefined; // it may end, with all that it wrote
      beginLife({ name: 'test', onConnect() {}, publish() {} }, log);
      console.warn('Not valid.\\n  - id: Expected list. Received "${canary}"${canary}\\n".');
      console.error('no 4111 1111 1111 1111', { token: '${canary}' }, new Error('${canary}'));
      for (const name of ['debug', 'log', 'info']) console[name]('is "${canary}"');`);
    assert.ok(!JSON.stringify(lines).includes(canary));
    assert.deepEqual(
      lines.map(({ level, msg }) => [level, msg]),
      [
        ['warn', 'Not valid.\n  - id: Expected list. Received "…".'],
        ['error', 'no [card number]'],
        ...['debug', 'info', 'info'].map((level) => [level, 'is "…"']),
      ],
    );
  });
});
