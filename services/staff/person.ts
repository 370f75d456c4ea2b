import type { Caller } from '#shared/ask.ts';
import type { Cents } from '#shared/contracts/money.ts';
import type { Member as Seen, Person } from '#shared/contracts/person.ts';
import { PosError } from '#shared/errors.ts';

/** A person with everything that staff knows but the PIN. */
export interface Member extends Person {
  hourly_rate: Cents;
  is_working: boolean;
  is_on_break: boolean;
}

/** A person as a caller may see them: what one earns is one's own and the admins' business. */
export function seenBy({ staff_id, isAdmin }: Caller, member: Member): Seen {
  const mayKnow = isAdmin === true || staff_id === member.id;
  return mayKnow ? member : { ...member, hourly_rate: undefined };
}

/** LAST_ADMIN, when after this change nobody could administer any more. */
export function keepAnAdmin(before: Person, after: Person, admins: number): void {
  const was = before.isAdmin && before.available;
  const is = after.isAdmin && after.available;
  if (was && !is && admins <= 1) throw new PosError('LAST_ADMIN');
}

/** Whether a change of a person ends their sessions: they may do other things now, or nothing. */
export function endsSessions(before: Person, after: Person): boolean {
  return before.isAdmin !== after.isAdmin || (before.available && !after.available);
}
