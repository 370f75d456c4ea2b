import type { Alarms } from '#shared/alarms.ts';
import type { Call } from '#shared/answer.ts';
import type { Bus } from '#shared/bus.ts';
import type { EventName, Payload } from '#shared/contracts/contract.ts';
import { staff } from '#shared/contracts/staff.ts';
import type { Database } from '#shared/database.ts';
import { wrongField } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import { hashPin } from './pin.ts';
import { openPinCheck } from './pin-check.ts';
import { openSessionStore } from './session-store.ts';
import { openShiftStore } from './shift-store.ts';
import { openStore } from './store.ts';
import { openTermsStore } from './terms-store.ts';
import { openThrottleStore } from './throttle-store.ts';
import { isWeak } from './weak-pin.ts';

interface On {
  bus: Bus;
  database: Database;
  journal: Journal<typeof staff>;
  alarms: Alarms;
}

export type Office = ReturnType<typeof openOffice>;

/** What the handlers work with: stores, PINs, announcements, and the board of who is working. */
export function openOffice(on: On, pepper: Buffer, timezone: string) {
  const { bus, database, journal } = on;
  const { connection } = database;
  const people = openStore(connection);
  const sessions = openSessionStore(connection);
  const shifts = openShiftStore(connection);
  const heard = openTermsStore(connection);
  const pins = openPinCheck(on, people, openThrottleStore(connection), pepper);

  function showWorking(): void {
    const list = shifts.running().map(({ staff_id, clock_in, breaks }) => {
      const { break_start = null } = breaks.find((one) => one.break_end === null) ?? {};
      const name = people.find(staff_id)?.name ?? '';
      return { staff_id, name, clock_in, is_on_break: break_start !== null, break_start };
    });
    bus.show(staff.shows.working, {}, { staff: list });
  }
  bus.ownShows([staff.shows.working]);
  showWorking();

  return {
    people,
    sessions,
    shifts,
    pins,
    sales: heard.sales,
    terms: () => heard.terms(timezone),
    hash: (pin: string) => hashPin(pepper, pin),
    /** In a transaction: into the journal, in the name of who did it. */
    announce<E extends EventName<typeof staff>>(
      type: E,
      payload: Payload<typeof staff, E>,
      { actor, at }: Pick<Call, 'actor' | 'at'>,
    ): void {
      journal.announce(type, payload, actor, at);
    },
    /** In a transaction: screens see who is working once it is certain. */
    showWorking: () => database.afterCommit(showWorking),
    /** WEAK_PIN, naming the field. */
    refuseWeak(pin: string, field: string): void {
      if (isWeak(pin)) throw wrongField('WEAK_PIN', field);
    },
    /** In a transaction: ends a person's sessions, but for one, at once and everywhere. */
    endSessions(staff_id: number, call: Call, except?: string): void {
      for (const token_hash of sessions.openOf(staff_id, call.at)) {
        if (token_hash === except) continue;
        sessions.end(token_hash, call.at);
        this.announce('session_ended', { token_hash, staff_id }, call);
      }
    },
  };
}
