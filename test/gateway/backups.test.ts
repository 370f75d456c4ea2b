import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readBackup } from '#shared/backups.ts';
import { makeBackup } from '../../deploy/backup/make.ts';
import { isDue, lateness } from '../../services/gateway/backup-age.ts';
import { holdLock } from '#shared/storage.ts';
import { type Front, openFront } from '../support/front.ts';
import { openTill, type Till } from '../support/till.ts';
import { until } from '../support/until.ts';

interface Problem {
  code?: string;
}
interface Told extends Problem {
  id: string;
  status: string;
  problem: string | null;
  files: { service: string; seq: number }[];
}
interface List extends Problem {
  backups: Told[];
  running: boolean;
  problem: string | null;
}

const MINUTE_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'pos-backups-'));
let front: Front;
let till: Till;
let ada: string;
before(async () => {
  front = await openFront(['catalog', 'staff', 'orders'], {
    POS_BACKUP_DIR: folder,
  });
  till = await openTill(front.house);
  ada = await front.login();
});
after(async () => {
  await front.close();
  rmSync(folder, { recursive: true });
});

const ask = <T>(method: string, path: string, token = ada) =>
  front.call<T>(method, `/system/backups${path}`, { token });
const list = async () => (await ask<List>('GET', '')).body;
const atRest = () => until('none is made or verified', async () => !(await list()).running);

describe('a backup over HTTP', { timeout: 300_000 }, () => {
  it('is for admins only', async () => {
    const ben = await front.login('1357');
    for (const [method, path] of [
      ['GET', ''],
      ['POST', ''],
      ['GET', '/20261128T044500120Z'],
    ]) {
      assert.equal((await ask(method as string, path as string, ben)).status, 403);
    }
    assert.deepEqual(readdirSync(folder), []);
  });

  it('is begun, made while orders are taken, and proven', async () => {
    assert.deepEqual(await list(), { backups: [], running: false, problem: null });
    const begun = await ask<Problem>('POST', '');
    assert.equal(begun.status, 200);
    assert.deepEqual((await ask<Problem>('POST', '')).body.code, 'BACKUP_RUNNING');
    for (let i = 0; i < 10; i++) await till.pay(await till.create(['Espresso']), 50);
    await atRest();
    const { backups, problem } = await list();
    assert.equal(problem, null);
    assert.deepEqual(
      backups.map(({ status }) => status),
      ['proven'],
    );
    const { id } = backups[0] as Told;
    const { body } = await ask<Told>('GET', `/${id}`);
    assert.deepEqual(
      body.files.map(({ service }) => service),
      ['catalog', 'staff', 'orders'],
    );
    const { body: health } = await front.call<{ backups: { status: string; age: number } }>(
      'GET',
      '/health',
    );
    assert.equal(health.backups.status, 'ok');
    assert.ok(health.backups.age >= 0);
  });

  it('is verified again when asked; one that does not exist is not found', async () => {
    const { id } = (await list()).backups[0] as Told;
    const verified = await ask<Told>('POST', `/${id}/verify`);
    assert.deepEqual([verified.status, verified.body.status], [200, 'being_verified']);
    await atRest();
    assert.equal((await ask<Told>('GET', `/${id}`)).body.status, 'proven');
    assert.equal((await ask<Told>('GET', '/20261128T044500120Z')).body.code, 'BACKUP_NOT_FOUND');
    assert.equal((await ask<Told>('GET', '/..')).status, 404);
    assert.equal((await ask<Told>('GET', '/%2e%2e%2fdata')).status, 422);
  });

  it('is not made again by itself while nobody does anything', async () => {
    const made = (only: boolean) => makeBackup(folder, front.house.config, () => undefined, only);
    const first = await made(true);
    const second = await made(true);
    assert.deepEqual(second, { ...first, same_until: second.same_until });
    assert.ok((second.same_until as string) > first.made_at);
    assert.deepEqual(await readBackup(folder, first.id), second);
    await till.pay(await till.create(['Espresso']), 50);
    const third = await made(true);
    assert.ok(third.id > second.id && third.proven_at && third.same_until === null);
  });
});

describe('a backup that fails', { timeout: 300_000 }, () => {
  const alarms = async () => {
    const path = '/system/alarms';
    const { body } = await front.call<{ alarms: { id: string; detail: string }[] }>('GET', path, {
      token: ada,
    });
    return body.alarms.filter(({ id }) => id === 'gateway.backup');
  };
  it('is an alarm with the reason, until one was made', async () => {
    const lock = holdLock(join(folder, '.lock'));
    await ask('POST', '');
    await atRest();
    await until('it is an alarm', async () => (await alarms()).length === 1);
    assert.match(
      (await alarms())[0]?.detail ?? '',
      /A backup failed: .+ is being made or verified/,
    );
    assert.match((await list()).problem ?? '', /is being made or verified/);
    lock.close();
    await ask('POST', '');
    await atRest();
    await until('it is none any more', async () => (await alarms()).length === 0);
    assert.equal((await list()).problem, null);
  });
});

describe('backups are', () => {
  const now_ms = Date.parse('2026-11-28T04:00:00.000Z');
  const proven = (ago_min: number) => ({ until_ms: now_ms - ago_min * MINUTE_MS, proven_at: '' });
  it('due every quarter of an hour, also after one that failed and after a clock set back', () => {
    assert.equal(isDue(undefined, 0, now_ms), true);
    assert.equal(isDue(proven(14), 0, now_ms), false);
    assert.equal(isDue(proven(15), 0, now_ms), true);
    assert.equal(isDue(proven(90), now_ms - MINUTE_MS, now_ms), false);
    assert.equal(isDue(proven(-60), 0, now_ms), true);
  });

  it('too old after three quarters, but not for who has just begun', () => {
    assert.equal(lateness(proven(45), 0, now_ms), 'ok');
    assert.equal(lateness(proven(46), 0, now_ms), 'too_old');
    assert.equal(lateness(undefined, now_ms - MINUTE_MS, now_ms), 'ok');
    assert.equal(lateness(undefined, now_ms - 46 * MINUTE_MS, now_ms), 'too_old');
  });
});
