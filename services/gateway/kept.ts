import { hash } from 'node:crypto';
import type { Asker } from '#shared/ask.ts';
import type { Bus } from '#shared/bus.ts';
import { topicOf } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';

/** An answer as it goes out, with its strong entity tag. */
export interface Kept {
  text: Buffer;
  etag: string;
}

/**
 * An asker that keeps the answers to operations which name the shows that they are true until:
 * large ones, like the menu, that many tills ask for and that seldom change.
 */
export function keepAnswers(bus: Bus, asker: Asker): Asker {
  const kept = new Map<string, { output: unknown; kept: Kept }>();
  const kinds = new Set<string>();
  let age = 0;

  /** A question that is under way may still be answered as it was: that is not kept either. */
  function forget(): void {
    age++;
    kept.clear();
  }
  for (const { service, operations, shows } of CONTRACTS) {
    for (const [name, { kept_until = [] }] of Object.entries(operations)) {
      if (kept_until.length) kinds.add(`${service}/${name}`);
      for (const show of kept_until) {
        const shown = shows[show];
        if (shown) bus.subscribe(topicOf(shown), forget);
      }
    }
  }
  bus.onConnect(forget);

  return {
    ...asker,
    async question(service, name, kind, input, options) {
      if (!kinds.has(`${service}/${name}`)) {
        return asker.question(service, name, kind, input, options);
      }
      const key = JSON.stringify([service, name, input]);
      const found = bus.connected && kept.get(key);
      if (found) return { id: '', ok: true, ...found };
      const asked = age;
      const answer = await asker.question(service, name, kind, input, options);
      const text = Buffer.from(JSON.stringify(answer.output));
      const ready = { text, etag: `"${hash('sha256', text, 'base64url')}"` };
      if (age === asked) kept.set(key, { output: answer.output, kept: ready });
      return { ...answer, kept: ready };
    },
  };
}
