import { join } from 'node:path';
import { openAlarms } from '#shared/alarms.ts';
import { connectBus } from '#shared/bus.ts';
import { readConfig } from '#shared/config.ts';
import { catalog } from '#shared/contracts/catalog.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { beginLife, serve } from '#shared/process.ts';
import { firstDay } from './first-day.ts';
import { catalogHandlers } from './handlers.ts';
import { openStore } from './store.ts';

const migrations = join(import.meta.dirname, 'migrations');
const config = readConfig();
const log = openLog('catalog', config);
const bus = connectBus('catalog', config, log);
const life = beginLife(bus, log);
const database = await life.openDatabase(config, migrations);
const journal = openJournal(catalog, database, bus);
const alarms = openAlarms(database, bus);
const store = openStore(database.connection);
const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
const at = new Date().toISOString();
await database.transact(() => {
  const actor = { service: 'catalog' };
  firstDay(
    store,
    (type, payload) => journal.announce(type, payload, actor, at),
    config.POS_DEMO,
    timeZone,
  );
});
await serve(life, { bus, database, config, log, journal, alarms }, catalog, catalogHandlers(store));
