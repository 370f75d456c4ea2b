import { join } from 'node:path';
import { openAlarms } from '#shared/alarms.ts';
import { openAsker } from '#shared/ask.ts';
import { connectBus } from '#shared/bus.ts';
import { readConfig } from '#shared/config.ts';
import { catalog } from '#shared/contracts/catalog.ts';
import { follow } from '#shared/follow.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import { beginLife, serve } from '#shared/process.ts';
import { openBoard } from './board.ts';
import { firstDay } from './first-day.ts';
import { countsReaction, setupReaction } from './followers.ts';
import { catalogHandlers, inTime, openAnnounce } from './handlers.ts';
import { openStore } from './store.ts';
import { openTimer } from './timer.ts';

const migrations = join(import.meta.dirname, 'migrations');
const config = readConfig();
const log = openLog('catalog', config);
const bus = connectBus('catalog', config, log);
const life = beginLife(bus, log);
const database = await life.openDatabase(config, migrations);
const journal = openJournal(catalog, database, bus);
const alarms = openAlarms(database, bus);
const store = openStore(database.connection);
await database.transact(() => firstDay(store, journal, config.POS_DEMO));
const board = openBoard(bus, store);
const announce = openAnnounce(database, journal, board);
const ring = () => database.transact(() => inTime(store, announce, new Date().toISOString()));
const timer = openTimer(store.nextDue, ring);
life.onStop(timer.stop);
const on = { bus, asker: openAsker(bus), database, config, log, journal, alarms, migrations };
const followers = [
  follow(on, countsReaction(database, store, board)),
  follow(on, setupReaction(store, announce)),
];
const handlers = catalogHandlers(database, store, board, announce, timer);
await serve(life, { ...on, followers }, catalog, handlers);
