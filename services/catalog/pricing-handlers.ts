import { z } from 'zod';
import type { Call } from '#shared/answer.ts';
import { type EventPricing, eventPricing } from '#shared/contracts/menu.ts';
import { PosError } from '#shared/errors.ts';
import { activeAt, mustLast, nextSwitch } from './schedule.ts';
import type { Announce } from './shelf-handlers.ts';
import type { Store } from './store.ts';

type When = Pick<Call, 'actor' | 'at'>;
interface Wanted {
  active?: boolean | undefined;
  schedule?: EventPricing['schedule'] | undefined;
  expected_version?: number | undefined;
}

/** Event pricing: by hand until the schedule next switches, else by the schedule. */
export function openPricing(store: Store, announce: Announce) {
  const zone = () => store.settings.read().timezone;

  function write(before: EventPricing, after: EventPricing, call: When): EventPricing {
    store.eventPricing.write(after);
    const { active } = after;
    if (active !== before.active) announce('event_pricing_switched', { active }, call);
    return after;
  }

  return {
    set({ active, schedule, expected_version = 0 }: Wanted, call: When): EventPricing {
      const before = store.eventPricing.read();
      if (expected_version && expected_version !== before.version) {
        throw new PosError('VERSION_CONFLICT', { current: z.encode(eventPricing, before) });
      }
      const week = schedule ?? before.schedule;
      mustLast(week);
      const byWeek = schedule ? activeAt(week, zone(), call.at) : before.active;
      const after = {
        active: active ?? byWeek,
        schedule: week,
        next_switch_at: nextSwitch(week, zone(), call.at),
        version: before.version + 1,
      };
      announce('event_pricing_saved', after, call);
      return write(before, after, call);
    },
    /** Where the time of the next switch has come, also while we were away. */
    switchInTime(call: When): void {
      const before = store.eventPricing.read();
      const { schedule, next_switch_at } = before;
      if (next_switch_at === null || next_switch_at > call.at) return;
      const active = activeAt(schedule, zone(), call.at);
      write(
        before,
        { ...before, active, next_switch_at: nextSwitch(schedule, zone(), call.at) },
        call,
      );
    },
    /** The store's zone is another one: the week switches at other instants. */
    moveTo(timezone: string, call: When): void {
      const before = store.eventPricing.read();
      const next_switch_at = nextSwitch(before.schedule, timezone, call.at);
      write(before, { ...before, next_switch_at }, call);
    },
  };
}
