import type { Ticket } from '#shared/contracts/print-spooler.ts';
import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import type { Restaurant } from './restaurant.ts';
import { dinnerSent } from './table.ts';

/** What a cook sees and the journal says of a kitchen; `restaurant` is the one of the test. */
export function lookIntoKitchen(restaurant: () => Restaurant) {
  const tickets = async (input: object = {}) =>
    (await restaurant().ask('list_tickets', input)).tickets;
  return {
    tickets,
    ids: async (input: object = {}) => (await tickets(input)).map(({ id }) => id),
    /** Resolves when so many are due. */
    async hung(count: number): Promise<Ticket[]> {
      await until(`${count} tickets hang`, async () => (await tickets()).length === count);
      return tickets();
    },
    /** What the journal says of tickets, beyond that they were opened. */
    told(): string[] {
      const { rows } = openBooks(restaurant().house.config.POS_DATA_DIR);
      const sql = 'SELECT type FROM journal ORDER BY seq';
      const types = rows<{ type: string }>('print-spooler', sql).map(({ type }) => type);
      return types.filter((type) => /^(ticket|item)_/.test(type) && type !== 'ticket_opened');
    },
  };
}

export const at = (tickets: Ticket[], station: string) =>
  tickets.find(({ station_id }) => station_id === station) as Ticket;

/** The dinner's first dish, as another line of its order. */
export const line = (order_item_id: number, change: string, more: object = {}) => {
  return { ...dinnerSent().items[0], order_item_id, change, ...more };
};
