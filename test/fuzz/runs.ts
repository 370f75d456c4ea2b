const { POS_FUZZ_RUNS, POS_SEED } = process.env;
/** `POS_FUZZ_RUNS=<n>`: how often each operation is called; `npm run test:fuzz` says 1,000. */
export const RUNS = Number(POS_FUZZ_RUNS ?? 3);
/** What `npm test` says is the same each time: a change that breaks nothing fails by no chance. */
const SAME_EACH_TIME = 1_928_648_841;
const drawn = POS_FUZZ_RUNS ? Math.floor(Math.random() * 2 ** 31) : SAME_EACH_TIME;
/** `POS_SEED=<n>` repeats what a failure printed, with as many runs. */
export const SEED = Number(POS_SEED ?? drawn);

/** So many times as often, for what costs less than a call. */
export const runs = (times = 1) => ({ numRuns: Math.ceil(RUNS * times), seed: SEED });
