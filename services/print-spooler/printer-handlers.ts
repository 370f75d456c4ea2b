import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { PrinterAnswer } from '#shared/contracts/printers.ts';
import type { Actor } from '#shared/contracts/service.ts';
import { PosError } from '#shared/errors.ts';
import type { Desk, Office } from './desk.ts';
import { given } from './given.ts';
import type { Address, Printer, PrinterSetup } from './printer-setup.ts';
import type { Scout } from './scout.ts';

type PrinterHandlers = Pick<
  Handlers<typeof printSpooler, Call>,
  | 'list_printers'
  | 'add_printer'
  | 'change_printer'
  | 'delete_printer'
  | 'select_printer'
  | 'test_printer'
>;

/** A house has a handful; each has a worker and is asked each minute. */
const MOST_PRINTERS = 50;
/** A printer before anybody says more of it: the usual one, 80 mm wide, that prints nothing. */
const AT_FIRST = {
  language: 'escpos',
  columns: 48,
  code_page: 'WPC1252',
  confirmation: 'auto',
  receipts: false,
  order_tickets: false,
  order_numbers: false,
  drawer: false,
  stations: [],
  tills: [],
  backup_printer_id: null,
} satisfies Partial<PrinterSetup>;

export function printerHandlers(office: Office, desk: Desk, scout: Scout): PrinterHandlers {
  const { journal, kitchen, queue, machines, spooler } = office;

  const answer = (printer: Printer): PrinterAnswer => {
    return { ...printer, waiting: queue.waiting(printer.id) };
  };
  function find(printer_id: number): Printer {
    const printer = machines.printer(printer_id);
    if (!printer) throw new PosError('PRINTER_NOT_FOUND', { printer_id });
    return printer;
  }
  /** What must hold of a printer as it is to be; `id`: it is there already. */
  function check(setup: PrinterSetup, id?: number): void {
    const { name, host, port, stations, backup_printer_id } = setup;
    const others = machines.printers().filter((other) => other.id !== id);
    machines.mustBeAllowed({ host, port });
    if (others.some((other) => other.name === name)) throw new PosError('NAME_TAKEN');
    const known = others.find((other) => other.host === host && other.port === port);
    if (known) throw new PosError('PRINTER_KNOWN', { printer_id: known.id });
    const known_ids = kitchen.stations.all().map((one) => one.id);
    const unknown = stations.find((station) => !known_ids.includes(station));
    if (unknown) throw new PosError('UNKNOWN_STATION', { station_id: unknown });
    if (backup_printer_id === null) return;
    if (!others.some((other) => other.id === backup_printer_id)) {
      throw new PosError('PRINTER_NOT_FOUND', { printer_id: backup_printer_id });
    }
  }
  function saved(id: number, actor: Actor, at: string): PrinterAnswer {
    const printer = find(id);
    journal.announce('printer_saved', printer, actor, at);
    return answer(printer);
  }
  function change(before: Printer, said: Partial<PrinterSetup>, { actor, at }: Call) {
    const after = { ...before, ...given(said) };
    check(after, before.id);
    machines.change(before.id, after);
    if (!isSameMachine(before, after)) machines.unlearn(before.id);
    // who says the address, says that the machine there is it, whatever it was before
    if (said.host !== undefined || said.port !== undefined) machines.identify(before.id, []);
    office.database.afterCommit(spooler.wake);
    office.database.afterCommit(() => void scout.look());
    return saved(before.id, actor, at);
  }

  return {
    async list_printers({ refresh }) {
      if (refresh) await spooler.look();
      return { printers: machines.printers().map(answer) };
    },
    add_printer(said, { actor, at }) {
      const setup = { ...AT_FIRST, ...given(said) } as PrinterSetup;
      check(setup);
      if (machines.printers().length >= MOST_PRINTERS) throw new PosError('TOO_MANY');
      office.database.afterCommit(() => void scout.look());
      return saved(machines.add(setup), actor, at);
    },
    change_printer({ printer_id, ...said }, call) {
      return change(find(printer_id), said, call);
    },
    select_printer({ printer_id, ...said }, call) {
      return change(find(printer_id), said, call);
    },
    delete_printer({ printer_id }, { actor, at }) {
      find(printer_id);
      const waiting = queue.openAt(printer_id);
      if (waiting) throw new PosError('PRINTER_HAS_JOBS', { waiting });
      machines.forget(printer_id);
      journal.announce('printer_deleted', { id: printer_id }, actor, at);
      return { id: printer_id };
    },
    test_printer({ printer_id }, { key, actor, at, caller }) {
      const { name: printer_name, host, port, language } = find(printer_id);
      const document = { printer_name, address: `${host}:${port}`, language };
      const of = { order_id: null, order_version: null, order_number: null };
      const wanted = { kind: 'test', document, ...of, till: caller.till ?? null } as const;
      const [job] = desk.asked(wanted, { key, actor, at, printer_id });
      return { job_id: job?.id as string };
    },
  };
}

function isSameMachine(one: Address & Printer, other: Address & Printer): boolean {
  return (['host', 'port', 'language', 'confirmation'] as const).every(
    (name) => one[name] === other[name],
  );
}
