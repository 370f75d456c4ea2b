import type { Settings } from '#shared/contracts/settings.ts';
import { PosError, wrongField } from '#shared/errors.ts';

/** Settings as they may be; `before` is what they were, whose currency stays. */
export function mustBeSettings(settings: Settings, before: Settings): void {
  if (!isZone(settings.timezone)) {
    throw wrongField('VALIDATION_FAILED', 'timezone', 'no time zone is called so');
  }
  if (!hasTwoDigits(settings.currency)) {
    throw wrongField('VALIDATION_FAILED', 'currency', 'no currency with two decimal places');
  }
  if (settings.currency !== before.currency) throw new PosError('CURRENCY_FIXED');
}

/** IANA's names only: an offset would know no summer time. */
export function isZone(timezone: string): boolean {
  try {
    return (
      /^[A-Za-z]/.test(timezone) && Boolean(new Intl.DateTimeFormat('en', { timeZone: timezone }))
    );
  } catch {
    return false;
  }
}

/** Whether ISO 4217 knows the currency, with cents. */
export function hasTwoDigits(currency: string): boolean {
  if (!Intl.supportedValuesOf('currency').includes(currency)) return false;
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits === 2;
}
