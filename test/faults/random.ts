/** Chance that is the same again for the same seed. */
export interface Random {
  /** From 0 to 1. */
  (): number;
  /** A whole number, both ends among them. */
  between(least: number, most: number): number;
  /** One of them; of none, undefined. */
  of<T>(these: readonly T[]): T | undefined;
  /** Lots of its own, which others do not disturb by drawing more or fewer. */
  child(): Random;
}

/** Mulberry32: as good as chance. */
export function seeded(seed: number): Random {
  let state = seed;
  const draw = () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return Object.assign(draw, {
    between: (least: number, most: number) => least + Math.floor(draw() * (most - least + 1)),
    of: <T>(these: readonly T[]) => these[Math.floor(draw() * these.length)],
    child: () => seeded(Math.floor(draw() * 2 ** 31)),
  });
}
