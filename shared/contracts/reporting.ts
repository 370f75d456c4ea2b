import { z } from 'zod';
import { contract } from './contract.ts';
import { day } from './fields.ts';
import { reportOperations } from './report-operations.ts';
import { daily } from './daily-report.ts';
import { zOperations } from './z-operations.ts';

export const reporting = contract({
  service: 'reporting',
  summary: 'What the day brought in',
  operations: { ...reportOperations, ...zOperations },
  events: {
    day_closed: {
      summary: 'A Z was made: the next business day begins',
      payload: z.object({
        number: z.int(),
        business_day: day,
        /** The Z itself but for its hash, which is that of this entry. */
        content: z.record(z.string(), z.unknown()),
      }),
    },
  },
  shows: {
    headline: {
      summary: "The running day's figures, as sales happen",
      topic: 'pos/now/headline',
      role: 'admin',
      payload: daily,
    },
  },
});
