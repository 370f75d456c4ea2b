import { networkInterfaces } from 'node:os';
import type { Alarms } from '#shared/alarms.ts';
import type { Config } from '#shared/config.ts';
import type { PrinterCondition } from '#shared/contracts/printers.ts';
import type { Database } from '#shared/database.ts';
import { wrongField } from '#shared/errors.ts';
import { mayBePrinter, wrongOf } from './address.ts';
import { conditionOf, isBlocked, problemOf, type Sensors } from './condition.ts';
import { confirmsBy, type ConfirmsBy } from './dialect.ts';
import { connectPrinter, type PrinterLine } from './printer.ts';
import type { Address, Printer } from './printer-setup.ts';
import { openPrinters, type Printers } from './printer-store.ts';
import type { Queue } from './queue.ts';

/** What does not answer when asked how it is, is not asked before each job; it may learn to. */
const ASK_AGAIN_MS = 10 * 60_000;

/** The printers as machines: where they may be, how they are, and what they can say. */
export interface Machines extends Printers {
  /** Whether a printer may be there at all, as the machine's networks are now. */
  allowed(address: Address): boolean;
  /** PRINTER_ADDRESS_REFUSED, naming the field. */
  mustBeAllowed(address: Address): void;
  /** Connected, looked at, and well; or what is wrong. Nothing has been sent. */
  open(printer: Printer): Promise<Opened>;
  /** Notes how it is; its jobs, its alarm and its staff hear of it where that is news. */
  note(printer: Printer, condition: PrinterCondition, why?: string): Promise<void>;
  /** As `note`, of what it says itself. */
  heard(printer: Printer, sensors: Sensors): Promise<'blocked' | 'well'>;
}

type Opened =
  | { line: PrinterLine; by: ConfirmsBy }
  | { away: string }
  | { blocked: PrinterCondition };

interface House {
  database: Database;
  queue: Queue;
  alarms: Alarms;
  config: Config;
}

/** Why nothing is printed where somebody else is now. */
export const STRANGER =
  'another machine answers at its address; confirm the address to print there';
const NOT_OURS = "it is not on the restaurant's own network any more";

export function openMachines({ database, queue, alarms, config }: House): Machines {
  const printers = openPrinters(database.connection);
  const mute = new Map<string, number>();
  const demoPort = config.POS_DEMO ? config.POS_DEMO_PRINTER_PORT : undefined;

  const own = () => Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
  const allowed = (address: Address) => mayBePrinter(address, own(), demoPort);

  async function look(line: PrinterLine, { host, port }: Address): Promise<Sensors | undefined> {
    const name = `${host}:${port}`;
    if ((mute.get(name) ?? 0) > performance.now()) return undefined;
    const sensors = await line.sensors();
    if (sensors) mute.delete(name);
    else mute.set(name, performance.now() + ASK_AGAIN_MS);
    return sensors;
  }

  /** Asked once, of a printer that is well: one without paper does not answer this. */
  async function learn(line: PrinterLine, printer: Printer): Promise<ConfirmsBy> {
    if (printer.confirmation === 'none') return 'nothing';
    if (printer.confirms_by) return printer.confirms_by;
    const name = await line.name();
    const by = confirmsBy(printer.language, name);
    await database.transact(() => printers.learn(printer.id, name ?? null, by));
    return by;
  }

  async function note(printer: Printer, condition: PrinterCondition, why?: string): Promise<void> {
    const problem = problemOf(printer.name, condition, why);
    const now = printers.printer(printer.id);
    if (!now) return;
    const blocked = isBlocked(condition);
    const at = new Date().toISOString();
    const isNews = now.status !== condition || now.problem !== problem;
    // what was tried before keeps saying why that failed
    const waiting = queue.toldOtherwise(now, blocked ? problem : null);
    if (!isNews && waiting.length === 0) return;
    await database.transact(() => {
      printers.hear(printer.id, { status: condition, problem, status_at: at });
      for (const id of waiting) {
        const job = queue.find(id);
        if (job?.status === 'queued') queue.explain(job, blocked ? problem : null);
      }
    });
    if (!isNews) return;
    const alarm = `printer_${printer.id}`;
    await (problem ? alarms.raise(alarm, problem) : alarms.clear(alarm));
  }

  async function heard(printer: Printer, sensors: Sensors): Promise<'blocked' | 'well'> {
    const condition = conditionOf(sensors);
    await note(printer, condition);
    return isBlocked(condition) ? 'blocked' : 'well';
  }

  return {
    ...printers,
    allowed,
    mustBeAllowed(address) {
      const wrong = wrongOf(address, own(), demoPort);
      if (wrong) throw wrongField('PRINTER_ADDRESS_REFUSED', wrong);
    },
    note,
    heard,
    async open(printer) {
      if (!allowed(printer)) return { away: NOT_OURS };
      if (printers.isEstranged(printer.id)) return { away: STRANGER };
      const line = await connectPrinter(printer, printer.language).catch((error: Error) => error);
      if (line instanceof Error) return { away: line.message };
      const sensors = await look(line, printer);
      const condition = sensors ? conditionOf(sensors) : 'ready';
      if (isBlocked(condition)) {
        await line.close();
        return { blocked: condition };
      }
      if (line.problem) return { away: line.problem };
      const by = await learn(line, printer);
      await note(printer, condition);
      return { line, by };
    },
  };
}
