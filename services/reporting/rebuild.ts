import { PosError } from '#shared/errors.ts';
import type { Follower } from '#shared/follow.ts';

/** What is on its way, and what a busy Pi folds a moment later; then the day closes anyway. */
const CATCH_UP_MS = 3_000;

export interface Rebuild {
  /** Folds every journal anew; REPORTS_REBUILDING while it is at it. */
  run(): Promise<{ entries: number }>;
  isRunning(): boolean;
  progress(): { source: string | null; entries: number };
  /** Resolves when all that was announced until now has taken effect, but for who is away. */
  caughtUp(): Promise<void>;
}

/** The followers from outside: how far they are, and all of it once more. */
export function openRebuild(followers: readonly Follower[], changed: () => void): Rebuild {
  let source: string | null = null;
  let entries = 0;

  return {
    isRunning: () => source !== null,
    progress: () => ({ source, entries }),
    async run() {
      if (source !== null) throw new PosError('REPORTS_REBUILDING');
      entries = 0;
      try {
        for (const follower of followers) {
          source = follower.source;
          await follower.refold((more) => void (entries += more));
        }
        return { entries };
      } finally {
        source = null;
        changed();
      }
    },
    async caughtUp() {
      const silent = () => undefined; // away: what it still says comes late
      await Promise.all(followers.map((one) => one.caughtUp(CATCH_UP_MS).catch(silent)));
    },
  };
}
