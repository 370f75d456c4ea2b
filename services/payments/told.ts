/** Square's word, where it is one. */
export const wordOf = (told: unknown): string | null => (typeof told === 'string' ? told : null);
/** Those of a list that are words. */
export const wordsOf = (told: unknown): string[] =>
  Array.isArray(told) ? told.filter((one) => typeof one === 'string') : [];
