const LOOK_FOR_MS = 45_000;
/**
 * The longer it takes, or a look takes, the less often it is looked at: each look takes of what is
 * waited for.
 */
const SHARE_OF_WAIT = 0.1;
const LOOKS_BETWEEN = 3;
const [LEAST_MS, MOST_MS] = [5, 100];

/** Waits for what nobody announces; rejects, saying what was waited for, after 45 s or so long. */
export async function until(
  what: string,
  isTrue: () => unknown,
  within_ms = LOOK_FOR_MS,
): Promise<void> {
  const begin = performance.now();
  for (;;) {
    const looked = performance.now();
    if (await isTrue()) return;
    const waited = performance.now() - begin;
    const rest = LOOKS_BETWEEN * (performance.now() - looked);
    if (waited > within_ms) throw new Error(`waited in vain until ${what}`);
    const pause = Math.min(MOST_MS, Math.max(LEAST_MS, waited * SHARE_OF_WAIT, rest));
    await new Promise((again) => setTimeout(again, pause));
  }
}
