import { join } from 'node:path';
import { openAlarms } from '#shared/alarms.ts';
import { openAsker } from '#shared/ask.ts';
import { connectBus } from '#shared/bus.ts';
import { readConfig } from '#shared/config.ts';
import { printSpooler } from '#shared/contracts/print-spooler.ts';
import { follow } from '#shared/follow.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { beginLife, serve } from '#shared/process.ts';
import { demoPrinter } from './demo.ts';
import { drawerReaction, paperReaction, termsProjection } from './followers.ts';
import { printSpoolerHandlers } from './handlers.ts';
import { openOffice } from './office.ts';

const migrations = join(import.meta.dirname, 'migrations');
const config = readConfig();
const log = openLog('print-spooler', config);
const bus = connectBus('print-spooler', config, log);
const life = beginLife(bus, log);
const database = await life.openDatabase(config, migrations);
const journal = openJournal(printSpooler, database, bus);
const alarms = openAlarms(database, bus);
const office = openOffice({ database, journal, bus, alarms, config, log });
const { calendar, courier, desk, kitchen, machines, spooler } = office;
if (config.POS_DEMO) await database.transact(() => machines.keepDemo(demoPrinter(config)));
for (const { stop } of [calendar, courier, kitchen, spooler]) life.onStop(stop);
const asker = openAsker(bus);
const on = { bus, asker, database, config, alarms, log, migrations, journal };
const terms = follow(on, termsProjection(office));
const followers = [
  terms,
  follow(on, paperReaction(office, desk, calendar)),
  follow(on, drawerReaction(desk)),
];
void terms.ready.then(spooler.wake);
spooler.wake();
const handlers = printSpoolerHandlers({ office, desk, calendar, courier, asker });
await serve(life, { ...on, followers }, printSpooler, handlers);
