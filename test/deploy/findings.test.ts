import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Finding, tell } from '../../deploy/finding.ts';
import { readable } from '../../deploy/log-line.ts';
import {
  backupFinding,
  clockFinding,
  nodeFinding,
  restartFindings,
  runningFinding,
  secretsFinding,
} from '../../deploy/machine-findings.ts';
import { inWords } from '../../deploy/status.ts';
import { mountOptions, roomFinding } from '../../deploy/stick-findings.ts';

const grade = ({ grade: of }: Finding) => of;
const NOW_MS = Date.parse('2026-11-27T18:00:00Z');

describe('the doctor finds', () => {
  it('a Node that is too old', () => {
    assert.deepEqual(['20.20.0', '24.21.0'].map(nodeFinding).map(grade), ['wrong', 'fine']);
  });

  it('a clock that nobody has set', () => {
    assert.equal(grade(clockFinding('yes', 2026)), 'fine');
    assert.equal(grade(clockFinding(undefined, 2026)), 'fine');
    assert.equal(grade(clockFinding('no', 2026)), 'doubtful');
    assert.equal(grade(clockFinding('no', 1970)), 'wrong');
  });

  it('a stick that is full, or soon will be', () => {
    const room = (free_mb: number) => grade(roomFinding('room', '/media/usbdrive', free_mb));
    assert.deepEqual([20_000, 511, 63].map(room), ['fine', 'doubtful', 'wrong']);
  });

  it('secrets that others can read', () => {
    const state = mkdtempSync(join(tmpdir(), 'pos-'));
    try {
      assert.equal(grade(secretsFinding(state)), 'doubtful');
      mkdirSync(join(state, 'secrets'), { mode: 0o700 });
      const pepper = join(state, 'secrets/pin-pepper');
      writeFileSync(pepper, '', { mode: 0o600 });
      assert.equal(grade(secretsFinding(state)), 'fine');
      chmodSync(pepper, 0o644);
      assert.match(secretsFinding(state).says, /^Others can read .+pin-pepper\.$/);
      chmodSync(join(state, 'secrets'), 0o755);
      assert.match(secretsFinding(state).says, /secrets, .+pin-pepper\.$/);
    } finally {
      rmSync(state, { recursive: true });
    }
  });

  it('backups: none, too old, on the device of the data, or good', () => {
    const health = (status: string, age: number | null) =>
      ({ backups: { status, proven_at: age && '2026-11-28T04:00:00.000Z', age } }) as never;
    const found = (...args: Parameters<typeof backupFinding>) => backupFinding(...args)[0]?.grade;
    assert.equal(found(health('off', null)), 'fine');
    assert.equal(found(health('too_old', null)), 'wrong');
    assert.equal(found(health('too_old', 3_000)), 'wrong');
    assert.equal(found(health('ok', 60), { data: 1, backups: 2 }), 'fine');
    const [same] = backupFinding(health('ok', 60), { data: 1, backups: 1 });
    assert.equal(same?.grade, 'doubtful');
    assert.match(`${same?.says} ${same?.do}`, /made 60 s ago.+device of the data.+POS_BACKUP_DIR/);
    assert.deepEqual(backupFinding(undefined), []);
  });

  it('what was started again and again, lately', () => {
    const process_ = { name: 'orders', status: 'online', restarts: 7, since_ms: NOW_MS - 60_000 };
    const found = (more: object) => restartFindings([{ ...process_, ...more }], NOW_MS).length;
    assert.equal(found({}), 1);
    assert.equal(found({ restarts: 2 }), 0);
    assert.equal(found({ since_ms: NOW_MS - 3_600_000 }), 0); // it has run for an hour since
  });

  it('why nobody answers: it is stopped, another has the port, or the gateway is away', () => {
    const away = { port: 8000, health: undefined, taken: false, pm2: undefined };
    const says = (more: object) => runningFinding({ ...away, unit: undefined, ...more }).says;
    assert.equal(says({}), 'It does not run.');
    assert.equal(says({ unit: 'failed' }), 'pos-backend.service is failed.');
    assert.equal(says({ taken: true }), 'Port 8000 is taken by another program.');
    assert.match(says({ pm2: [] }), /the gateway does not answer/);
  });

  it('nothing wrong in what is only doubtful', () => {
    const lines: string[] = [];
    const doubtful = clockFinding('no', 2026);
    assert.equal(
      tell([nodeFinding('24.1.0'), doubtful], (line) => lines.push(line)),
      true,
    );
    assert.equal(
      tell([nodeFinding('20.1.0')], (line) => lines.push(line)),
      false,
    );
    assert.match(lines[2] ?? '', /^ +→ Connect the network/);
  });
});

describe('a mount', () => {
  const MOUNTINFO = [
    '25 1 179:2 / / rw,noatime shared:1 - ext4 /dev/mmcblk0p2 rw',
    '80 25 8:1 / /media/usbdrive rw,nosuid,noatime shared:40 - ext4 /dev/sda1 rw,errors=remount-ro',
    '90 25 8:17 / /media/usbdrive rw,nosuid shared:41 - ext4 /dev/sdb1 ro',
  ].join('\n');

  it('is read-only where the mount or its file system is; the last one there counts', () => {
    assert.ok(mountOptions(MOUNTINFO, '/media/usbdrive')?.includes('ro'));
    assert.ok(!mountOptions(MOUNTINFO, '/')?.includes('ro'));
    assert.equal(mountOptions(MOUNTINFO, '/media'), undefined);
  });
});

describe('a line of the log', () => {
  const entry = { time: '2026-11-27T18:00:00Z', level: 'fatal', service: 'orders' };

  it('is told in words, with what went wrong', () => {
    const line = JSON.stringify({ ...entry, msg: 'the storage failed', err: { message: 'EIO' } });
    const words = '2026-11-27T18:00:00Z orders        fatal the storage failed: EIO';
    assert.equal(readable(line), words);
    assert.equal(readable(line, 'orders'), words);
    assert.equal(readable(line, 'staff'), undefined);
  });

  it('may be no JSON, and is of no service then', () => {
    assert.equal(readable('Nothing is mounted.'), 'Nothing is mounted.');
    assert.equal(readable('Nothing is mounted.', 'orders'), undefined);
    assert.equal(readable('null'), 'null');
    assert.equal(readable(''), undefined);
  });
});

describe('a time', () => {
  it('is said in its two largest units', () => {
    const said = [0, 59, 60, 3_661, 90_061, 86_400].map(inWords);
    assert.deepEqual(said, ['0 s', '59 s', '1 min', '1 h 1 min', '1 d 1 h', '1 d']);
  });
});
