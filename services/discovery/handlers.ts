import type { Call } from '#shared/answer.ts';
import type { Config } from '#shared/config.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { discovery } from '#shared/contracts/discovery.ts';
import type { Finder } from './finder.ts';

/** What is switched off is answered so, not with an empty network. */
export function discoveryHandlers(
  finder: Finder,
  config: Config,
): Handlers<typeof discovery, Pick<Call, 'at' | 'caller'>> {
  return {
    find_printers: async ({ search, addresses }) => ({
      enabled: config.PRINTER_DISCOVERY_ENABLED,
      printers: await finder.printers(search, addresses),
    }),
    find_screens: async ({ search }) => ({
      enabled: config.KITCHEN_SCREEN_DISCOVERY_ENABLED,
      screens: await finder.screens(search),
    }),
  };
}
