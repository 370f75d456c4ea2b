import type { KitchenSettings } from '#shared/contracts/screens.ts';
import { wrongField } from '#shared/errors.ts';

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

/** VALIDATION_FAILED, naming what was said: a ticket is slow before it is late. */
export function mustBeInTurn(
  { slow_after_s, late_after_s }: KitchenSettings,
  said: Partial<KitchenSettings>,
): void {
  if (late_after_s > slow_after_s) return;
  if (said.late_after_s !== undefined) {
    const message = `must be more than slow_after_s (${slow_after_s})`;
    throw wrongField('VALIDATION_FAILED', 'late_after_s', message);
  }
  const message = `must be less than late_after_s (${late_after_s})`;
  throw wrongField('VALIDATION_FAILED', 'slow_after_s', message);
}
