import type { Sighting } from '#shared/contracts/discovery.ts';
import type { Printer } from './printer-setup.ts';

type Known = Pick<Printer, 'id' | 'host' | 'port' | 'identities'>;
type Seen = Pick<Sighting, 'host' | 'port' | 'identities'> & Partial<Sighting>;

/** What the network says of a printer that we have. */
export type Finding =
  /** It is where it should be, and more is known of it now. */
  | { what: 'learnt'; id: number; identities: string[] }
  | { what: 'home'; id: number }
  /** `vacated`: at its old address is somebody else, so it cannot be there as well. */
  | { what: 'moved'; id: number; host: string; vacated: boolean }
  /** Another machine is at its address, and it is nowhere to be seen. */
  | { what: 'stranger'; id: number }
  /** Two say that they are it, or it is where another printer of ours is: nobody is followed. */
  | { what: 'unclear'; id: number; hosts: string[] };
type Move = Extract<Finding, { what: 'moved' }>;

/**
 * What was found of each printer of ours; nothing of those nobody has seen. A printer without an
 * identity is never moved, and one keeps its port: one box may serve several. `refused`: those that
 * have not been met where they seem to be are not moved.
 */
export function findingsOf(
  printers: readonly Known[],
  seen: readonly Seen[],
  refused: readonly number[] = [],
): Finding[] {
  const findings = printers
    .flatMap((printer) => findingOf(printer, printers, seen) ?? [])
    .filter(({ what, id }) => what !== 'moved' || !refused.includes(id));
  return withoutCollisions(findings, printers);
}

/** One that cannot go may be in the way of another. */
function withoutCollisions(findings: Finding[], printers: readonly Known[]): Finding[] {
  const moves = findings.filter((one) => one.what === 'moved');
  const taken = moves.find((one) => isTaken(one, moves, printers));
  if (!taken) return findings;
  const unclear: Finding = { what: 'unclear', id: taken.id, hosts: [taken.host] };
  const rest = findings.map((one) => (one.id === taken.id ? unclear : one));
  return withoutCollisions(rest, printers);
}

/** Where two have changed places, both move at once. */
function isTaken({ id, host }: Move, moves: Move[], printers: readonly Known[]): boolean {
  const port = printers.find((one) => one.id === id)?.port;
  return printers.some((other) => {
    if (other.id === id || other.port !== port) return false;
    const goes = moves.find((move) => move.id === other.id);
    return (goes?.host ?? other.host) === host;
  });
}

function findingOf(
  printer: Known,
  printers: readonly Known[],
  seen: readonly Seen[],
): Finding | undefined {
  const { id, host, port, identities } = printer;
  const here = seen.find((one) => isAt(one, printer));
  const others = printers.filter((other) => other.id !== id && other.port === port);
  const vacated = here !== undefined && differ(here.identities, identities);
  const elsewhere = seen.filter((one) => one.port === port && one.host !== host);
  const hosts = elsewhere.filter((one) => isSame(one, printer)).map((one) => one.host);
  // the neighbor table still has for a while who is gone: who says more, elsewhere, counts more
  const isRemembered = here?.found_by?.every((by) => by === 'address') && hosts.length > 0;
  if (here && !isRemembered && (isSame(here, printer) || identities.length === 0)) {
    const ofOthers = here.identities.some((one) =>
      others.some((other) => other.identities.includes(one)),
    );
    const more = here.identities.filter((one) => !identities.includes(one));
    if (more.length === 0 || ofOthers) return { what: 'home', id };
    return { what: 'learnt', id, identities: [...identities, ...more] };
  }
  if (identities.length === 0) return undefined;
  if (hosts.length > 1) return { what: 'unclear', id, hosts };
  if (hosts[0] !== undefined) return { what: 'moved', id, host: hosts[0], vacated };
  return vacated ? { what: 'stranger', id } : undefined;
}

/** Which printer of ours a sighting is of: the one it is, or the one that has its address. */
export function printerSeen<K extends Known>(seen: Seen, printers: readonly K[]): K | undefined {
  const at = printers.find((printer) => isAt(seen, printer));
  if (at && !differ(seen.identities, at.identities)) return at;
  return printers.find((printer) => printer.port === seen.port && isSame(seen, printer));
}

const isAt = (one: Seen, other: Seen) => one.host === other.host && one.port === other.port;
const share = (one: string[], other: string[]) => one.some((each) => other.includes(each));
const isSame = ({ identities: one }: Seen, { identities: other }: Seen) =>
  share(one, other) && !differ(one, other);

/** Whether both say something of one kind, and not the same. */
function differ(one: string[], other: string[]): boolean {
  const kindOf = (identity: string) => identity.split(':')[0];
  return one.some((each) => other.some((two) => kindOf(two) === kindOf(each) && two !== each));
}
