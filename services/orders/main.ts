import { join } from 'node:path';
import { openAlarms } from '#shared/alarms.ts';
import { openAsker } from '#shared/ask.ts';
import { connectBus } from '#shared/bus.ts';
import { readConfig } from '#shared/config.ts';
import { orders } from '#shared/contracts/orders.ts';
import { follow } from '#shared/follow.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { beginLife, serve } from '#shared/process.ts';
import { openCarts } from './carts.ts';
import { menuProjection, peopleProjection } from './followers.ts';
import { ordersHandlers } from './handlers.ts';
import { openMenuStore } from './menu-store.ts';
import { openStore } from './store.ts';

const migrations = join(import.meta.dirname, 'migrations');
const config = readConfig();
const log = openLog('orders', config);
const bus = connectBus('orders', config, log);
const life = beginLife(bus, log);
const database = await life.openDatabase(config, migrations);
const journal = openJournal(orders, database, bus);
const alarms = openAlarms(database, bus);
const store = openStore(database.connection);
const carts = openCarts(bus, store);
const on = { bus, asker: openAsker(bus), database, config, alarms, log, migrations, journal };
const followers = [follow(on, menuProjection), follow(on, peopleProjection)];
const handlers = ordersHandlers(
  database,
  store,
  openMenuStore(database.connection),
  journal,
  carts,
);
await serve(life, { ...on, followers }, orders, handlers);
