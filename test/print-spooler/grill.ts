import { catalog } from '#shared/contracts/catalog.ts';
import { openBooks } from '../support/books.ts';
import { until } from '../support/until.ts';
import { ADA, type Restaurant } from './restaurant.ts';

/** The first dish of the dinner is made at a grill from now on, everything else is not. */
export async function grillMakesTheFirst(restaurant: Restaurant): Promise<string> {
  const { id } = await restaurant.ask('add_station', { name: 'Grill', sort_order: 5 });
  const { asker, config } = restaurant.house;
  await asker.ask(catalog, 'update_item', { item_id: 1, station_ids: [id] }, { caller: ADA });
  await until(
    'the spooler heard of it',
    () => openBooks(config.POS_DATA_DIR).behind().length === 0,
  );
  return id;
}
