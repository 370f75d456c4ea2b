type Sdk = typeof import('square');

/** Square's SDK, when it is needed: the half of a second that it takes is no part of a start. */
export async function loadSdk(): Promise<Sdk> {
  const { default: sdk } = (await import('square')) as unknown as { default: Sdk };
  return sdk;
}
