import { hash, randomBytes } from 'node:crypto';
import type { Call } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { orders } from '#shared/contracts/orders.ts';
import type { printSpooler } from '#shared/contracts/print-spooler.ts';
import type { Screen } from '#shared/contracts/screens.ts';
import { PosError } from '#shared/errors.ts';
import type { Office } from './desk.ts';
import { approved, codeOf, givesWay, lately, mayRegister, screenIdOf } from './screen.ts';

type ScreenHandlers = Pick<
  Handlers<typeof printSpooler, Call>,
  | 'register_screen'
  | 'get_own_screen'
  | 'choose_screen_tip'
  | 'list_screens'
  | 'approve_screen'
  | 'delete_screen'
  | 'check_screen'
  | 'screen_seen'
  | 'select_kitchen_screen'
  | 'list_kitchen_screens'
  | 'delete_kitchen_screen'
>;
type Purpose = Parameters<typeof approved>[1];

const SECRET_BYTES = 32;
/** What an id or a code is drawn from. */
const CHANCE_BYTES = 4;

export function screenHandlers(office: Office, asker: Asker): ScreenHandlers {
  const { journal, kitchen, devices } = office;
  const { screens } = devices;
  /** When each address last registered something: lost with a restart, the caps are not. */
  const registrations = new Map<string, string[]>();

  function find(screen_id: string, kind?: Screen['kind']): Screen {
    const screen = screens.find(screen_id);
    if (!screen || (kind && screen.kind !== kind))
      throw new PosError('SCREEN_NOT_FOUND', { screen_id });
    return screen;
  }
  /** The one that calls. */
  function own({ caller }: Call): Screen {
    const screen = caller.screen_id === undefined ? undefined : screens.find(caller.screen_id);
    if (!screen) throw new PosError('FORBIDDEN');
    return screen;
  }
  /** Counts each registration of an address, for a minute. */
  function register(address: string, at: string): void {
    for (const [one, instants] of registrations) {
      if (lately(instants, at).length === 0) registrations.delete(one);
    }
    const recent = lately(registrations.get(address) ?? [], at);
    mayRegister(recent, at);
    registrations.set(address, [...recent, at]);
  }
  function remove({ screen_id }: Screen, { actor, at }: Call): { screen_id: string } {
    screens.remove(screen_id);
    journal.announce('screen_deleted', { screen_id }, actor, at);
    devices.changed(screen_id);
    return { screen_id };
  }
  function approve(before: Screen, said: Purpose, { actor, at }: Call): Screen {
    const stations = kitchen.stations.all();
    const unknown = said.stations?.find((id) => !stations.some((station) => station.id === id));
    if (unknown) throw new PosError('STATION_NOT_FOUND', { station_id: unknown });
    const usual = stations.find(({ is_default }) => is_default)?.id as string;
    const screen = approved(before, said, { at, others: screens.all(), usual });
    screens.change(screen);
    journal.announce('screen_approved', screen, actor, at);
    devices.changed(screen.screen_id);
    return screen;
  }

  const ofKitchen = () => screens.all().filter(({ kind }) => kind === 'kitchen');

  return {
    register_screen({ kind, name }, call) {
      const { caller, actor, at } = call;
      register(caller.address ?? '', at);
      const all = screens.all();
      const late = givesWay(all, at);
      if (late) remove(late, call);
      const secret = randomBytes(SECRET_BYTES).toString('base64url');
      const screen: Screen = {
        screen_id: draw(
          (bytes) => screenIdOf(kind, bytes),
          all.map((one) => one.screen_id),
        ),
        kind,
        name,
        status: 'pending',
        code: draw(
          codeOf,
          all.map(({ code }) => code),
        ),
        till: null,
        stations: [],
        registered_at: at,
        approved_at: null,
        seen_at: null,
      };
      screens.add(screen, hash('sha256', secret, 'hex'));
      journal.announce('screen_registered', screen, actor, at);
      devices.changed(screen.screen_id);
      return { ...screen, secret };
    },
    get_own_screen: (_, call) => own(call),
    async choose_screen_tip({ order_id, tip }, call) {
      const { till } = own(call);
      if (till === null) throw new PosError('FORBIDDEN');
      const { caller, key } = call;
      return asker.ask(orders, 'choose_tip', { order_id, till, tip }, { caller, key });
    },
    list_screens: ({ kind }) => ({
      screens: screens.all().filter((screen) => kind === undefined || screen.kind === kind),
    }),
    approve_screen: ({ screen_id, ...said }, call) => approve(find(screen_id), said, call),
    delete_screen: ({ screen_id }, call) => remove(find(screen_id), call),
    check_screen({ secret_hash }) {
      const screen = screens.ofSecret(secret_hash);
      if (!screen) throw new PosError('UNAUTHENTICATED');
      return screen;
    },
    screen_seen({ screen_id }, { at }) {
      screens.seen(screen_id, at);
      devices.changed(screen_id);
      return {};
    },
    select_kitchen_screen: ({ screen_id, ...said }, call) =>
      approve(find(screen_id, 'kitchen'), said, call),
    list_kitchen_screens: () => ({
      screens: ofKitchen().filter(({ status }) => status === 'approved'),
    }),
    delete_kitchen_screen: ({ screen_id }, call) => remove(find(screen_id, 'kitchen'), call),
  };
}

/** By lot, until it is none that is there. */
function draw(from: (chance: Uint8Array) => string, taken: (string | null)[]): string {
  for (;;) {
    const drawn = from(randomBytes(CHANCE_BYTES));
    if (!taken.includes(drawn)) return drawn;
  }
}
