import { z } from 'zod';
import type { Operation } from './contract.ts';
import { id, text } from './fields.ts';
import { category } from './menu.ts';
import { stationId } from './printers.ts';

const category_ids = z.array(category.shape.id).max(200);
const flag = z.boolean();
const backup = id.nullable();

/** A place in the kitchen with a rail of its own: what it makes hangs there. */
export const station = z
  .object({
    id: stationId,
    name: z.string().meta({ example: 'Grill' }),
    /** On the whole order's paper its lines stand in this order. */
    sort_order: z.int(),
    /** It makes the items of these categories, but for those that name stations themselves. */
    category_ids,
    /** It makes what nobody else does; one station always does. */
    is_default: flag,
    /** It puts whole orders together: it sees every line. */
    is_expo: flag,
    /** Prints a ticket that no screen or printer of the station has received in time. */
    backup_printer_id: backup,
  })
  .meta({ id: 'Station' });

const fields = {
  name: text(40).meta({ example: 'Grill' }),
  sort_order: z.int().min(0).max(1_000_000),
  category_ids,
  is_default: flag,
  is_expo: flag,
  backup_printer_id: backup,
};
const { name, ...others } = fields;
const optional = z.object(others).partial().shape;
const refusals = ['NAME_TAKEN', 'VALIDATION_FAILED', 'PRINTER_NOT_FOUND'] as const;
const admin = { role: 'admin', kind: 'write', tag: 'Kitchen' } as const;

/** The stations of the kitchen, and what each makes. */
export const stationOperations = {
  list_stations: {
    summary: 'The stations of the kitchen, sorted',
    http: 'GET /kitchen/stations',
    role: 'staff',
    kind: 'read',
    tag: 'Kitchen',
    input: z.strictObject({}),
    output: z.object({ stations: z.array(station) }).meta({ id: 'Stations' }),
    errors: [],
  },
  add_station: {
    ...admin,
    summary: 'Add a station',
    description:
      'Its id is made of its name and stays. Made the default, it is so in place of another.',
    http: 'POST /kitchen/stations',
    status: 201,
    input: z.strictObject({ name, ...optional }),
    output: station,
    errors: [...refusals, 'TOO_MANY_STATIONS'],
  },
  change_station: {
    ...admin,
    summary: 'Change a station: what is not given stays',
    http: 'PUT /kitchen/stations/:station_id',
    input: z.strictObject({ station_id: stationId, ...z.object(fields).partial().shape }),
    output: station,
    errors: [...refusals, 'STATION_NOT_FOUND'],
  },
  delete_station: {
    ...admin,
    summary: 'Take a station away',
    description: 'Not while tickets hang there, a printer serves it, or it is the default.',
    http: 'DELETE /kitchen/stations/:station_id',
    input: z.strictObject({ station_id: stationId }),
    output: z.object({ id: stationId }).meta({ id: 'StationGone' }),
    errors: ['STATION_NOT_FOUND', 'STATION_IN_USE'],
  },
} as const satisfies Record<string, Operation>;

export const stationEvents = {
  station_saved: {
    summary: 'A station is new or changed',
    payload: station.extend({ backup_printer_id: backup.default(null) }),
  },
  station_deleted: { summary: 'A station is gone', payload: z.object({ id: stationId }) },
};

export type Station = z.output<typeof station>;
