import { join } from 'node:path';
import { openAlarms } from '#shared/alarms.ts';
import { openAsker } from '#shared/ask.ts';
import { connectBus } from '#shared/bus.ts';
import { readConfig } from '#shared/config.ts';
import { reporting } from '#shared/contracts/reporting.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { beginLife, serve } from '#shared/process.ts';
import { openDayBook } from './day-book.ts';
import { followAll } from './followers.ts';
import { reportingHandlers } from './handlers.ts';
import { openHeadline } from './headline.ts';
import { openRebuild } from './rebuild.ts';
import { openReports } from './reports-store.ts';
import { openZFiles } from './z-files.ts';

const migrations = join(import.meta.dirname, 'migrations');
const config = readConfig();
const log = openLog('reporting', config);
const bus = connectBus('reporting', config, log);
const life = beginLife(bus, log);
const database = await life.openDatabase(config, migrations, true); // others remember all of it
const [journal, alarms] = [openJournal(reporting, database, bus), openAlarms(database, bus)];
const reports = openReports(database.connection);
const book = openDayBook(reports);
const on = { bus, asker: openAsker(bus), database, config, alarms, log, migrations, journal };
const zFiles = await openZFiles(config.POS_DATA_DIR, reports.zReports, on);
const { show } = openHeadline(bus, book);
const followers = followAll(on, reports.zReports.closedBefore, show);
const desk = {
  ...on,
  reports,
  book,
  show,
  zFiles,
  rebuild: openRebuild(followers, show),
};
await serve(life, { ...on, followers }, reporting, reportingHandlers(desk));
show();
