import type { SentLine } from '#shared/contracts/order.ts';
import type { Station } from '#shared/contracts/stations.ts';
import type { KitchenOrder, RoutedOrder } from './document.ts';

/** What the menu says of who makes an item. */
export interface Making {
  category_id: number;
  /** None: its category says so. */
  station_ids: string[];
}

/**
 * The stations that make an item, expo among them: those that it names, else those of its
 * category, else the default. Names of stations that are gone count for nothing.
 */
export function makersOf(making: Making | undefined, stations: Station[]): string[] {
  const makers = stations.filter(({ is_expo }) => !is_expo);
  const named = makers.filter(({ id }) => making?.station_ids.includes(id));
  const ofCategory = makers.filter(({ category_ids }) =>
    making ? category_ids.includes(making.category_id) : false,
  );
  const anyway = makers.filter(({ is_default }) => is_default);
  const chosen = [named, ofCategory, anyway].find(({ length }) => length > 0) ?? [];
  return stations.filter((one) => one.is_expo || chosen.includes(one)).map(({ id }) => id);
}

/** That a station has a ticket with a line of an order. */
export interface Told {
  station_id: string;
  order_item_id: number;
}

/** What the kitchen knows that says who makes a line. */
export interface Routing {
  /** In the order in which they stand. */
  stations: Station[];
  /** What the stations were told of the order before. */
  told: Told[];
  makingOf: (item_id: number) => Making | undefined;
}

/**
 * What was sent, each line with its stations, in the order in which these stand: those that were
 * told of it before, wherever the menu has it made since; a new line's by the menu.
 */
export function routed(sent: KitchenOrder, { stations, told, makingOf }: Routing): RoutedOrder {
  const makers = stations.filter(({ is_expo }) => !is_expo).map(({ id }) => id);
  const idsOf = ({ order_item_id, item_id }: SentLine): string[] => {
    const had = told.filter((one) => one.order_item_id === order_item_id);
    const known = stations.filter(({ id }) => had.some(({ station_id }) => station_id === id));
    return known.length > 0 ? known.map(({ id }) => id) : makersOf(makingOf(item_id), stations);
  };
  const placeOf = (ids: string[]) => {
    const places = ids.map((id) => makers.indexOf(id)).filter((place) => place >= 0);
    return Math.min(...places, makers.length);
  };
  const lines = sent.items.map((line) => ({ ...line, station_ids: idsOf(line) }));
  const items = lines.toSorted((a, b) => placeOf(a.station_ids) - placeOf(b.station_ids));
  const is_first = sent.is_first ?? told.length === 0;
  const heard = is_first ? [] : told.map(({ station_id }) => station_id);
  const first_at = stations.map(({ id }) => id).filter((id) => !heard.includes(id));
  return { ...sent, items, is_first, first_at };
}

/** The part of an order that these stations make; undefined: nothing of it is theirs. */
export function partOf(
  { first_at, items, ...order }: RoutedOrder,
  station_ids: string[],
): KitchenOrder | undefined {
  const theirs = items.filter((line) => line.station_ids.some((id) => station_ids.includes(id)));
  if (theirs.length === 0) return undefined;
  const is_first = station_ids.every((id) => first_at.includes(id));
  return { ...order, items: theirs.map(unrouted), is_first };
}

/** All of an order, as it goes on the paper of a kitchen with one printer. */
export function wholeOf(routedOrder: RoutedOrder): KitchenOrder {
  const { first_at: _, items, ...order } = routedOrder;
  return { ...order, items: items.map(unrouted) };
}

function unrouted(routedLine: RoutedOrder['items'][number]): SentLine {
  const { station_ids: _, ...line } = routedLine;
  return line;
}

/** An id made of a name, as `hot-line`; with a number where it is taken or empty. */
export function stationIdFor(name: string, taken: string[]): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const slug = plain.replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '');
  const base = slug.slice(0, LONGEST_SLUG).replace(/-$/, '') || 'station';
  let id = base;
  for (let n = 2; taken.includes(id); n++) id = `${base}-${n}`;
  return id;
}

/** An id has 32 characters at most; a number may follow. */
const LONGEST_SLUG = 28;
