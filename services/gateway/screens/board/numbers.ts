import type { z } from 'zod';
import type { ticketShows } from '#shared/contracts/tickets.ts';
import type { Topics } from '../shared/topics.ts';

export const TOPIC = 'pos/now/board';

/** The board as it is on the wire. */
type Numbers = z.input<typeof ticketShows.board.payload>;
export type Entry = Numbers['ready'][number];

/** A number stands out for so long after it became ready. */
const FRESH_MS = 25_000;

/** What is being made and what is ready; undefined while nobody has told. */
export const numbersOf = (topics: Topics) => topics.get(TOPIC) as Numbers | undefined;

/** `now`: the server's time in milliseconds. */
export const isFresh = ({ since }: Entry, now: number): boolean =>
  now - Date.parse(since) < FRESH_MS;

/** One becoming ready of one order: it may be recalled and be ready again. */
export const readyKey = ({ order_id, since }: Entry): string => `${order_id}/${since}`;
