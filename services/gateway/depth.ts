/** An order is four levels deep and a menu six. Thousands of them no process could write down. */
const DEEPEST = 32;

/** Whether a body is nested deeper than anything that is asked for. */
export function isTooDeep(body: object): boolean {
  let level: unknown[] = [body];
  for (let depth = 0; depth <= DEEPEST; depth++) {
    level = level.flatMap((one) =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
    if (level.length === 0) return false;
  }
  return true;
}
