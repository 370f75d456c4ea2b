import { resolve } from 'node:path';
import { connectBus } from '#shared/bus.ts';
import { orders } from '#shared/contracts/orders.ts';
import { openDatabase } from '#shared/database.ts';
import { type Journal, openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import type { House } from '../support/house.ts';

/** Writes into the journal of orders what somebody did there; orders must be down. */
export async function changeOrders(
  house: House,
  how: (announce: Journal<typeof orders>['announce']) => void,
): Promise<void> {
  const migrations = resolve(import.meta.dirname, '../../services/orders/migrations');
  const database = openDatabase('orders', house.config, migrations, () => undefined);
  const bus = connectBus('counter', house.config, openLog('counter', house.config));
  const journal = openJournal(orders, database, bus);
  await database.transact(() => how(journal.announce));
  await bus.close();
  database.close();
}
