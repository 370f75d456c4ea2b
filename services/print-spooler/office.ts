import type { Alarms } from '#shared/alarms.ts';
import type { Bus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { KitchenSettings } from '#shared/contracts/screens.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { Log } from '#shared/log.ts';
import { openDesk, type Desk, type Office } from './desk.ts';
import { openKitchen } from './kitchen.ts';
import { openMachines } from './machines.ts';
import { openPrintSettings } from './printer-store.ts';
import { openQueue } from './queue.ts';
import { openSpooler } from './spooler.ts';
import { openSettings } from './store.ts';
import { openWall } from './wall.ts';

interface House {
  database: Database;
  journal: Journal<typeof printSpooler>;
  bus: Bus;
  alarms: Alarms;
  config: Config;
  log: Log;
}

const AT_FIRST: KitchenSettings = {
  enabled: true,
  auto: true,
  language: 'en',
  sounds: true,
  slow_after_s: 300,
  late_after_s: 480,
  deliver_within_s: 30,
  preparation_min: 20,
  board_clears_after_s: 600,
  idle_lines: [],
};

/** Everything that prints, put together; nothing begins before the spooler is woken. */
export function openOffice(house: House): Office & { desk: Desk } {
  const { database, journal, alarms, config, log } = house;
  const kitchen = openKitchen(house);
  const queue = openQueue(house);
  const machines = openMachines({ database, queue, alarms, config });
  const printSettings = openPrintSettings(database.connection);
  const { read: settings } = openSettings(database.connection);
  const wall = openWall({ ...house, settings, kitchenSettings: () => AT_FIRST });
  const press = { database, journal, queue, machines, printSettings };
  const spooler = openSpooler({ ...press, settings, log });
  const office = { ...press, kitchen, wall, spooler, settings };
  return { ...office, desk: openDesk(office) };
}
