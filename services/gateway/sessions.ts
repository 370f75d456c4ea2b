import { hash as digest } from 'node:crypto';
import type { Asker } from '#shared/ask.ts';
import type { Bus } from '#shared/bus.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { type Person, type Session, staff } from '#shared/contracts/staff.ts';
import { PosError } from '#shared/errors.ts';

export interface Sessions {
  /**
   * The session of a token; undefined when it is none. Known ones cost no question; while staff
   * is away an unknown one is SERVICE_UNAVAILABLE, never "not logged in".
   */
  find(token: string): Promise<{ session: Session; token_hash: string } | undefined>;
}

/** How long a question about an unknown token waits: staff restarts within a second. */
const PATIENCE_MS = 5_000;

/**
 * The sessions that are good, in memory, kept true by staff's announcements. A gap in them
 * forgets everything: what is unknown is asked. `ended` hears of each session that is over.
 */
export function openSessions(bus: Bus, asker: Asker, ended: (tokenHash: string) => void): Sessions {
  const known = new Map<string, Session>();
  let last = '';

  function end(tokenHash: string): void {
    known.delete(tokenHash);
    ended(tokenHash);
  }

  /** Something was missed: whoever is known is asked about again, a screen by coming back. */
  function doubtAll(): void {
    for (const tokenHash of known.keys()) end(tokenHash);
  }

  function personChanged(person: Person): void {
    for (const [tokenHash, session] of known) {
      if (session.staff.id !== person.id) continue;
      if (person.available) known.set(tokenHash, { ...session, staff: person });
      else end(tokenHash);
    }
  }

  bus.subscribe('pos/staff/did/+', (message) => {
    const { type, body, prev_hash, hash } = JSON.parse(message) as Entry & { body: never };
    if (last && prev_hash !== last) doubtAll();
    last = hash;
    if (type === 'session_started') {
      const { token_hash, ...session } = body as Session & { token_hash: string };
      known.set(token_hash, session);
    }
    if (type === 'session_ended') end((body as { token_hash: string }).token_hash);
    if (type === 'staff_saved') personChanged(body as Person);
  });
  bus.onStatus('staff', ({ state, head_hash }) => {
    if (state !== 'ready' || head_hash === last) return;
    if (last) doubtAll();
    last = head_hash;
  });

  async function ask(token_hash: string): Promise<Session | undefined> {
    try {
      const session = await asker.ask(
        staff,
        'check_session',
        { token_hash },
        { patience_ms: PATIENCE_MS },
      );
      known.set(token_hash, session);
      return session;
    } catch (error) {
      if (error instanceof PosError && error.code === 'UNAUTHENTICATED') return undefined;
      throw error;
    }
  }

  return {
    async find(token) {
      const token_hash = digest('sha256', token, 'hex');
      const session = known.get(token_hash) ?? (await ask(token_hash));
      if (!session) return undefined;
      if (session.expires_at > new Date().toISOString()) return { session, token_hash };
      end(token_hash);
      return undefined;
    },
  };
}
