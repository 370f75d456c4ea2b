import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { staff } from '#shared/contracts/staff.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Office } from './office.ts';
import { endsSessions, keepAnAdmin, type Member, seenBy } from './person.ts';

type People = Pick<
  Handlers<typeof staff, Call>,
  | 'list_staff'
  | 'get_staff'
  | 'add_staff'
  | 'change_staff'
  | 'remove_staff'
  | 'set_pin'
  | 'reset_admin_pin'
>;

/** Who works here. */
export function peopleHandlers(office: Office): People {
  const { people } = office;

  function find(id: number): Member {
    const person = people.find(id);
    if (!person) throw new PosError('STAFF_NOT_FOUND');
    return person;
  }

  /** The hash of a PIN that may be given to somebody; `id` has it already, perhaps. */
  function newPin(pin: string, field: string, id?: number): string {
    office.refuseWeak(pin, field);
    const pin_hash = office.hash(pin);
    const holder = people.findByPin(pin_hash);
    if (holder && holder.id !== id) throw wrongField('PIN_TAKEN', field);
    return pin_hash;
  }

  function save(before: Member, after: Member, call: Call): Member {
    keepAnAdmin(before, after, people.adminCount());
    const saved = people.change(after);
    office.announce('staff_saved', saved, call);
    if (endsSessions(before, after)) office.endSessions(saved.id, call);
    office.showWorking();
    return saved;
  }

  /** All sessions end but the one by which it is asked. */
  function setPin(id: number, new_pin: string, call: Call) {
    people.setPin(id, newPin(new_pin, 'new_pin', id));
    office.announce('pin_changed', { staff_id: id }, call);
    office.endSessions(id, call, call.caller.token_hash);
    return { changed: true };
  }

  return {
    list_staff({ available }, { caller }) {
      const all = people.all();
      const wanted = all.filter((one) => available === undefined || one.available === available);
      return { staff: wanted.map((one) => seenBy(caller, one)) };
    },

    get_staff: ({ staff_id }, { caller }) => seenBy(caller, find(staff_id)),

    add_staff({ pin, ...newcomer }, call) {
      const person = people.add({ ...newcomer, pin_hash: newPin(pin, 'pin') });
      office.announce('staff_saved', person, call);
      return person;
    },

    change_staff({ staff_id, ...changes }, call) {
      const before = find(staff_id);
      const { name = before.name, isAdmin = before.isAdmin } = changes;
      const { available = before.available, hourly_rate = before.hourly_rate } = changes;
      return save(before, { ...before, name, isAdmin, available, hourly_rate }, call);
    },

    remove_staff({ staff_id }, call) {
      const before = find(staff_id);
      return save(before, { ...before, available: false }, call);
    },

    set_pin: ({ staff_id, new_pin }, call) => setPin(find(staff_id).id, new_pin, call),

    reset_admin_pin({ staff_id, new_pin }, call) {
      const { id, isAdmin, available } = find(staff_id);
      if (!isAdmin || !available) throw new PosError('NOT_AN_ADMIN');
      return setPin(id, new_pin, call);
    },
  };
}
