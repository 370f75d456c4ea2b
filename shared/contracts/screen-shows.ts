import { z } from 'zod';
import { SCREEN_KINDS, type Show } from './contract.ts';
import { percentage } from './money.ts';
import { LANGUAGES, screen } from './screens.ts';

/** What a page needs to know besides. */
const appearance = z
  .object({
    store_name: z.string(),
    currency: z.string(),
    timezone: z.string(),
    tip_presets: z.array(percentage),
    language: z.enum(LANGUAGES),
    sounds: z.boolean(),
    slow_after_s: z.int(),
    late_after_s: z.int(),
    idle_lines: z.array(z.string()),
  })
  .meta({ id: 'ScreenAppearance' });

export const screenShows = {
  screen: {
    summary: 'What a screen is and how it should look; gone when it was turned away',
    topic: 'pos/now/screens/:screen_id',
    role: 'staff',
    screens: SCREEN_KINDS,
    payload: screen.extend({ appearance }).meta({ id: 'ScreenState' }),
  },
} as const satisfies Record<string, Show>;

export type Appearance = z.output<typeof appearance>;
