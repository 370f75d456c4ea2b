import { hash as digest } from 'node:crypto';
import type { Asker } from '#shared/ask.ts';
import type { Bus } from '#shared/bus.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { type Person, type Session, staff } from '#shared/contracts/staff.ts';
import { PosError } from '#shared/errors.ts';

/** A session that is good, and what it is known by. */
export interface Found {
  session: Session;
  token_hash: string;
}

/** Finds a session by its token; undefined: it is not good. Rejects while nobody can tell. */
export type FindSession = (token: string) => Promise<Found | undefined>;

export interface Sessions {
  /**
   * The session of a token; undefined when it is none. Known ones cost no question; while staff
   * is away an unknown one is SERVICE_UNAVAILABLE, never "not logged in". Being looked for keeps a
   * session from idling.
   */
  find: FindSession;
}

/** How long a question about an unknown token waits: staff restarts within a second. */
const PATIENCE_MS = 5_000;
/** That a session is in use is told this seldom: a write on the stick each time. */
const REPORT_EVERY_MS = 10 * 60_000;

/**
 * The sessions that are good, in memory, kept true by staff's announcements. A gap in them
 * forgets everything: what is unknown is asked. `ended` hears of each session that is over.
 */
export function openSessions(bus: Bus, asker: Asker, ended: (tokenHash: string) => void): Sessions {
  const known = new Map<string, Session>();
  /** When staff was last told that a session is in use. */
  const reported = new Map<string, number>();
  let last = '';

  function end(tokenHash: string): void {
    known.delete(tokenHash);
    reported.delete(tokenHash);
    ended(tokenHash);
  }

  /** Something was missed: whoever is known is asked about again, a screen by coming back. */
  function doubtAll(): void {
    for (const tokenHash of known.keys()) end(tokenHash);
  }

  /** Most are left alone, not logged out: nobody would ever ask for those again. */
  function forgetExpired(): void {
    const now = new Date().toISOString();
    for (const [tokenHash, { expires_at }] of known) if (expires_at <= now) end(tokenHash);
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
      forgetExpired();
      const { token_hash, ...session } = body as Session & { token_hash: string };
      known.set(token_hash, session);
      reported.set(token_hash, Date.now());
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

  /** Tells staff, in passing, that a session is in use; what it answers moves the idle time on. */
  function report(token_hash: string): void {
    const before = reported.get(token_hash) ?? 0;
    if (Math.abs(Date.now() - before) < REPORT_EVERY_MS) return;
    reported.set(token_hash, Date.now());
    asker.ask(staff, 'session_active', { token_hash }, { patience_ms: PATIENCE_MS }).then(
      ({ idle_until }) => {
        const session = known.get(token_hash);
        if (session) known.set(token_hash, { ...session, idle_until });
      },
      () => reported.delete(token_hash), // the next use tells it
    );
  }

  return {
    async find(token) {
      const token_hash = digest('sha256', token, 'hex');
      const now = new Date().toISOString();
      let session = known.get(token_hash);
      if (session && (session.idle_until ?? now) < now) session = undefined; // staff knows better
      session ??= await ask(token_hash);
      if (session && session.expires_at > now) {
        report(token_hash);
        return { session, token_hash };
      }
      if (known.has(token_hash)) end(token_hash);
      return undefined;
    },
  };
}
