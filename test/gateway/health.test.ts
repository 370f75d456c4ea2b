import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Heard, healthOf } from '../../services/gateway/health.ts';
import { type Beginnings, heardAgain, restartProblem } from '../../services/gateway/restarts.ts';

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

describe('a service that crashes again and again', () => {
  /** Statuses of one service that began at these milliseconds, each said three times. */
  const begun = (...times: number[]) => {
    let beginnings: Beginnings | undefined;
    for (const at_ms of times) {
      for (const later of [0, 1000, 2000]) {
        beginnings = heardAgain(beginnings, new Date(at_ms).toISOString(), at_ms + later);
      }
      beginnings = heardAgain(beginnings, undefined, at_ms + 2_500); // its last will
    }
    return beginnings;
  };
  const every20s = (count: number) => Array.from({ length: count }, (_, i) => i * 20_000);
  const problem = /^It has started 6 times within five minutes: it crashes again and again\.$/;

  it('is told after the sixth start within five minutes, not before', () => {
    assert.equal(restartProblem(begun(...every20s(5)), 100_000), undefined);
    assert.match(restartProblem(begun(...every20s(6)), 100_000) ?? '', problem);
  });

  it('is forgiven when it has run for a while', () => {
    assert.equal(restartProblem(begun(...every20s(6)), 301_000), undefined);
    assert.equal(
      restartProblem(begun(0, 100_000, 400_000, 400_100, 500_000, 700_000), 700_000),
      undefined,
    );
  });

  it('leaves the house degraded, though all are ready, and offline it is told too', () => {
    const beginnings = begun(...every20s(6)) as Beginnings;
    const all = heard(ALL);
    (all.get('reporting') as Heard).beginnings = beginnings;
    const now = { ...NOW, now_ms: 102_000 };
    for (const one of all.values()) one.heard_at_ms = 102_000;
    const { status, services } = healthOf(NAMES, all, 0, now);
    assert.equal(status, 'degraded');
    assert.match(services.reporting?.problem ?? '', problem);
    (all.get('reporting') as Heard).status.state = 'offline';
    assert.match(healthOf(NAMES, all, 0, now).services.reporting?.problem ?? '', problem);
  });
});
