import type { Alarms } from '#shared/alarms.ts';
import type { Bus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Database } from '#shared/database.ts';
import type { Journal } from '#shared/journal.ts';
import type { Log } from '#shared/log.ts';
import { type Calendar, openCalendar } from './calendar.ts';
import { type Courier, openCourier } from './courier.ts';
import { openDesk, type Desk, type Office } from './desk.ts';
import { openDevices } from './devices.ts';
import { openKitchen } from './kitchen.ts';
import { openKitchenSettings } from './kitchen-settings-store.ts';
import { openMachines } from './machines.ts';
import { openPrintSettings } from './printer-store.ts';
import { openQueue } from './queue.ts';
import { openSpooler } from './spooler.ts';
import { openSweeper, type Sweeper } from './sweeper.ts';
import { openSettings } from './store.ts';

interface House {
  database: Database;
  journal: Journal<typeof printSpooler>;
  bus: Bus;
  alarms: Alarms;
  config: Config;
  log: Log;
}

/** What is in the office, and what stands on it. */
interface Rooms extends Office {
  desk: Desk;
  calendar: Calendar;
  courier: Courier;
  sweeper: Sweeper;
}

/** Everything that prints, put together; nothing begins before the spooler is woken. */
export function openOffice(house: House): Rooms {
  const { database, journal, alarms, config, log } = house;
  const kitchenSettings = openKitchenSettings(database.connection);
  const kitchen = openKitchen({ ...house, settings: kitchenSettings.read });
  const queue = openQueue(house);
  const machines = openMachines({ database, queue, alarms, config });
  const printSettings = openPrintSettings(database.connection);
  const { read: settings } = openSettings(database.connection);
  const devices = openDevices({ ...house, settings, kitchenSettings: kitchenSettings.read });
  const press = { database, journal, queue, machines, printSettings };
  const spooler = openSpooler({ ...press, settings, log });
  const office = { ...press, kitchen, kitchenSettings, devices, spooler, settings };
  const desk = openDesk(office);
  const courier = openCourier(office, { alarms, log });
  const sweeper = openSweeper(office, log);
  return { ...office, desk, courier, sweeper, calendar: openCalendar(office, desk, log) };
}
