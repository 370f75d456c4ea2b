import type { Call } from '#shared/answer.ts';
import { type Handlers, refused } from '#shared/contracts/contract.ts';
import type { Session } from '#shared/contracts/person.ts';
import type { staff } from '#shared/contracts/staff.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Office } from './office.ts';
import type { Member } from './person.ts';
import { hashToken, newToken } from './pin.ts';
import { isRefused } from './pin-check.ts';
import { expiryOf, idleUntil, isLive } from './session.ts';

const DEFAULT_TILL = 'main';

type Door = Pick<
  Handlers<typeof staff, Call>,
  | 'set_up'
  | 'setup_status'
  | 'login'
  | 'logout'
  | 'get_session'
  | 'change_pin'
  | 'check_session'
  | 'session_active'
  | 'verify_admin_pin'
  | 'note_deed'
>;

/** Who is asking: PINs, sessions, and the very first admin. */
export function doorHandlers(office: Office): Door {
  const { people, sessions, pins } = office;

  function live(tokenHash: string | undefined, at: string) {
    const row = sessions.find(tokenHash ?? '');
    const terms = office.terms();
    const person = row && isLive(row, at, terms) ? people.find(row.staff_id) : undefined;
    if (!row || !person?.available) throw new PosError('UNAUTHENTICATED');
    const { till, expires_at } = row;
    return { staff: person, till, expires_at, idle_until: idleUntil(row.active_at, terms) };
  }

  function begin(person: Member, till: string, at: string) {
    const token = newToken();
    const token_hash = hashToken(token);
    const terms = office.terms();
    const expires_at = expiryOf(at, terms);
    sessions.add({ token_hash, staff_id: person.id, till, started_at: at, expires_at });
    const session: Session = { staff: person, till, expires_at, idle_until: idleUntil(at, terms) };
    const actor = { staff_id: person.id, till };
    office.announce('session_started', { ...session, token_hash }, { actor, at });
    return { token, expires_at, staff: person };
  }

  return {
    set_up({ store, admin: { name, pin } }, { caller, at }) {
      if (people.adminCount() > 0) throw new PosError('ALREADY_SET_UP');
      office.refuseWeak(pin, 'admin.pin');
      const first = { name, pin_hash: office.hash(pin), isAdmin: true, available: true };
      const admin = people.add({ ...first, hourly_rate: 0 as Member['hourly_rate'] });
      const till = caller.till ?? DEFAULT_TILL;
      const actor = { staff_id: admin.id, till };
      office.announce('staff_saved', admin, { actor, at });
      office.announce('store_set_up', store, { actor, at });
      return begin(admin, till, at);
    },

    setup_status: () => ({ setup_required: people.adminCount() === 0 }),

    login({ pin, till }, call) {
      const person = pins.whose(pin, call);
      if (isRefused(person)) return person;
      return begin(person, till ?? call.caller.till ?? DEFAULT_TILL, call.at);
    },

    logout(_, call) {
      const token_hash = call.caller.token_hash as string;
      const { staff: person } = live(token_hash, call.at);
      sessions.end(token_hash, call.at);
      office.announce('session_ended', { token_hash, staff_id: person.id }, call);
      return { ended: true };
    },

    get_session: (_, { caller, at }) => live(caller.token_hash, at),

    change_pin({ current_pin, new_pin }, call) {
      const { staff_id, token_hash } = call.caller;
      const person = pins.whose(current_pin, call, ({ id }) => id === staff_id);
      if (isRefused(person)) return person;
      office.refuseWeak(new_pin, 'new_pin');
      const pin_hash = office.hash(new_pin);
      const holder = people.findByPin(pin_hash);
      if (holder && holder.id !== person.id) {
        pins.count(call);
        return refused('PIN_TAKEN', wrongField('PIN_TAKEN', 'new_pin').info);
      }
      people.setPin(person.id, pin_hash);
      office.announce('pin_changed', { staff_id: person.id }, call);
      office.endSessions(person.id, call, token_hash);
      return { changed: true };
    },

    check_session: ({ token_hash }, { at }) => live(token_hash, at),

    session_active({ token_hash }, { at }) {
      live(token_hash, at);
      sessions.used(token_hash, at);
      return { idle_until: live(token_hash, at).idle_until };
    },

    note_deed({ deed, subject }, call) {
      office.announce('machine_tended', { deed, subject }, call);
      return { deed };
    },

    verify_admin_pin({ pin }, call) {
      const admin = pins.whose(pin, call, ({ isAdmin }) => isAdmin);
      if (isRefused(admin)) return admin;
      const { staff_id } = call.caller;
      if (staff_id === undefined) throw new PosError('INVALID_PIN');
      office.announce('admin_pin_used', { staff_id, approved_by: admin.id }, call);
      return { staff_id: admin.id };
    },
  };
}
