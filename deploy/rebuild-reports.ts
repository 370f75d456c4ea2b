import type { Asker } from '#shared/ask.ts';
import { reporting } from '#shared/contracts/reporting.ts';

/** Ten years of a busy restaurant take some minutes on a Pi. */
const PATIENCE_MS = 2 * 3600_000;
const LOOK_EVERY_MS = 1_000;

/** Waits until all reports are folded anew, telling how far it is. */
export async function rebuildReports(asker: Asker, say: (sentence: string) => void) {
  const look = setInterval(() => {
    void asker.ask(reporting, 'rebuild_progress', {}).then(
      ({ source, entries }) => source && say(`${entries} entries, now from ${source}`),
      () => undefined, // it is told again in a second
    );
  }, LOOK_EVERY_MS);
  try {
    const patience_ms = PATIENCE_MS;
    const { entries } = await asker.ask(reporting, 'rebuild_reports', {}, { patience_ms });
    say(`All reports are added up anew, from ${entries} entries.`);
  } finally {
    clearInterval(look);
  }
}
