import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Heard, healthOf } from '../../services/gateway/health.ts';

const NAMES = ['orders', 'staff', 'reporting'];
const NOW = { at: '2026-11-23T18:00:10.000Z', now_ms: 50_000 };
type State = Heard['status']['state'];

/** What was heard: each service's state, and how long ago. */
function heard(states: Record<string, State>, ago_ms: Record<string, number> = {}) {
  const entries = Object.entries(states).map(([name, state]): [string, Heard] => [
    name,
    {
      status: { state, started_at: '2026-11-23T18:00:00.000Z' },
      heard_at_ms: NOW.now_ms - (ago_ms[name] ?? 500),
    },
  ]);
  return new Map(entries);
}
const ALL = { orders: 'ready', staff: 'ready', reporting: 'ready' } as const;

describe('the house is', () => {
  const table: [string, Record<string, State>, Record<string, number>, number, string][] = [
    ['healthy when all are ready', ALL, {}, 0, 'healthy'],
    ['degraded when something is alarmed', ALL, {}, 1, 'degraded'],
    ['degraded when a service is away', { ...ALL, reporting: 'offline' }, {}, 0, 'degraded'],
    ['degraded when one was never heard', { orders: 'ready', staff: 'ready' }, {}, 0, 'degraded'],
    ['degraded while one starts', { ...ALL, reporting: 'starting' }, {}, 0, 'degraded'],
    ['degraded when one falls silent', ALL, { reporting: 3_501 }, 0, 'degraded'],
    ['healthy when one speaks late', ALL, { reporting: 3_500 }, 0, 'healthy'],
    ['unhealthy without orders', { ...ALL, orders: 'starting' }, {}, 0, 'unhealthy'],
    ['unhealthy without staff', { ...ALL, staff: 'offline' }, {}, 0, 'unhealthy'],
    ['unhealthy when orders falls silent', ALL, { orders: 60_000 }, 0, 'unhealthy'],
    ['unhealthy before anything was heard', {}, {}, 0, 'unhealthy'],
  ];
  for (const [sentence, states, ago_ms, alarms, expected] of table) {
    it(sentence, () => {
      assert.equal(healthOf(NAMES, heard(states, ago_ms), alarms, NOW).status, expected);
    });
  }
});

describe('of each service it is told', () => {
  it('what it is doing, since how many seconds', () => {
    const { services, timestamp } = healthOf(NAMES, heard(ALL), 0, NOW);
    assert.deepEqual(services.orders, { status: 'ready', uptime: 10, problem: undefined });
    assert.equal(timestamp, NOW.at);
    assert.deepEqual(Object.keys(services), NAMES);
  });

  it('no less than 0 seconds, when the clock was set back', () => {
    const at = '2026-11-23T17:00:00.000Z';
    assert.equal(healthOf(NAMES, heard(ALL), 0, { ...NOW, at }).services.orders?.uptime, 0);
  });

  it('that it is offline when it is silent, whatever it said last', () => {
    const { services } = healthOf(NAMES, heard(ALL, { staff: 4_000 }), 0, NOW);
    assert.deepEqual(services.staff, { status: 'offline', uptime: null });
  });

  it('what is wrong, and that the storage is missing', () => {
    const all = heard({ ...ALL, orders: 'waiting_for_storage' });
    (all.get('orders') as Heard).status.problem = 'Nothing is mounted at /media/usbdrive.';
    const { services, storage } = healthOf(NAMES, all, 0, NOW);
    assert.equal(services.orders?.problem, 'Nothing is mounted at /media/usbdrive.');
    assert.deepEqual(storage, { status: 'missing' });
    assert.deepEqual(healthOf(NAMES, heard(ALL), 0, NOW).storage, { status: 'ok' });
  });

  it('nothing of one that is not among ours', () => {
    const { services } = healthOf(NAMES, heard({ ...ALL, observer: 'ready' }), 0, NOW);
    assert.equal(services.observer, undefined);
  });
});
