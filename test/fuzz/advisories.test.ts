import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { describe, it } from 'node:test';
import { promisify } from 'node:util';
import { ROOT } from '../support/sources.ts';

/** A registry that answers does so in seconds. */
const WITHIN_MS = 60_000;
interface Audit {
  vulnerabilities?: Record<string, { severity: string }>;
}

/** Whatever npm's exit code is: it says on its output what was found. */
async function audit(): Promise<Audit> {
  const asked = promisify(execFile)('npm', ['audit', '--omit=dev', '--json'], {
    cwd: ROOT,
    timeout: WITHIN_MS,
  });
  const { stdout } = await asked.catch((failed: { stdout: string }) => failed);
  try {
    return JSON.parse(stdout) as Audit;
  } catch {
    return {};
  }
}

describe('the packages that run in a restaurant', () => {
  it('have no known hole that is grave', async (test) => {
    if (!process.env.POS_FUZZ_RUNS) return test.skip('npm run test:fuzz asks the registry');
    const { vulnerabilities } = await audit();
    if (!vulnerabilities) return test.skip('no registry here tells of holes');
    const grave = Object.entries(vulnerabilities)
      .filter(([, { severity }]) => severity === 'high' || severity === 'critical')
      .map(([name]) => name);
    assert.deepEqual(grave, []);
  });
});
