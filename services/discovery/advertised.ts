import type { SeenScreen } from '#shared/contracts/discovery.ts';
import { identitiesOf, macOf, plain, serialOf, uuidOf } from './identity.ts';
import { RAW_PORT } from './maker.ts';
import type { Seen } from './sightings.ts';

/** A record as multicast-dns decodes it; whatever is in `data` is a stranger's. */
export interface DnsRecord {
  name?: unknown;
  type?: unknown;
  ttl?: unknown;
  data?: unknown;
}

/** What is advertised under one name. */
export interface Instance {
  name: string;
  type: string;
  /** Who has sent the record: not who the record speaks of. */
  host: string;
  port: number | undefined;
  txt: Map<string, string> | undefined;
  until: number;
}

const RAW = '_pdl-datastream._tcp.local';
const PRINTER_TYPES = [RAW, '_printer._tcp.local', '_ipp._tcp.local'];
const SCREEN_TYPE = '_pos-kds._tcp.local';

/** What is browsed for, by what is enabled. */
export function typesOf({ printers, screens }: { printers: boolean; screens: boolean }): string[] {
  return [...(printers ? PRINTER_TYPES : []), ...(screens ? [SCREEN_TYPE] : [])];
}

/** What a neighborhood of restaurants advertises; a flood of names gets no more memory. */
export const MOST_INSTANCES = 300;
/** Each under three types at the most, and a box with three printers. */
export const MOST_OF_ONE_HOST = 12;
/** One packet brings no more than this; a real one has some dozen records. */
const MOST_RECORDS = 100;
/** DNS-SD's own lifetime of a name; who says longer may have been gone for hours. */
const LONGEST_TTL_S = 75 * 60;
/** Keys of a TXT record that are kept: a printer has some twenty. */
const MOST_KEYS = 40;

/** What the network advertises under these types. Instants in ms of a clock that only goes on. */
export function openAdvertised(types: readonly string[]) {
  const instances = new Map<string, Instance>();

  function find(full: string, host: string, now: number): Instance | undefined {
    const key = full.toLowerCase();
    const type = types.find((one) => key.endsWith(`.${one}`));
    if (!type) return undefined;
    const known = instances.get(key);
    if (known) return known;
    for (const [other, { until }] of instances) if (until <= now) instances.delete(other);
    const ofHost = [...instances.values()].filter((one) => one.host === host);
    if (instances.size >= MOST_INSTANCES || ofHost.length >= MOST_OF_ONE_HOST) return undefined;
    const name = full.slice(0, -type.length - 1);
    const instance = { name, type, host, port: undefined, txt: undefined, until: now };
    instances.set(key, instance);
    return instance;
  }
  function hearOne({ name, type, ttl, data }: DnsRecord, host: string, now: number): void {
    if (typeof name !== 'string' || typeof ttl !== 'number') return;
    const full = type === 'PTR' && typeof data === 'string' ? data : name;
    if (type !== 'PTR' && type !== 'SRV' && type !== 'TXT') return;
    if (type === 'PTR' && !types.includes(name.toLowerCase())) return;
    if (ttl <= 0) {
      // its own goodbye only: nobody says it for another
      if (instances.get(full.toLowerCase())?.host === host) instances.delete(full.toLowerCase());
      return;
    }
    const instance = find(full, host, now);
    if (!instance) return;
    if (type === 'SRV') {
      const port = (data as { port?: unknown } | null | undefined)?.port;
      if (!Number.isInteger(port) || (port as number) < 1 || (port as number) > 65_535) return;
      [instance.port, instance.host] = [port as number, host];
    }
    if (type === 'TXT') {
      if (instance.port !== undefined && instance.host !== host) return;
      instance.txt = txtOf(data);
    }
    instance.until = Math.max(instance.until, now + Math.min(ttl, LONGEST_TTL_S) * 1_000);
  }

  return {
    hear(records: readonly DnsRecord[], host: string, now: number): void {
      for (const record of records.slice(0, MOST_RECORDS)) hearOne(record, host, now);
    },
    all: (now: number): Instance[] => [...instances.values()].filter(({ until }) => until > now),
    /** Full names whose port or TXT has not been heard: to be asked for. */
    unclear: (now: number): string[] =>
      [...instances.values()]
        .filter(({ until, port, txt }) => until > now && !(port && txt))
        .map(({ name, type }) => `${name}.${type}`),
  };
}

/** `ty=EPSON TM-m30` and so on; keys in small letters, the first of a name counts. */
export function txtOf(data: unknown): Map<string, string> {
  const txt = new Map<string, string>();
  for (const one of Array.isArray(data) ? data.slice(0, MOST_KEYS) : []) {
    const [, key, value] = /^([^=]+)=([^]*)$/.exec(String(one)) ?? [];
    if (key && !txt.has(key.toLowerCase())) txt.set(key.toLowerCase(), value ?? '');
  }
  return txt;
}

/** The printer that an advertisement is of; undefined where its port is not known yet. */
export function printerOf({ name, type, host, port, txt }: Instance): Seen | undefined {
  if (!PRINTER_TYPES.includes(type) || port === undefined) return undefined;
  const said = (key: string) => txt?.get(key) ?? '';
  const model = said('ty') || `${said('usb_mfg')} ${said('usb_mdl')}`.trim() || said('product');
  return {
    host,
    // LPD and IPP are not spoken here: such a printer is reached at its raw port, if at all
    port: type === RAW ? port : RAW_PORT,
    name: plain(name) || plain(model) || host,
    language: languageOf(`${model} ${said('pdl')} ${said('usb_cmd')} ${name}`),
    identities: ownIdentities(said, model),
    found_by: ['mdns'],
  };
}

/** The screen that an advertisement is of. */
export function screenOf(one: Instance): Omit<SeenScreen, 'seen_at'> | undefined {
  const { name, type, host, port, txt } = one;
  if (type !== SCREEN_TYPE || port === undefined) return undefined;
  const identities = ownIdentities((key) => txt?.get(key) ?? '', name);
  return { host, port, name: plain(name) || host, identities };
}

function ownIdentities(said: (key: string) => string, model: string): string[] {
  const serial = said('usb_ser') || said('serialnumber');
  return identitiesOf([macOf(said('mac')), uuidOf(said('uuid')), serialOf(model, serial)]);
}

/** What a model speaks, by its name; a laser printer of the office speaks neither. */
export function languageOf(model: string): Seen['language'] {
  if (/\b(TSP|mC-|mPOP|SP7\d\d|Star\b)/i.test(model)) return 'star';
  return /\bTM-|ESC\/?POS|SRP-|CT-[SE]\d/i.test(model) ? 'escpos' : null;
}
