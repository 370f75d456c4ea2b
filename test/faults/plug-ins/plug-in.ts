import type { House } from '../house.ts';
import type { Load } from '../load.ts';
import type { Random } from '../random.ts';

/** One kind of fault. It is over when `run` resolves; what comes of it may take longer. */
export interface PlugIn {
  name: string;
  /** Why it cannot be tried here: the package or the right that is missing. */
  needs?(house: House): string | false;
  /** Brings it about once, while the tills go on. */
  run(house: House, random: Random, load: Load): Promise<void>;
}

/** Has the local Square behave in another way; throws what it refuses. */
export async function tellSquare({ squareUrl }: House, what: string, body?: object) {
  const answer = await fetch(`${squareUrl}/_control/${what}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`the local Square: ${await answer.text()}`);
}
