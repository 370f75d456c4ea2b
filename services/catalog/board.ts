import type { Bus } from '#shared/bus.ts';
import { catalog } from '#shared/contracts/catalog.ts';
import type { Menu } from '#shared/contracts/menu.ts';
import { drawMenu } from './menu.ts';
import type { Store } from './store.ts';

/** The menu as it was last drawn, and what screens are told of it. */
export interface Board {
  menu(everything: boolean): Menu;
  /** After a commit: the next who asks gets it drawn anew, and screens hear that it changed. */
  menuChanged(): void;
  /** After a commit: something is sold out, counted or back. */
  availabilityChanged(): void;
}

export function openBoard(bus: Bus, store: Store): Board {
  const drawn = new Map<boolean, Menu>();
  const { menu_changed, availability } = catalog.shows;
  const stale = new Set<'menu' | 'availability'>();

  /** Once for all changes of a commit, before its answers. */
  function show(): void {
    if (stale.has('menu')) bus.show(menu_changed, {}, {});
    bus.show(availability, {}, { items: store.availability.named() });
    stale.clear();
  }
  function changed(what: 'menu' | 'availability'): void {
    if (stale.size === 0) process.nextTick(show);
    stale.add(what);
    drawn.clear();
  }

  bus.ownShows([menu_changed, availability]);
  changed('menu');
  return {
    menu(everything) {
      let menu = drawn.get(everything);
      if (!menu) drawn.set(everything, (menu = drawMenu(store.stock(), everything)));
      return menu;
    },
    menuChanged: () => changed('menu'),
    availabilityChanged: () => changed('availability'),
  };
}
