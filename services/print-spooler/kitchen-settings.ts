import type { KitchenSettings } from '#shared/contracts/screens.ts';

/** How the screens work until an admin says otherwise. */
export const KITCHEN_SETTINGS_AT_FIRST: KitchenSettings = {
  enabled: true,
  auto: true,
  language: 'en',
  sounds: true,
  slow_after_s: 300,
  late_after_s: 480,
  deliver_within_s: 15,
  preparation_min: 20,
  board_clears_after_s: 600,
  idle_lines: [],
};
