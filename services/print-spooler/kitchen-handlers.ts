import type { Call } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import { PosError } from '#shared/errors.ts';
import type { Calendar } from './calendar.ts';
import type { Courier } from './courier.ts';
import type { Office } from './desk.ts';
import { given } from './given.ts';
import { mustBeInTurn } from './kitchen-settings.ts';
import { allWanted } from './wanted.ts';

type Names =
  | 'get_kitchen_settings'
  | 'save_kitchen_settings'
  | 'send_kitchen_order'
  | 'tickets_delivered';

interface Running {
  office: Office;
  calendar: Calendar;
  courier: Courier;
  asker: Asker;
}

/** How the kitchen's screens are used, and what is sent there by hand. */
export function kitchenHandlers({
  office,
  calendar,
  courier,
  asker,
}: Running): Pick<Handlers<typeof printSpooler, Call>, Names> {
  const { database, devices, journal, kitchen, kitchenSettings } = office;

  /** The stations that are named, or all; STATION_NOT_FOUND. */
  function stationsOf(station_ids: string[] | undefined): string[] {
    const ids = kitchen.stations.all().map(({ id }) => id);
    const unknown = station_ids?.find((id) => !ids.includes(id));
    if (unknown) throw new PosError('STATION_NOT_FOUND', { station_id: unknown });
    return ids.filter((id) => station_ids?.includes(id) ?? true);
  }
  const find = (order_id: number) =>
    asker.ask(orders, 'get_order', { order_id }).catch((error: PosError) => {
      throw error.code === 'ORDER_NOT_FOUND' ? new PosError('ORDER_NOT_FOUND') : error;
    });

  return {
    get_kitchen_settings: () => kitchenSettings.read(),
    save_kitchen_settings(said, { actor, at }) {
      const after = { ...kitchenSettings.read(), ...given(said) };
      mustBeInTurn(after, said);
      kitchenSettings.write(after);
      journal.announce('kitchen_settings_saved', after, actor, at);
      devices.looksChanged();
      return after;
    },
    async send_kitchen_order({ order_id, station_ids }, { actor, at }) {
      if (!kitchenSettings.read().enabled) throw new PosError('SCREENS_OFF');
      const asked = stationsOf(station_ids);
      const order = allWanted(await find(order_id), at);
      if (!order) throw new PosError('ORDER_EMPTY', { order_id });
      return database.transact(() => {
        calendar.release(order_id);
        const tickets = kitchen.hang(kitchen.route(order), asked, actor, at);
        return { tickets };
      });
    },
    tickets_delivered({ ticket_ids }, { actor, at }) {
      courier.deliver(ticket_ids, 'screen', actor, at);
      return {};
    },
  };
}
