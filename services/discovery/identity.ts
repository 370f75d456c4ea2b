/** Of one byte everywhere: no machine's, but what a broken one says. */
const NOBODY = /^(00:){5}00$|^(ff:){5}ff$/;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `mac:00:11:62:0a:0b:0c` of a MAC in any spelling or as six bytes; undefined: it is none. */
export function macOf(said: string | Uint8Array): string | undefined {
  const hex =
    typeof said === 'string'
      ? said.replaceAll(/[:.-]/g, '').toLowerCase()
      : Buffer.from(said).toString('hex');
  if (!/^[0-9a-f]{12}$/.test(hex)) return undefined;
  const mac = (hex.match(/../g) as string[]).join(':');
  const isOfMany = Number.parseInt(hex.slice(0, 2), 16) & 1; // a multicast address
  return isOfMany || NOBODY.test(mac) ? undefined : `mac:${mac}`;
}

/** `uuid:…`; undefined where it is none, or one of zeros only. */
export function uuidOf(said: string): string | undefined {
  const uuid = said.toLowerCase().replace(/^urn:uuid:/, '');
  return UUID.test(uuid) && /[1-9a-f]/.test(uuid) ? `uuid:${uuid}` : undefined;
}

/** A serial number is one among a model's. */
export function serialOf(model: string, serial: string): string | undefined {
  const said = `${plain(model)}/${plain(serial)}`;
  return plain(serial).length < 4 || said.length > 80 ? undefined : `serial:${said}`;
}

/** What a machine says of itself, as text for people: no control characters, at most 63. */
export function plain(said: string): string {
  return said
    .replaceAll(/[\p{C}\s]+/gu, ' ')
    .trim()
    .slice(0, 63);
}

/** One of each kind, the first that was said. */
export function identitiesOf(said: (string | undefined)[]): string[] {
  const kinds = new Map<string, string>();
  for (const one of said) {
    const kind = one?.split(':')[0];
    if (one && kind && !kinds.has(kind)) kinds.set(kind, one);
  }
  return [...kinds.values()];
}
