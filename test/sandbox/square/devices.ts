import { randomInt } from 'node:crypto';
import type { serialization } from 'square';
import { type Inside, newId } from './inside.ts';
import { invalid, notFound } from './refusal.ts';
import { SILENT_TERMINALS, TERMINALS } from './test-values.ts';
import type { DeviceCode } from './wire.ts';

/** A request for a code. */
export type Create = serialization.devices.CreateDeviceCodeRequest.Raw;

/** Somebody has to walk to the terminal and type it. */
const PAIR_WITHIN_MS = 5 * 60_000;
/** No letter that is taken for another one. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';
/** The devices API writes it before an id, the terminal API does not. */
const PREFIX = 'device:';

const bare = (device_id: string) => device_id.replace(PREFIX, '');
/** The codes that have been typed into a terminal. */
export const pairedCodes = ({ shelves }: Inside) =>
  shelves.codes
    .all()
    .map(({ code }) => code)
    .filter(({ status }) => status === 'PAIRED');

/** Whether a checkout can be sent there: a terminal of the sandbox, or one that was paired. */
export function knowsDevice(inside: Inside, device_id: string): boolean {
  const id = bare(device_id);
  const known = id in TERMINALS || id in SILENT_TERMINALS;
  return known || pairedCodes(inside).some((code) => code.device_id === id);
}

/** A new code, to be typed into a terminal. */
export function createCode(inside: Inside, { device_code: wanted }: Create): DeviceCode {
  const { clock, settings, shelves } = inside;
  const location_id = wanted.location_id ?? settings.location_id;
  if (location_id !== settings.location_id) throw notFound('Location', 'device_code.location_id');
  const now = clock.iso();
  const code: DeviceCode = {
    id: newId(),
    ...(wanted.name && { name: wanted.name }),
    code: Array.from({ length: 6 }, () => LETTERS[randomInt(LETTERS.length)]).join(''),
    product_type: 'TERMINAL_API',
    location_id,
    status: 'UNPAIRED',
    pair_by: new Date(clock.now() + PAIR_WITHIN_MS).toISOString(),
    created_at: now,
    status_changed_at: now,
  };
  const pairs_at = settings.pairing_ms > 0 ? { pairs_at: clock.now() + settings.pairing_ms } : {};
  shelves.codes.put(code.id, { code, ...pairs_at });
  return code;
}

/** Somebody has typed the code into a terminal; returns the terminal's id. */
export function pairDevice(inside: Inside, id: string, device_id = newId()): string {
  const { code } = findCode(inside, id);
  if (code.status !== 'UNPAIRED') throw invalid('BAD_REQUEST', `The code is ${code.status}.`);
  const now = inside.clock.iso();
  const changes = { status: 'PAIRED', device_id, paired_at: now, status_changed_at: now } as const;
  const device_code: DeviceCode = { ...code, ...changes };
  inside.shelves.codes.put(id, { code: device_code });
  inside.announce('device.code.paired', id, { device_code });
  return device_id;
}

/** A code on the shelf; throws where there is none. */
export function findCode({ shelves }: Inside, id: string | undefined) {
  const kept = shelves.codes.get(id ?? '');
  if (!kept) throw notFound(`Device code ${id}`);
  return kept;
}

/** Pairs by itself, where that is set; a code that nobody typed is of no use any more. */
export function settleCodes(inside: Inside): void {
  const now = inside.clock.now();
  for (const { code, pairs_at } of inside.shelves.codes.all()) {
    if (code.status !== 'UNPAIRED') continue;
    if (pairs_at !== undefined && now >= pairs_at) pairDevice(inside, code.id);
    else if (now >= Date.parse(code.pair_by)) {
      const status_changed_at = inside.clock.iso();
      const expired: DeviceCode = { ...code, status: 'EXPIRED', status_changed_at };
      inside.shelves.codes.put(code.id, { code: expired });
    }
  }
}

/** A device code as the terminal that it was typed into. */
export const deviceOf = (code: DeviceCode) => ({
  id: `${PREFIX}${code.device_id}`,
  created_at: code.paired_at ?? code.created_at,
  shown: {
    id: `${PREFIX}${code.device_id}`,
    attributes: {
      type: 'TERMINAL',
      manufacturer: 'Square',
      model: 'T2',
      ...(code.name && { name: code.name }),
      manufacturers_id: code.device_id,
      updated_at: code.status_changed_at,
    },
    components: [],
    status: { category: 'AVAILABLE' },
  },
});
