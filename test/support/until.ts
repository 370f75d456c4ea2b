const LOOK_AGAIN_MS = 5;
const LOOK_FOR_MS = 45_000;

/** Waits for what nobody announces; rejects, saying what was waited for, after 45 s or so long. */
export async function until(
  what: string,
  isTrue: () => unknown,
  within_ms = LOOK_FOR_MS,
): Promise<void> {
  const end = performance.now() + within_ms;
  while (!(await isTrue())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await new Promise((again) => setTimeout(again, LOOK_AGAIN_MS));
  }
}
