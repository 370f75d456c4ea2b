import type { Bus } from '#shared/bus.ts';
import { type Alarm, system } from '#shared/contracts/system.ts';

/**
 * An alarm of the gateway's own. It has no file, so the alarm is gone with the process: what is
 * wrong is found again by the next one.
 */
export function openOwnAlarm(bus: Bus, name: string) {
  const service = 'gateway';
  const id = `${service}.${name}`;
  let alarm: Alarm | undefined;
  const show = () => bus.show(system.shows.alarm, { service, name }, alarm ?? null);
  bus.ownShows([system.shows.alarm], { service });

  return {
    raise(detail: string): void {
      const since = alarm?.since ?? new Date().toISOString();
      alarm = { acknowledged_at: null, ...alarm, id, service, detail, since };
      show();
    },
    clear(): void {
      if (!alarm) return;
      alarm = undefined;
      show();
    },
    /** Undefined where another one is meant. */
    acknowledge(meant: string, at: string): { id: string } | undefined {
      if (!alarm || meant !== id) return undefined;
      alarm = { ...alarm, acknowledged_at: at };
      show();
      return { id };
    },
  };
}
