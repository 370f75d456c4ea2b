import { z } from 'zod';
import { authentication, storeTerms } from './authentication.ts';
import { contract } from './contract.ts';
import { id, instant, text } from './fields.ts';
import { hours } from './hours.ts';
import { people } from './people.ts';
import { heldSession, hourlyRate, person, shift, tokenHash, working } from './person.ts';

const punched = z.object({ shift });

export const staff = contract({
  service: 'staff',
  summary: 'People, PINs, sessions and hours',
  operations: { ...authentication, ...people, ...hours },
  events: {
    staff_saved: {
      summary: 'A person is new or changed',
      payload: person.extend({ hourly_rate: hourlyRate.optional() }),
    },
    store_set_up: {
      summary: 'A new restaurant has its first admin, and says what it is',
      payload: z.object(storeTerms.shape),
    },
    session_started: {
      summary: 'Somebody logged in',
      payload: heldSession.extend({ token_hash: tokenHash }),
    },
    session_ended: {
      summary: 'A session is over',
      payload: z.object({ token_hash: tokenHash, staff_id: id }),
    },
    pin_changed: { summary: 'A person has another PIN', payload: z.object({ staff_id: id }) },
    pin_tries_locked: {
      summary: 'After too many wrong PINs an address may not try for a while',
      payload: z.object({ address: z.string(), locked_until: instant }),
    },
    admin_pin_used: {
      summary: 'An admin let somebody else do a single thing',
      payload: z.object({ staff_id: id, approved_by: id }),
    },
    machine_tended: {
      summary: 'An admin restarted a service, or let the stick go',
      payload: z.object({ deed: text(50), subject: text(200) }),
    },
    clocked_in: { summary: 'A shift began', payload: punched },
    clocked_out: { summary: 'A shift ended', payload: punched },
    break_started: { summary: 'A break began', payload: punched },
    break_ended: { summary: 'A break ended', payload: punched },
    shift_mended: {
      summary: 'An admin mended a shift; `before` is what it was',
      payload: z.object({ shift, before: shift, reason: text(200) }),
    },
  },
  shows: {
    working: {
      summary: 'Who is clocked in, since when, and who is on a break',
      topic: 'pos/now/working',
      role: 'staff',
      payload: working,
    },
  },
});

export type { Person, Session } from './person.ts';
