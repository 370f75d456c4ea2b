import { join } from 'node:path';
import { openAlarms } from '#shared/alarms.ts';
import { openAsker } from '#shared/ask.ts';
import { connectBus } from '#shared/bus.ts';
import { readConfig, readSecret } from '#shared/config.ts';
import { staff } from '#shared/contracts/staff.ts';
import { follow } from '#shared/follow.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { beginLife, serve } from '#shared/process.ts';
import { firstDay } from './first-day.ts';
import { salesProjection, termsProjection } from './followers.ts';
import { staffHandlers } from './handlers.ts';
import { openOffice } from './office.ts';

const migrations = join(import.meta.dirname, 'migrations');
const config = readConfig();
const log = openLog('staff', config);
const bus = connectBus('staff', config, log);
const life = beginLife(bus, log);
const database = await life.openDatabase(config, migrations);
const journal = openJournal(staff, database, bus);
const on = { bus, database, config, log, journal, alarms: openAlarms(database, bus) };
const pepper = readSecret(config, 'pin-pepper');
const office = openOffice(on, pepper, Intl.DateTimeFormat().resolvedOptions().timeZone);
if (config.POS_DEMO) {
  const call = { actor: { service: 'staff' }, at: new Date().toISOString() };
  await database.transact(() =>
    firstDay(office.people, pepper, (person) => office.announce('staff_saved', person, call)),
  );
}
const following = { ...on, asker: openAsker(bus), migrations };
const followers = [follow(following, termsProjection), follow(following, salesProjection)];
await serve(life, { ...on, followers }, staff, staffHandlers(office));
