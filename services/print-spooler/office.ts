import type { Alarms } from '#shared/alarms.ts';
import type { Bus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { Log } from '#shared/log.ts';
import { openDesk, type Desk, type Office } from './desk.ts';
import { openDevices } from './devices.ts';
import { KITCHEN_SETTINGS_AT_FIRST } from './kitchen-settings.ts';
import { openKitchen } from './kitchen.ts';
import { openMachines } from './machines.ts';
import { openPrintSettings } from './printer-store.ts';
import { openQueue } from './queue.ts';
import { openSpooler } from './spooler.ts';
import { openSettings } from './store.ts';

interface House {
  database: Database;
  journal: Journal<typeof printSpooler>;
  bus: Bus;
  alarms: Alarms;
  config: Config;
  log: Log;
}

/** Everything that prints, put together; nothing begins before the spooler is woken. */
export function openOffice(house: House): Office & { desk: Desk } {
  const { database, journal, alarms, config, log } = house;
  const kitchen = openKitchen(house);
  const queue = openQueue(house);
  const machines = openMachines({ database, queue, alarms, config });
  const printSettings = openPrintSettings(database.connection);
  const { read: settings } = openSettings(database.connection);
  const kitchenSettings = () => KITCHEN_SETTINGS_AT_FIRST;
  const devices = openDevices({ ...house, settings, kitchenSettings });
  const press = { database, journal, queue, machines, printSettings };
  const spooler = openSpooler({ ...press, settings, log });
  const office = { ...press, kitchen, devices, spooler, settings };
  return { ...office, desk: openDesk(office) };
}
