import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Office } from './desk.ts';
import { given } from './given.ts';
import { mustBeInTurn } from './kitchen-settings.ts';

type Names = 'get_kitchen_settings' | 'save_kitchen_settings';

/** How the kitchen's screens are used. */
export function kitchenHandlers({
  journal,
  kitchenSettings,
  devices,
}: Office): Pick<Handlers<typeof printSpooler, Call>, Names> {
  return {
    get_kitchen_settings: () => kitchenSettings.read(),
    save_kitchen_settings(said, { actor, at }) {
      const after = { ...kitchenSettings.read(), ...given(said) };
      mustBeInTurn(after, said);
      kitchenSettings.write(after);
      devices.looksChanged();
      journal.announce('kitchen_settings_saved', after, actor, at);
      return after;
    },
  };
}
