import type { Told } from './connection-problems.ts';
import { SquareFailure } from './outcome.ts';
import { locationOf, merchantOf, tokenStatus } from './seller.ts';
import type { Square } from './square.ts';

/** What Square said is taken for true so long: a settings page asks every few seconds. */
const KEEP_MS = 60_000;
/** The answer is there within 5 s whatever Square does; what comes later is for the next one. */
const LOOK_WITHIN_MS = 4_500;

/** What Square says of the account, asked for seldom and never waited for long. */
export function openConnectionWatch(square: Square, accepted: () => Promise<void>) {
  let told: Told | undefined;
  let told_ms = -Infinity;
  let asking: Promise<void> | undefined;
  let age = 0;

  async function ask(): Promise<void> {
    const asked = age;
    const answer = await askSquare(square);
    if (asked !== age) return; // of an account that is no longer ours
    told = answer;
    told_ms = performance.now();
    if (!answer.failure) await accepted();
  }

  return {
    /** The account has changed: nothing that was said counts any more. */
    forget(): void {
      age++;
      told = asking = undefined;
      told_ms = -Infinity;
    },
    /** Undefined when there is no account to ask about. Never throws. */
    async look(refresh: boolean): Promise<Told | undefined> {
      if (!square.isConfigured()) return undefined;
      if (!refresh && performance.now() - told_ms < KEEP_MS) return told;
      asking ??= ask()
        .catch(() => undefined) // the storage: what was told stands
        .finally(() => (asking = undefined));
      let timer: NodeJS.Timeout;
      const late = new Promise<boolean>((end) => (timer = setTimeout(end, LOOK_WITHIN_MS, true)));
      const isLate = await Promise.race([asking.then(() => false), late]);
      clearTimeout(timer!);
      return isLate ? { checked_at: now(), failure: { code: 'TIMEOUT', refused: false } } : told;
    },
  };
}

const now = () => new Date().toISOString();

/** All that Square says; a part that it does not allow is left out. */
async function askSquare({ run, account }: Square): Promise<Told> {
  const failures: SquareFailure[] = [];
  const part = async <T>(of: Promise<T>): Promise<T | undefined> => {
    try {
      return await of;
    } catch (error) {
      failures.push(
        error instanceof SquareFailure ? error : new SquareFailure('unknown', 'FAILED'),
      );
      return undefined;
    }
  };
  const place = account().location_id;
  const asked = [tokenStatus(run), locationOf(run, place), merchantOf(run)] as const;
  const [token, location, merchant] = await Promise.all([
    part(asked[0]),
    part(asked[1]),
    part(asked[2]),
  ]);
  const closed = failures.find(({ status }) => status === 401);
  // a token that cannot be asked about may be good: the location says so
  const silent = location ? undefined : failures.find(({ kind }) => kind === 'unknown');
  const failure = closed ?? silent;
  return {
    checked_at: now(),
    ...(token && { token }),
    ...(location && { location }),
    ...(merchant && { merchant }),
    ...(failure && { failure: { code: failure.code, refused: failure === closed } }),
  };
}
