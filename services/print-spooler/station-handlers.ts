import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Station } from '#shared/contracts/stations.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Office } from './desk.ts';
import { given } from './given.ts';
import { stationIdFor } from './station.ts';

type Names = 'list_stations' | 'add_station' | 'change_station' | 'delete_station';

/** Each has a rail that is shown by itself; the biggest kitchens have a dozen. */
const MOST_STATIONS = 30;

export function stationHandlers(office: Office): Pick<Handlers<typeof printSpooler, Call>, Names> {
  const { journal, kitchen, machines, devices } = office;
  const { stations } = kitchen;

  function find(station_id: string): Station {
    const station = stations.all().find(({ id }) => id === station_id);
    if (!station) throw new PosError('STATION_NOT_FOUND', { station_id });
    return station;
  }

  /** Saves it; where it is the default now, no other is. */
  function save(station: Station, before: Station | undefined, { actor, at }: Call): Station {
    const others = stations.all().filter(({ id }) => id !== station.id);
    if (others.some(({ name }) => name === station.name)) throw new PosError('NAME_TAKEN');
    if (station.is_default && station.is_expo) {
      throw wrongField('VALIDATION_FAILED', 'is_expo', 'the default station makes dishes');
    }
    if (before?.is_default && !station.is_default) {
      throw wrongField('VALIDATION_FAILED', 'is_default', 'make another one the default instead');
    }
    const { backup_printer_id: printer_id } = station;
    if (printer_id !== null && printer_id !== before?.backup_printer_id) {
      if (!machines.printer(printer_id)) throw new PosError('PRINTER_NOT_FOUND', { printer_id });
    }
    const previous = station.is_default ? others.filter(({ is_default }) => is_default) : [];
    for (const one of [...previous.map((other) => ({ ...other, is_default: false })), station]) {
      stations.save(one);
      journal.announce('station_saved', one, actor, at);
    }
    kitchen.stationChanged(station.id);
    return station;
  }

  return {
    list_stations: () => ({ stations: stations.all() }),
    add_station({ name, ...said }, call) {
      const all = stations.all();
      if (all.length >= MOST_STATIONS) throw new PosError('TOO_MANY_STATIONS');
      const last = Math.max(0, ...all.map(({ sort_order }) => sort_order));
      const station = {
        id: stationIdFor(name, stations.idsEver()),
        name,
        sort_order: last + 1,
        category_ids: [],
        is_default: false,
        is_expo: false,
        backup_printer_id: null,
        ...given(said),
      };
      return save(station, undefined, call);
    },
    change_station({ station_id, ...said }, call) {
      const before = find(station_id);
      return save({ ...before, ...given(said) }, before, call);
    },
    delete_station({ station_id: id }, { actor, at }) {
      const { is_default } = find(id);
      const printer_ids = machines
        .printers()
        .filter((printer) => printer.stations.includes(id))
        .map((printer) => printer.id);
      const screen_ids = devices.screens
        .all()
        .filter((screen) => screen.stations.includes(id))
        .map(({ screen_id }) => screen_id);
      const tickets = kitchen.due(id).length;
      if (is_default || tickets > 0 || printer_ids.length > 0 || screen_ids.length > 0) {
        throw new PosError('STATION_IN_USE', { is_default, tickets, printer_ids, screen_ids });
      }
      stations.remove(id);
      journal.announce('station_deleted', { id }, actor, at);
      kitchen.stationChanged(id);
      return { id };
    },
  };
}
