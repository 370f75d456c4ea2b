import { z } from 'zod';

/** An integer key, given once by its service and never again. */
export const id = z.int().min(1).max(Number.MAX_SAFE_INTEGER).meta({ example: 1 });

/** UTC with exactly three fraction digits: `2026-11-23T18:04:05.120Z`. */
export const instant = z.iso
  .datetime({ precision: 3 })
  .meta({ example: '2026-11-23T18:04:05.120Z' });

/** A calendar or business day: `2026-11-23`. */
export const day = z.iso.date().meta({ example: '2026-11-23' });

/** Printable text of 1 to `most` UTF-16 units; control characters are refused. */
export const text = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'no control characters');

/** A till's name: the display, the cart and the drawer that belong together. */
export const till = z
  .string()
  .regex(/^[a-z0-9-]{1,32}$/, '1–32 of a–z, 0–9 and -')
  .meta({ example: 'main' });

/** Units of a line or of a modifier. */
export const quantity = z.int().min(1).max(999).meta({ example: 2 });

/** An operation or event without content. */
export const nothing = z.strictObject({});
