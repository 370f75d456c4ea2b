import type { Alarms } from '#shared/alarms.ts';
import type { Asker } from '#shared/ask.ts';
import type { Config } from '#shared/config.ts';
import { discovery, type SeenScreen, type Sighting } from '#shared/contracts/discovery.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import type { Office } from './desk.ts';
import { STRANGER } from './machines.ts';
import { hasLeft, isReached } from './probe.ts';
import type { Printer } from './printer-setup.ts';
import { type Finding, findingsOf } from './whereabouts.ts';

/** A printer that got another address is missed for a minute at most. */
const LOOK_EVERY_MS = 60_000;
/** Discovery answers within 2 s; who asks must not wait long where it is away. */
const PATIENCE_MS = 4_000;
/** Whoever comes in tomorrow still reads that a printer has another address. */
const MOVED_TOLD_FOR_MS = 24 * 3600_000;

type Search = 'done' | 'off' | 'unavailable';

export interface Scout {
  /** What is on the network, none of it approved; `hosts` are asked besides our printers. */
  printers(search: boolean, hosts?: Pick<Printer, 'host' | 'port'>[]): Promise<Found<Sighting>>;
  screens(search: boolean): Promise<Found<SeenScreen>>;
  /** Looks for our own printers, and follows those that have another address. */
  look(): Promise<void>;
  stop(): void;
}
type Found<T> = { search: Search; seen: T[] };

type Field = { asker: Asker; alarms: Alarms; config: Config; log: Log };

export function openScout(office: Office, { asker, alarms, config, log }: Field): Scout {
  const { database, journal, machines, spooler } = office;
  const told = new Map<number, number>();
  let looking: Promise<void> = Promise.resolve();
  let next: Promise<void> | undefined;

  async function asked<T>(question: () => Promise<{ enabled: boolean; seen: T[] }>) {
    try {
      const { enabled, seen } = await question();
      return { search: enabled ? 'done' : 'off', seen } satisfies Found<T>;
    } catch (error) {
      if (!(error instanceof PosError)) throw error;
      return { search: 'unavailable', seen: [] } satisfies Found<T>;
    }
  }
  async function printers(search: boolean, hosts: Pick<Printer, 'host' | 'port'>[] = []) {
    if (!config.PRINTER_DISCOVERY_ENABLED) return { search: 'off' as const, seen: [] };
    const addresses = [...machines.printers(), ...hosts].map(({ host, port }) => ({ host, port }));
    return asked<Sighting>(async () => {
      const input = { search, addresses };
      const how = { patience_ms: PATIENCE_MS };
      const said = await asker.ask(discovery, 'find_printers', input, how);
      return { enabled: said.enabled, seen: said.printers };
    });
  }
  /** A printer may be followed only where nobody can be mistaken. */
  async function isProven({ id, host, vacated }: Move): Promise<boolean> {
    const printer = machines.printer(id);
    const there = printer && { host, port: printer.port };
    if (!printer || !there || !machines.allowed(there) || !(await isReached(there))) return false;
    return vacated || !machines.allowed(printer) || hasLeft(printer);
  }
  async function settle(seen: Sighting[]): Promise<void> {
    const before = machines.printers();
    const moves = findingsOf(before, seen).filter((one) => one.what === 'moved');
    const proven = await Promise.all(moves.map(isProven));
    const refused = moves.filter((_, i) => !proven[i]).map(({ id }) => id);
    const settled = findingsOf(before, seen, refused);
    await database.transact(() => {
      // somebody may have changed them while their addresses were tried
      const now = new Map(machines.printers().map((one) => [one.id, one]));
      const isAsBefore = before.every(({ id, host }) => now.get(id)?.host === host);
      for (const one of isAsBefore ? settled : []) note(one, now.get(one.id) as Printer);
    });
    for (const { id } of settled.filter(({ what }) => what === 'stranger')) {
      const printer = machines.printer(id);
      if (printer) await machines.note(printer, 'away', STRANGER);
    }
    await tell(settled);
  }
  function note(one: Finding, { id, name, host: from, port }: Printer): void {
    const at = new Date().toISOString();
    const actor = { service: 'print-spooler' };
    if (one.what === 'learnt') {
      machines.identify(id, one.identities);
      journal.announce('printer_saved', machines.printer(id) as Printer, actor, at);
    }
    if (one.what === 'stranger') machines.estrange(id, true);
    if (one.what === 'home' && machines.isEstranged(id)) machines.estrange(id, false);
    if (one.what !== 'moved') return;
    machines.move(id, one.host);
    const { identities } = machines.printer(id) as Printer;
    const moved = { id, name, host: one.host, port, identities, from };
    journal.announce('printer_moved', moved, actor, at);
    log.info(moved, 'a printer has another address and was followed there');
    database.afterCommit(spooler.wake);
  }
  async function tell(settled: Finding[]): Promise<void> {
    const now = performance.now();
    for (const { id, name } of machines.printers()) {
      const one = settled.find((finding) => finding.id === id);
      const alarm = `printer_moved_${id}`;
      const unclear = `printer_unclear_${id}`;
      if (one?.what === 'moved') {
        told.set(id, now + MOVED_TOLD_FOR_MS);
        await alarms.raise(alarm, `${name} has a new address, ${one.host}, and prints there.`);
      } else if ((told.get(id) ?? 0) <= now) await alarms.clear(alarm);
      if (one?.what === 'unclear') {
        const where = one.hosts.join(' and ');
        await alarms.raise(unclear, `${name} may be at ${where}, which is not sure: look there.`);
      } else await alarms.clear(unclear);
    }
  }
  async function lookOnce(): Promise<void> {
    if (machines.printers().length === 0) return;
    const { search, seen } = await printers(true);
    if (search === 'done') await settle(seen);
  }
  /** One after the other; what changes while one is under way is looked at in the next. */
  function look(): Promise<void> {
    next ??= looking.then(() => {
      next = undefined;
      looking = lookOnce().catch((error: Error) => {
        log.error({ err: error }, 'printers were not looked for');
      });
      return looking;
    });
    return next;
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS).unref();

  return {
    printers,
    async screens(search) {
      if (!config.KITCHEN_SCREEN_DISCOVERY_ENABLED) return { search: 'off', seen: [] };
      return asked<SeenScreen>(async () => {
        const how = { patience_ms: PATIENCE_MS };
        const said = await asker.ask(discovery, 'find_screens', { search }, how);
        return { enabled: said.enabled, seen: said.screens };
      });
    },
    look,
    stop: () => clearInterval(timer),
  };
}

type Move = Extract<Finding, { what: 'moved' }>;
