/** `POS_FUZZ_RUNS=<n>`: how often each operation is called; `npm run test:fuzz` says 1,000. */
export const RUNS = Number(process.env.POS_FUZZ_RUNS ?? 6);
/** `POS_SEED=<n>` repeats what a failure printed, with as many runs. */
export const SEED = Number(process.env.POS_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** So many times as often, for what costs less than a call. */
export const runs = (times = 1) => ({ numRuns: Math.ceil(RUNS * times), seed: SEED });
