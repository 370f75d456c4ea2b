import type { Health } from '#shared/contracts/system.ts';

const PATIENCE_MS = 5_000;

/** What the system says of itself, on this machine; undefined where nobody answers. */
export async function askHealth(port: number): Promise<Health | undefined> {
  try {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const answer = await fetch(`http://127.0.0.1:${port}/health`, { signal });
    const body = (await answer.json()) as Partial<Health>;
    return body.services && body.status ? (body as Health) : undefined;
  } catch {
    return undefined; // nobody, or another program that speaks of something else
  }
}
