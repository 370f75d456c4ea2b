import assert from 'node:assert/strict';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { staff } from '#shared/contracts/staff.ts';
import { refusal } from '../support/refusal.ts';
import { openSafeHouse, type SafeHouse } from './safe-house.ts';

let safe: SafeHouse;
before(async () => {
  safe = await openSafeHouse(['staff']);
  await safe.startAll();
});
after(() => safe.house.close());

const login = (pin: string) => safe.house.asker.ask(staff, 'login', { pin });

describe('keys and pepper', { timeout: 300_000 }, () => {
  const passphrase = 'correct horse battery';
  it('go into a file that only the passphrase opens, and come back', async () => {
    const file = join(safe.folder, '../secrets.export');
    const secrets = join(safe.house.config.POS_STATE_DIR, 'secrets');
    assert.match(
      (await safe.tell('too short', 'export', file)).complained,
      /12 characters at least/,
    );
    assert.ok(!existsSync(file));
    assert.equal((await safe.tell(passphrase, 'export', file)).code, 0);
    const pepper = readFileSync(join(secrets, 'pin-pepper'));
    assert.ok(!readFileSync(file, 'utf8').includes(pepper.toString('base64')));
    await safe.backUp();
    await safe.stopAll();
    rmSync(secrets, { recursive: true });
    const lost = await safe.pos('restore', 'latest');
    assert.match(lost.said, /Its secrets are others \(.*pin-pepper.*\)/);
    const wrong = await safe.tell('another passphrase', 'restore', '--secrets', file);
    assert.equal(wrong.code, 1);
    assert.match(wrong.complained, /^The passphrase is not the right one/);
    assert.ok(!existsSync(join(secrets, 'pin-pepper')));
    const right = await safe.tell(passphrase, 'restore', '--secrets', file);
    assert.deepEqual([right.code, right.complained], [0, '']);
    assert.deepEqual(readFileSync(join(secrets, 'pin-pepper')), pepper);
    await safe.startAll();
    assert.ok((await login('2468')).token);
  });
});

describe('reset-admin-pin', { timeout: 300_000 }, () => {
  it('sets another PIN, ends the sessions, and stands in the audit', async () => {
    const { token } = await login('2468');
    assert.ok(token);
    const weak = { staff_id: 1, new_pin: '1111' };
    await refusal(safe.house.asker.ask(staff, 'reset_admin_pin', weak), 'WEAK_PIN');
    assert.ok((await login('2468')).token);
    const { code, said, complained } = await safe.tell('7391', 'reset-admin-pin');
    assert.deepEqual([code, complained], [0, ''], said);
    assert.match(said, /Ada Whitcombe/);
    await refusal(login('2468'), 'INVALID_PIN');
    assert.ok((await login('7391')).token);
    const open = 'SELECT * FROM session WHERE staff_id = 1 AND ended_at IS NULL';
    assert.equal(safe.books().rows('staff', open).length, 1);
    const [entry] = safe
      .books()
      .rows<{ actor: string; body: string }>(
        'staff',
        "SELECT actor, body FROM journal WHERE type = 'pin_changed'",
      );
    assert.match(entry?.actor ?? '', /^\{"service":"pos-\d+"\}$/);
    assert.doesNotMatch(JSON.stringify(entry), /7391/);
  });

  it('is for admins who work here only', async () => {
    assert.match(
      (await safe.tell('7392', 'reset-admin-pin', '--staff', '2')).complained,
      /^Whose\?/,
    );
    const wanted = { staff_id: 2, new_pin: '7392' };
    await refusal(safe.house.asker.ask(staff, 'reset_admin_pin', wanted), 'NOT_AN_ADMIN');
  });
});
