import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { ROOT } from '../support/sources.ts';

const DEPLOY = join(ROOT, 'deploy');
const SCRIPTS = readdirSync(DEPLOY).filter((name) => name.endsWith('.sh'));
const without = (tool: string, debian: string) =>
  spawnSync('sh', ['-c', `command -v ${tool}`]).status === 0
    ? false
    : `needs ${tool} (package ${debian})`;
const run = (command: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd: ROOT, encoding: 'utf8' });
  return { code: status, said: stdout + stderr };
};

describe('the shell scripts', () => {
  it('have nothing that shellcheck finds', { skip: without('shellcheck', 'shellcheck') }, () => {
    const all = [...SCRIPTS, 'files/pos'].map((name) => `deploy/${name}`);
    assert.ok(all.length > 5);
    const { code, said } = run('shellcheck', '-x', ...all);
    assert.equal(code, 0, said);
  });

  it('are at most 250 lines, of at most 110 columns', () => {
    for (const name of SCRIPTS) {
      const lines = readFileSync(join(DEPLOY, name), 'utf8').split('\n');
      assert.ok(lines.length <= 250, `${name}: ${lines.length}`);
      for (const line of lines) assert.ok(line.length <= 110, `${name}: ${line}`);
    }
  });
});

describe('the units', () => {
  let dir: string;
  let service: string;
  const others = ['media-usbdrive.mount', 'pos-eject.path', 'pos-eject.service'];
  before(() => {
    dir = mkdtempSync(join(tmpdir(), 'pos-'));
    service = join(dir, 'pos-backend.service');
    const fill = (name: string) =>
      readFileSync(join(DEPLOY, 'files', name), 'utf8')
        .replaceAll('@MOUNT_UNIT@', 'media-usbdrive.mount')
        .replaceAll('@MOUNT@', '/media/usbdrive')
        .replaceAll('@UUID@', '8f0d3f5e-4a7b-4b52-9f0e-1c2d3e4f5a6b')
        .replaceAll('@DEVICE@', 'dev-disk-by\\x2duuid-8f0d3f5e')
        .replaceAll('/opt/pos/current', ROOT); // what it starts has to be there
    writeFileSync(service, fill('pos-backend.service'));
    for (const unit of others) {
      writeFileSync(join(dir, unit), fill(unit.replace(/^.*\.mount$/, 'stick.mount')));
    }
  });
  after(() => rmSync(dir, { recursive: true }));
  const skip = without('systemd-analyze', 'systemd');

  it('are understood by systemd, to the last line', { skip }, () => {
    const units = [service, ...others.map((unit) => join(dir, unit))];
    const { code, said } = run('systemd-analyze', 'verify', '--man=no', ...units);
    const ours = said.split('\n').filter((line) => /pos-|usbdrive/.test(line));
    assert.deepEqual(ours, []);
    assert.equal(code, 0, said);
  });

  it('leave little of the machine to whoever gets into the system', { skip }, () => {
    const { said } = run('systemd-analyze', 'security', '--offline=true', service);
    const [, exposure = 'none'] = /Overall exposure level for \S+: ([\d.]+)/.exec(said) ?? [];
    assert.ok(Number(exposure) <= 3, said);
  });

  it('start it again for ever, and without the stick too', () => {
    const unit = readFileSync(service, 'utf8');
    assert.match(unit, /^Restart=always$/m);
    assert.match(unit, /^StartLimitIntervalSec=0$/m);
    assert.match(unit, /^Wants=media-usbdrive\.mount pos-eject\.path$/m);
    assert.doesNotMatch(unit, /^(Requires|RequiresMountsFor|BindsTo|Assert\w+)=/m);
  });
});

describe('the rotation of the log', () => {
  const skip =
    without('logrotate', 'logrotate') ||
    (process.getuid?.() === 0 ? false : 'needs root: logrotate trusts only files of root');

  it('leaves the file to whoever writes it, and keeps what was in it', { skip }, () => {
    const dir = mkdtempSync(join(tmpdir(), 'pos-'));
    try {
      const log = join(dir, 'pos_backend.log');
      writeFileSync(log, 'of yesterday\n');
      const rules = readFileSync(join(DEPLOY, 'files/logrotate'), 'utf8');
      const config = join(dir, 'logrotate');
      writeFileSync(config, rules.replace('/var/log/pos_backend.log', log));
      const state = join(dir, 'status');
      const { code, said } = run('logrotate', '--force', '--state', state, config);
      assert.equal(code, 0, said);
      assert.equal(readFileSync(log, 'utf8'), '');
      assert.equal(readFileSync(`${log}.1`, 'utf8'), 'of yesterday\n');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('a running system', () => {
  /** What systemctl is told after this has been written, in a root of its own. */
  const toldAfter = (write: string) => {
    const root = mkdtempSync(join(tmpdir(), 'pos-'));
    const given = `. ${DEPLOY}/hands.sh; systemctl() { echo "systemctl $*"; }`;
    try {
      const { said } = run('env', `ROOT=${root}`, 'bash', '-euc', `${given}; ${write}; set_going`);
      return said.match(/^systemctl .*/gm);
    } finally {
      rmSync(root, { recursive: true });
    }
  };

  it('is begun anew where what it began with has changed, and else left alone', () => {
    const active = 'systemctl is-active -q pos-backend.service';
    assert.deepEqual(toldAfter('echo | file /pos 755 root:root'), [active]);
    const anew = 'systemctl restart pos-backend.service';
    assert.deepEqual(toldAfter('echo | read_at_start /env 640 root:pos'), [active, anew]);
  });
});
