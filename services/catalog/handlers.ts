import type { Call } from '#shared/answer.ts';
import type { catalog } from '#shared/contracts/catalog.ts';
import type { EventName, Handlers, Payload } from '#shared/contracts/contract.ts';
import { drawMenu } from './menu.ts';
import type { Store } from './store.ts';

/** Writes an event of the catalog into its journal, for whom and when being settled. */
export type Announce = <E extends EventName<typeof catalog>>(
  type: E,
  payload: Payload<typeof catalog, E>,
) => void;

export function catalogHandlers(store: Store): Handlers<typeof catalog, Call> {
  return {
    get_menu: () => drawMenu(store.stock()),
  };
}
