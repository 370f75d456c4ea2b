import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { reporting } from '#shared/contracts/reporting.ts';
import type { Rebuild } from './rebuild.ts';

/** Everything anew from the journals. */
export function rebuildHandlers(
  rebuild: Rebuild,
): Pick<Handlers<typeof reporting, Call>, 'rebuild_reports' | 'rebuild_progress'> {
  return {
    rebuild_reports: () => rebuild.run(),
    rebuild_progress: () => rebuild.progress(),
  };
}
