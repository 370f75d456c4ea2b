/** What the machine and its operator call this server; all of it in small letters. */
export interface Names {
  /** As the machine calls itself. */
  hostname: string;
  /** What the operator added: `POS_HOSTS`, and the host of the webhook's address. */
  added: readonly string[];
}

/** `pos.local:8000` → `pos.local`; `[::1]:8000` → `[::1]`; a last dot says nothing. */
const nameIn = (host: string) =>
  host
    .replace(/:\d+$/, '')
    .replace(/(?<=[^.])\.$/, '')
    .toLowerCase();

const isAddress = (name: string) => /^(\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f:.]+\])$/.test(name);

/**
 * Whether a Host header means this server. An address cannot be rebound to another machine; a name
 * can: a page from outside whose name points here would be let in as if it were ours.
 */
export function isOurName(host: string, { hostname, added }: Names): boolean {
  const name = nameIn(host);
  const own = hostname.toLowerCase();
  const first = own.split('.')[0] ?? own;
  return isAddress(name) || ['localhost', own, first, `${first}.local`, ...added].includes(name);
}

/**
 * Whether a page may write: one of ours may, whose origin is what it asks; and one that the
 * operator named, where a proxy stands before us. Apps send no Origin.
 */
export function isOurPage(origin: string | undefined, host: string, { added }: Names): boolean {
  if (origin === undefined) return true;
  const from = URL.parse(origin);
  if (!from || !/^https?:$/.test(from.protocol)) return false;
  const asked = URL.parse(`${from.protocol}//${host}`); // without the port that goes without saying
  return from.host === asked?.host || added.includes(from.hostname);
}
