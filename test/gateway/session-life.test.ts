import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { after, before, describe, it, mock } from 'node:test';
import SQLite from 'better-sqlite3';
import type { MqttClient } from 'mqtt';
import { openAsker } from '#shared/ask.ts';
import { connectBus } from '#shared/bus.ts';
import type { Session } from '#shared/contracts/staff.ts';
import { openLog } from '#shared/log.ts';
import { holdSession } from '../../services/gateway/screen-session.ts';
import { openSessions } from '../../services/gateway/sessions.ts';
import { hashOf } from '../support/desk.ts';
import { type Front, openFront } from '../support/front.ts';
import { fileOf } from '../support/till.ts';
import { until } from '../support/until.ts';

let front: Front;
let ada: string;
before(async () => {
  front = await openFront(['staff']);
  ada = await front.login('2468');
});
after(() => front.close());

const status = async (token: string) =>
  (await front.call('GET', '/auth/session', { token })).status;
const closed = (screen: MqttClient) =>
  new Promise<void>((tell) => screen.once('close', () => tell()));
/** Somebody with two sessions and a screen at each. */
async function colleague(pin: string) {
  const body = { name: `Number ${pin}`, pin };
  const { body: person } = await front.call<{ id: number }>('POST', '/staff', { token: ada, body });
  const tokens = [await front.login(pin), await front.login(pin, 'bar')] as const;
  const screens = [await front.screen(tokens[0]), await front.screen(tokens[1])] as const;
  return { id: person.id, tokens, gone: screens.map(closed), screens };
}

describe('a session with a screen', { timeout: 300_000 }, () => {
  for (const [what, pin, method, path, body] of [
    ['their role changes', '7391', 'PUT', '', { isAdmin: true }],
    ['they are deactivated', '7392', 'PUT', '', { available: false }],
    ['they are let go', '7393', 'DELETE', '', undefined],
    ['an admin gives them another PIN', '7394', 'PUT', '/pin', { new_pin: '8394' }],
  ] as const) {
    it(`ends everywhere at once when ${what}`, async () => {
      const { id, tokens, gone } = await colleague(pin);
      const { status: done } = await front.call(method, `/staff/${id}${path}`, {
        token: ada,
        body,
      });
      assert.equal(done, 200);
      await Promise.all(gone);
      assert.deepEqual([await status(tokens[0]), await status(tokens[1])], [401, 401]);
      assert.equal(await status(ada), 200);
    });
  }

  it('ends everywhere else when they change their PIN, and at the other till alone', async () => {
    const { tokens, gone, screens } = await colleague('7395');
    const body = { current_pin: '7395', new_pin: '8395' };
    const { status: done } = await front.call('PUT', '/auth/pin', { token: tokens[0], body });
    assert.equal(done, 200);
    await gone[1];
    assert.deepEqual([await status(tokens[0]), await status(tokens[1])], [200, 401]);
    assert.equal(screens[0].connected, true);
    await screens[0].endAsync();
  });
});

describe('after a restart of everything', { timeout: 300_000 }, () => {
  /** The sessions as a gateway that has just started finds them. */
  async function find(token: string) {
    const { config } = front.house;
    const bus = connectBus('another-gateway', config, openLog('gateway', config));
    const sessions = openSessions(bus, openAsker(bus), () => undefined);
    await until('it is connected', () => bus.connected);
    try {
      return await sessions.find(token);
    } finally {
      await bus.close();
    }
  }
  /** Staff ends and starts; meanwhile the session has not been used since `active_at`. */
  async function restart(token: string, active_at?: string): Promise<void> {
    await front.house.kill('staff');
    if (active_at) {
      const file = new SQLite(fileOf(front.house, 'staff'));
      const idle = file.prepare('UPDATE session SET active_at = ? WHERE token_hash = ?');
      idle.run(active_at, hashOf(token));
      file.close();
    }
    await front.house.start('staff');
  }
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3600_000).toISOString();

  it('a session is still good', async () => {
    const token = await front.login('1357', 'bar');
    await restart(token);
    const found = await find(token);
    assert.deepEqual([found?.session.till, found?.session.staff.id], ['bar', 2]);
  });

  it('one that was not used for eight hours is not, and one used since is', async () => {
    const [idle, busy] = [await front.login('1357'), await front.login('1357')];
    await restart(idle, hoursAgo(8.2));
    await restart(busy, hoursAgo(7.9));
    assert.equal(await find(idle), undefined);
    assert.ok(await find(busy));
    await until('its use is written down', async () => {
      const rows = new SQLite(fileOf(front.house, 'staff'), { readonly: true });
      const at = rows.prepare('SELECT active_at FROM session WHERE token_hash = ?').pluck();
      const active_at = at.get(hashOf(busy)) as string;
      rows.close();
      return active_at > hoursAgo(1);
    });
  });
});

describe('an open screen', { timeout: 300_000 }, () => {
  const session: Session = {
    staff: { id: 1, name: 'Ada', isAdmin: true, available: true },
    till: 'main',
    expires_at: '2999-01-01T00:00:00.000Z',
  };

  it('keeps its session from idling, and goes when that is over all the same', async () => {
    mock.timers.enable({ apis: ['setInterval', 'setTimeout'] });
    try {
      const stream = new PassThrough();
      const answers = [{ session, token_hash: 'x' }, new Error('staff is away'), undefined];
      let looked = 0;
      holdSession(stream, session, async () => {
        const answer = answers[looked++];
        if (answer instanceof Error) throw answer;
        return answer;
      });
      const settled = () => new Promise((done) => setImmediate(done));
      for (const destroyed of [false, false, true]) {
        mock.timers.tick(5 * 60_000);
        await settled();
        assert.equal(stream.destroyed, destroyed);
      }
      mock.timers.tick(60 * 60_000);
      assert.equal(looked, 3, 'a screen that went looks no more');
    } finally {
      mock.timers.reset();
    }
  });
});
