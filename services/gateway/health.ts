import type { Health } from '#shared/contracts/system.ts';
import { type Beginnings, restartProblem } from './restarts.ts';

/** A service that has said nothing for this long is away: it speaks each second. */
const SILENCE_MS = 3_500;

/** The last status of a service and when it came. */
export interface Heard {
  status: {
    state: Health['services'][string]['status'];
    started_at?: string;
    problem?: string;
    /** The last entry of its journal, once it is ready. */
    head?: number;
    head_hash?: string;
    pid?: number;
    behind?: number;
  };
  heard_at_ms: number;
  beginnings?: Beginnings;
}

interface Now {
  at: string;
  now_ms: number;
}

/**
 * Healthy: all are ready, nothing is alarmed, nobody crashes again and again, and where backups are
 * made the last that was proven is not too old. Unhealthy: no
 * order can be taken, because orders or staff is not ready. Degraded: anything between.
 */
export function healthOf(
  names: string[],
  heard: ReadonlyMap<string, Heard>,
  alarms: number,
  now: Now,
  backups: Health['backups']['status'] = 'off',
): Pick<Health, 'status' | 'timestamp' | 'services' | 'storage'> {
  const services = Object.fromEntries(
    names.map((name) => [name, serviceHealth(heard.get(name), now)]),
  );
  const states = Object.values(services).map(({ status }) => status);
  const canTakeOrders = services.orders?.status === 'ready' && services.staff?.status === 'ready';
  const crashing = names.some((name) => restartProblem(heard.get(name)?.beginnings, now.now_ms));
  const allGood =
    states.every((state) => state === 'ready') &&
    alarms === 0 &&
    !crashing &&
    backups !== 'too_old';
  return {
    status: allGood ? 'healthy' : canTakeOrders ? 'degraded' : 'unhealthy',
    timestamp: now.at,
    services,
    storage: { status: states.includes('waiting_for_storage') ? 'missing' : 'ok' },
  };
}

function serviceHealth(heard: Heard | undefined, now: Now): Health['services'][string] {
  const crashing = restartProblem(heard?.beginnings, now.now_ms);
  if (!heard || now.now_ms - heard.heard_at_ms > SILENCE_MS || heard.status.state === 'offline') {
    return { status: 'offline', uptime: null, ...(crashing && { problem: crashing }) };
  }
  const { state, started_at, problem = crashing } = heard.status;
  const age_ms = Date.parse(now.at) - Date.parse(started_at ?? now.at);
  return { status: state, uptime: Math.max(0, Math.floor(age_ms / 1000)), problem };
}
