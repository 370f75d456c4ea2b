import { hash as digest } from 'node:crypto';
import type { Asker } from '#shared/ask.ts';
import type { Bus } from '#shared/bus.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Screen } from '#shared/contracts/screens.ts';
import type { Entry } from '#shared/contracts/service.ts';
import { PosError } from '#shared/errors.ts';

/** Finds a screen by its secret; undefined: nobody's. Rejects while nobody can tell. */
export type FindScreen = (secret: string) => Promise<Screen | undefined>;

export interface Devices {
  /**
   * Known ones cost no question; while print-spooler is away an unknown one is
   * SERVICE_UNAVAILABLE, never "not a screen".
   */
  find: FindScreen;
  /** The same, and tells that it has connected. */
  admit: FindScreen;
  /** One that is known. */
  byId(screen_id: string): Screen | undefined;
  /** Whether it would be found without asking anybody. */
  knows(secret: string): boolean;
}

/** How long a question about an unknown secret waits: print-spooler restarts within a second. */
const PATIENCE_MS = 5_000;
/** That a screen has connected is told this seldom: one that flaps would wear out the stick. */
const REPORT_EVERY_MS = 60_000;

const hashOf = (secret: string) => digest('sha256', secret, 'hex');

/**
 * The screens that are known, in memory, kept true by print-spooler's announcements. A gap in them
 * forgets everything: what is unknown is asked. `cut` hears of each that is another than it was.
 */
export function openDevices(bus: Bus, asker: Asker, cut: (screen_id: string) => void): Devices {
  const known = new Map<string, Screen>();
  /** When print-spooler was last told of each. */
  const reported = new Map<string, number>();
  let last = '';
  let age = 0;

  /** Whoever is asked about just now may be answered as it was: that does not count. */
  function becomes(screen_id: string, screen: Screen | undefined): void {
    age++;
    for (const [secret_hash, one] of known) {
      if (one.screen_id !== screen_id) continue;
      if (screen) known.set(secret_hash, screen);
      else known.delete(secret_hash);
    }
    reported.delete(screen_id);
    cut(screen_id);
  }

  /** Something was missed: whoever is known is asked about again, by coming back. */
  function doubtAll(): void {
    for (const { screen_id } of known.values()) becomes(screen_id, undefined);
  }

  bus.subscribe('pos/print-spooler/did/+', (message) => {
    const { type, body, prev_hash, hash } = JSON.parse(message) as Entry & { body: Screen };
    if (last && prev_hash !== last) doubtAll();
    last = hash;
    if (type === 'screen_approved') becomes(body.screen_id, body);
    if (type === 'screen_deleted') becomes(body.screen_id, undefined);
  });
  bus.onStatus('print-spooler', ({ state, head_hash }) => {
    if (state !== 'ready' || head_hash === last) return;
    if (last) doubtAll();
    last = head_hash;
  });

  async function ask(secret_hash: string): Promise<Screen | undefined> {
    const how = { patience_ms: PATIENCE_MS };
    for (;;) {
      const asked = age;
      const screen = await asker
        .ask(printSpooler, 'check_screen', { secret_hash }, how)
        .catch((error: unknown) => {
          if (error instanceof PosError && error.code === 'UNAUTHENTICATED') return undefined;
          throw error;
        });
      if (age !== asked) continue;
      if (screen) known.set(secret_hash, screen);
      return screen;
    }
  }

  function report({ screen_id }: Screen): void {
    const before = reported.get(screen_id) ?? -Infinity;
    if (performance.now() - before < REPORT_EVERY_MS) return;
    reported.set(screen_id, performance.now());
    asker
      .ask(printSpooler, 'screen_seen', { screen_id }, { patience_ms: PATIENCE_MS })
      .catch(() => reported.delete(screen_id)); // the next time it connects
  }

  async function find(secret: string): Promise<Screen | undefined> {
    const secret_hash = hashOf(secret);
    return known.get(secret_hash) ?? ask(secret_hash);
  }

  return {
    find,
    async admit(secret) {
      const screen = await find(secret);
      if (screen) report(screen);
      return screen;
    },
    byId: (screen_id) => known.values().find((screen) => screen.screen_id === screen_id),
    knows: (secret) => known.has(hashOf(secret)),
  };
}
