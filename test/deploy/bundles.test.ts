import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { bundleWhenMissing } from '../../deploy/bundle-packages.ts';
import { PACKAGES } from '#shared/bundles.ts';

const ROOT = resolve(import.meta.dirname, '../..');
/** What it takes to load them from what was made of them. */
const LOADING = ['deploy/from-bundles.ts', 'services/payments/sdk.ts', 'shared/bundles.ts'];
/** Tells from how many files of `node_modules` a package was loaded, and from where. */
const TELL = `
  import { registerHooks } from 'node:module';
  const files = [];
  registerHooks({
    load(url, context, next) {
      if (url.includes('node_modules')) files.push(url);
      return next(url, context);
    },
  });
  const name = process.argv[1];
  if (name === 'square') await (await import('./services/payments/sdk.ts')).loadSdk();
  else await import(name);
  console.log(JSON.stringify(files));
`;

function folderWithoutBundles(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pos-'));
  for (const file of [...LOADING, 'package.json']) cpSync(join(ROOT, file), join(folder, file));
  mkdirSync(join(folder, 'node_modules'));
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
    without = folderWithoutBundles();
  });
  after(() => rmSync(without, { recursive: true }));

  for (const name of PACKAGES) {
    it(`is loaded from its bundle: ${name}`, () => {
      const files = filesOf(name, ROOT);
      assert.ok(files.length < 8, files.join('\n'));
      assert.ok(files.every((file) => file.includes('/node_modules/.cache/')));
    });

    it(`is loaded as it is where none was made: ${name}`, () => {
      assert.ok(filesOf(name, without).some((file) => file.includes(`/node_modules/${name}/`)));
    });
  }
});
