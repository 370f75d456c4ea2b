import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { bundleWhenMissing } from '../../deploy/bundle-packages.ts';
import { PACKAGES } from '../../deploy/packages.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** Tells which files a package was loaded from. */
const TELL = `
  import { registerHooks } from 'node:module';
  const files = [];
  registerHooks({
    load: (url, context, next) => (url.startsWith('file:') && files.push(url), next(url, context)),
  });
  await import(process.argv[1]);
  console.log(JSON.stringify(files));
`;

/** A folder with the preload and the packages, but not what was made of them. */
function houseWithoutBundles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pos-'));
  mkdirSync(join(folder, 'deploy'));
  mkdirSync(join(folder, 'node_modules'));
  for (const file of ['from-bundles.ts', 'packages.ts']) {
    cpSync(join(ROOT, 'deploy', file), join(folder, 'deploy', file));
  }
  for (const name of PACKAGES) {
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
  }
  return folder;
}

function filesOf(name: string, cwd: string): string[] {
  const args = ['--import=./deploy/from-bundles.ts', '--input-type=module', '-e', TELL, name];
  return JSON.parse(execFileSync(process.execPath, args, { cwd, encoding: 'utf8' })) as string[];
}

describe('a package of many files', () => {
  let without: string;
  before(() => {
    bundleWhenMissing();
    without = houseWithoutBundles();
  });
  after(() => rmSync(without, { recursive: true }));

  for (const name of PACKAGES) {
    it(`is loaded from its bundle: ${name}`, () => {
      const files = filesOf(name, ROOT);
      assert.ok(files.length < 5, files.join('\n'));
      assert.ok(files.every((file) => file.includes('/node_modules/.cache/')));
    });

    it(`is loaded as it is where none was made: ${name}`, () => {
      assert.ok(filesOf(name, without).some((file) => file.includes(`/node_modules/${name}/`)));
    });
  }
});
