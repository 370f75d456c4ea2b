import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { Person, Session, staff } from '#shared/contracts/staff.ts';
import { PosError } from '#shared/errors.ts';
import type { Journal } from '#shared/journal.ts';
import { hashPin, hashToken, newToken } from './pin.ts';
import { expiryOf, isLive } from './session.ts';
import type { Store } from './store.ts';

const DEFAULT_TILL = 'main';

export function staffHandlers(
  store: Store,
  journal: Journal<typeof staff>,
  pepper: Buffer,
): Handlers<typeof staff, Call> {
  function session(tokenHash: string | undefined, at: string): Session {
    const row = store.findSession(tokenHash ?? '');
    const person = row && isLive(row, at) ? store.find(row.staff_id) : undefined;
    if (!row || !person?.available) throw new PosError('UNAUTHENTICATED');
    return { staff: person, till: row.till, expires_at: row.expires_at };
  }

  return {
    login({ pin, ...wanted }, { caller, at }) {
      const till = wanted.till ?? caller.till ?? DEFAULT_TILL;
      const person: Person | undefined = store.findByPin(hashPin(pepper, pin));
      if (!person?.available) throw new PosError('INVALID_PIN');
      const token = newToken();
      const token_hash = hashToken(token);
      const expires_at = expiryOf(at);
      store.addSession({ token_hash, staff_id: person.id, till, started_at: at, expires_at });
      const actor = { staff_id: person.id, till };
      journal.announce(
        'session_started',
        { token_hash, staff: person, till, expires_at },
        actor,
        at,
      );
      return { token, expires_at, staff: person };
    },

    logout(_, { caller, actor, at }) {
      const { staff: person } = session(caller.token_hash, at);
      const token_hash = caller.token_hash as string;
      store.endSession(token_hash, at);
      journal.announce('session_ended', { token_hash, staff_id: person.id }, actor, at);
      return { ended: true };
    },

    get_session: (_, { caller, at }) => session(caller.token_hash, at),

    check_session: ({ token_hash }, { at }) => session(token_hash, at),
  };
}
