import type { Bus } from '#shared/bus.ts';
import type { Settings } from '#shared/contracts/catalog.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Appearance } from '#shared/contracts/screen-shows.ts';
import type { KitchenSettings, Screen } from '#shared/contracts/screens.ts';
import type { Database } from '#shared/database.ts';
import { openScreens, type Screens } from './screen-store.ts';

/** The screens of the house, and what each is told of itself. */
export interface Devices {
  screens: Screens;
  /** The stations that approved screens show. */
  stations: () => string[];
  /** In a transaction: a screen is new, changed, or gone. */
  changed: (screen_id: string) => void;
  /** In a transaction: the store or the kitchen has other settings, so all look different. */
  looksChanged: () => void;
}

interface House {
  database: Database;
  bus: Bus;
  /** The store's terms; undefined until they were heard for the first time. */
  settings: () => Settings | undefined;
  kitchenSettings: () => KitchenSettings;
}

const { screen: show } = printSpooler.shows;
/** Before the catalog was heard: a screen that shows a name too late, not one that shows none. */
const UNKNOWN_STORE = { store_name: '', currency: 'USD', timezone: 'UTC', tip_presets: [] };

/** Shows each screen what it is, at once and after every change. */
export function openDevices({ database, bus, settings, kitchenSettings }: House): Devices {
  const screens = openScreens(database.connection);

  function appearance(): Appearance {
    const { store_name, currency, timezone, tip_presets } = settings() ?? UNKNOWN_STORE;
    const { language, sounds, slow_after_s, late_after_s, idle_lines } = kitchenSettings();
    const ofKitchen = { language, sounds, slow_after_s, late_after_s, idle_lines };
    return { store_name, currency, timezone, tip_presets, ...ofKitchen };
  }
  function tell(screen: Screen | undefined, screen_id: string): void {
    bus.show(show, { screen_id }, screen ? { ...screen, appearance: appearance() } : null);
  }
  const tellAll = () => screens.all().forEach((screen) => tell(screen, screen.screen_id));

  tellAll();
  bus.ownShows([show]);
  return {
    screens,
    stations: () => screens.all().flatMap(({ stations }) => stations),
    changed: (screen_id) => database.afterCommit(() => tell(screens.find(screen_id), screen_id)),
    looksChanged: () => database.afterCommit(tellAll),
  };
}
