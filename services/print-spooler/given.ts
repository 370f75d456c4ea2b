/** What was said of a thing; a field that is undefined was not. */
export function given<T extends object>(
  said: T,
): Partial<{ [F in keyof T]: Exclude<T[F], undefined> }> {
  return Object.fromEntries(
    Object.entries(said).filter(([, value]) => value !== undefined),
  ) as never;
}
