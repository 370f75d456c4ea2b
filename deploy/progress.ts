/** Nobody wonders within a second what is going on. */
const EVERY_MS = 1_000;

/** Tells what is being done, where it takes longer than a second, once a second at most. */
export function slowly(say: (line: string) => void): (doing: string) => void {
  let told_ms = performance.now();
  return (doing) => {
    if (performance.now() - told_ms < EVERY_MS) return;
    told_ms = performance.now();
    say(`${doing} …`);
  };
}
