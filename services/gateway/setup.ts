import type { Asker } from '#shared/ask.ts';
import type { Bus } from '#shared/bus.ts';
import { staff } from '#shared/contracts/staff.ts';

export interface Setup {
  /** Whether there is no admin yet. Asks staff until it once was "no"; SERVICE_UNAVAILABLE. */
  isRequired(): Promise<boolean>;
  /** The same as far as it is known; null: staff has not been heard. */
  known(): boolean | null;
}

/** How long a question waits: staff restarts within a second. */
const PATIENCE_MS = 5_000;

/** Whether the restaurant has its first admin. Once it has, it always will: the last one stays. */
export function openSetup(bus: Bus, asker: Asker): Setup {
  let required: boolean | null = null;

  async function isRequired(): Promise<boolean> {
    if (required === false) return false;
    const { setup_required } = await asker.ask(
      staff,
      'setup_status',
      {},
      { patience_ms: PATIENCE_MS },
    );
    return note(setup_required);
  }
  /** An older "yes" does not undo a "no": it may have been set up while we asked. */
  function note(answer: boolean): boolean {
    return (required = required === false ? false : answer);
  }

  bus.subscribe('pos/staff/did/store_set_up', () => note(false));
  bus.onStatus('staff', ({ state }) => {
    if (state === 'ready' && required === null) void isRequired().catch(() => undefined);
  });
  return { isRequired, known: () => required };
}
