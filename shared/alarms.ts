import type { Bus } from './bus.ts';
import { system } from './contracts/system.ts';
import type { Database } from './database.ts';
import { PosError } from './errors.ts';
import { openAlarmRows } from './store.ts';

/** What is wrong in a service: kept in its file, shown to every screen that may see it. */
export interface Alarms {
  /** Names are the service's own: `diverged_catalog`. Raising one that stands changes its words. */
  raise(name: string, detail: string): Promise<void>;
  clear(name: string): Promise<void>;
  /** Inside a work; ALARM_NOT_FOUND. */
  acknowledge(id: string, at: string): { id: string };
}

export function openAlarms(database: Database, bus: Bus): Alarms {
  const rows = openAlarmRows(database.connection);
  const service = bus.name;

  function show(name: string): void {
    const row = rows.find(name);
    const payload = row && { ...row, id: `${service}.${name}`, service };
    bus.show(system.shows.alarm, { service, name }, payload ?? null);
  }

  bus.ownShows([system.shows.alarm], { service });
  for (const { name } of rows.all()) show(name);

  const change = (name: string, how: () => void): Promise<void> =>
    database.transact(() => {
      how();
      database.afterCommit(() => show(name));
    });

  return {
    raise: (name, detail) => change(name, () => rows.raise(name, detail, new Date().toISOString())),
    clear: (name) => (rows.find(name) ? change(name, () => rows.clear(name)) : Promise.resolve()),
    acknowledge(id, at) {
      const name = id.slice(service.length + 1);
      if (!id.startsWith(`${service}.`) || !rows.find(name)) throw new PosError('ALARM_NOT_FOUND');
      rows.acknowledge(name, at);
      database.afterCommit(() => show(name));
      return { id };
    },
  };
}
