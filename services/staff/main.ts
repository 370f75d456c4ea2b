import { join } from 'node:path';
import { openAlarms } from '#shared/alarms.ts';
import { connectBus } from '#shared/bus.ts';
import { readConfig, readSecret } from '#shared/config.ts';
import { staff } from '#shared/contracts/staff.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { beginLife, serve } from '#shared/process.ts';
import { firstDay } from './first-day.ts';
import { staffHandlers } from './handlers.ts';
import { openStore } from './store.ts';

const config = readConfig();
const log = openLog('staff', config);
const bus = connectBus('staff', config, log);
const life = beginLife(bus, log);
const database = await life.openDatabase(config, join(import.meta.dirname, 'migrations'));
const journal = openJournal(staff, database, bus);
const alarms = openAlarms(database, bus);
const store = openStore(database.connection);
const pepper = readSecret(config, 'pin-pepper');
if (config.POS_DEMO) {
  const at = new Date().toISOString();
  await database.transact(() =>
    firstDay(store, pepper, (person) => {
      journal.announce('staff_saved', person, { service: 'staff' }, at);
    }),
  );
}
const handlers = staffHandlers(store, journal, pepper);
await serve(life, { bus, database, config, log, journal, alarms }, staff, handlers);
