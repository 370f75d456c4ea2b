/** Far more than are on their way while askers repeat. */
const MOST = 5_000;

/** Replies in no file, refusals and secrets: told again while their askers still wait. */
export interface Unfiled {
  keep(id: string, text: string, budget_ms: number): void;
  recall(id: string): string | undefined;
  /** Those whose askers have given up. */
  forget(): void;
}

export function openUnfiled(now_ms = () => performance.now()): Unfiled {
  const kept = new Map<string, { text: string; until_ms: number }>();
  return {
    keep(id, text, budget_ms) {
      kept.set(id, { text, until_ms: now_ms() + budget_ms });
      if (kept.size > MOST) kept.delete(kept.keys().next().value as string);
    },
    recall: (id) => kept.get(id)?.text,
    forget() {
      const now = now_ms();
      for (const [id, { until_ms }] of kept) if (until_ms < now) kept.delete(id);
    },
  };
}
