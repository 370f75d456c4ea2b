import type { Alarms } from '#shared/alarms.ts';
import type { Connection } from '#shared/storage.ts';
import type { Log } from '#shared/log.ts';
import { openChecks } from './check-store.ts';
import { brokenOf, drawerIdentities, identitiesOf } from './identity.ts';

/** Looks at what was just folded: whether it adds up, and what screens should see. */
export interface Watch {
  /** The figures of a day are others; without one, only what is true now. */
  touched(day?: string): void;
  /** A drawer was counted. */
  counted(session_id: number): void;
}

/** A break is an alarm with its numbers; it goes when the figures agree again. */
export function openWatch(
  connection: Connection,
  alarms: Alarms,
  log: Log,
  changed: () => void,
): Watch {
  const checks = openChecks(connection);
  const days = new Set<string>();
  const drawers = new Set<number>();
  let planned = false;

  /** After the commit of what is being folded: once for all of it. */
  function plan(): void {
    if (planned) return;
    planned = true;
    setImmediate(look);
  }

  function look(): void {
    planned = false;
    for (const day of days) {
      const found = checks.day(day);
      const broken = found && brokenOf(day, identitiesOf(found.sums, found.checks));
      say(`unbalanced_${day}`, broken);
    }
    for (const id of drawers) {
      const drawer = checks.drawer(id);
      say(`drawer_${id}`, drawer && brokenOf(`drawer ${id}`, drawerIdentities(drawer)));
    }
    days.clear();
    drawers.clear();
    changed();
  }

  function say(name: string, broken: string | undefined): void {
    const told = broken ? alarms.raise(name, broken) : alarms.clear(name);
    told.catch((error: unknown) => log.error({ err: error, name }, 'an alarm could not be kept'));
  }

  return {
    touched(day) {
      if (day !== undefined) days.add(day);
      plan();
    },
    counted(session_id) {
      drawers.add(session_id);
      plan();
    },
  };
}
