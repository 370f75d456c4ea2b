import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { Sighting } from '#shared/contracts/discovery.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Office } from './desk.ts';
import type { Printer } from './printer-setup.ts';
import { probePrinter } from './probe.ts';
import type { Scout } from './scout.ts';
import { printerSeen } from './whereabouts.ts';

type DiscoveryHandlers = Pick<
  Handlers<typeof printSpooler, Call>,
  'discover_printers' | 'probe_printer' | 'discover_kitchen_screens'
>;

/** What is on the network. Nothing of it is used before an admin has said so. */
export function discoveryHandlers(office: Office, scout: Scout): DiscoveryHandlers {
  const { devices, machines, spooler } = office;
  return {
    async discover_printers({ refresh }) {
      const [{ seen, search }] = await Promise.all([
        scout.printers(refresh),
        refresh ? spooler.look() : undefined,
      ]);
      return { printers: everyPrinter(machines.printers(), seen), search };
    },
    async probe_printer(address) {
      machines.mustBeAllowed(address);
      const probed = await probePrinter(address);
      const { seen } = await scout.printers(true, [address]);
      const there = seen.find(({ host, port }) => host === address.host && port === address.port);
      const { identities = [], language = null } = there ?? {};
      const known = printerSeen({ ...address, identities }, machines.printers());
      const printer_id = known?.id ?? null;
      return {
        ...address,
        ...probed,
        language: probed.language ?? language,
        identities,
        printer_id,
      };
    },
    async discover_kitchen_screens() {
      const { search, seen } = await scout.screens(true);
      const screens = devices.screens.all().filter(({ kind }) => kind === 'kitchen');
      return { screens, seen, search };
    },
  };
}

/** Ours first, then who is on the network and is none of them. */
function everyPrinter(ours: Printer[], seen: Sighting[]) {
  const known = ours.map((printer) => {
    const { id: printer_id, host, port, name, status, language, identities } = printer;
    const now = seen.find((one) => printerSeen(one, [printer]) !== undefined);
    const found_by = now?.found_by ?? [];
    return { host, port, name, printer_id, status, language, identities, found_by };
  });
  const others = seen
    .filter((one) => !printerSeen(one, ours) && !one.found_by.every((by) => by === 'address'))
    .map((one) => ({ ...one, printer_id: null, status: 'unknown' as const }));
  return [...known, ...others];
}
