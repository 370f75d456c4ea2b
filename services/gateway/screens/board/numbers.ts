import type { z } from 'zod';
import type { ticketShows } from '#shared/contracts/tickets.ts';
import type { Topics } from '../shared/topics.ts';

export const TOPIC = 'pos/now/board';

/** The board as it is on the wire. */
export type Numbers = z.input<typeof ticketShows.board.payload>;
export type Entry = Numbers['ready'][number];

/** What is being made and what is ready; undefined while nobody has told. */
export const numbersOf = (topics: Topics) => topics.get(TOPIC) as Numbers | undefined;
