import { instantOf } from './credentials.ts';
import { readable } from './outcome.ts';
import { LOOK_MS, MONEY_MS, type Square } from './square.ts';
import { asCheckout, checkoutOf, type ToldCheckout } from './terminal.ts';
import { wordOf } from './told.ts';
import type { Square as Api } from 'square';

/** A code as Square tells of it. */
export interface ToldCode {
  id: string;
  code: string | null;
  /** PAIRED, UNPAIRED, EXPIRED or UNKNOWN. */
  status: string;
  device_id: string | null;
  pair_by: string | null;
}

function checkout(told: Api.TerminalCheckout | undefined): ToldCheckout {
  return readable(() => checkoutOf(told));
}

function code(told: Api.DeviceCode | undefined): ToldCode {
  return readable(() => {
    const id = wordOf(told?.id);
    if (!told || !id) return undefined;
    return {
      id,
      code: wordOf(told.code),
      status: wordOf(told.status) ?? 'UNKNOWN',
      device_id: wordOf(told.deviceId),
      pair_by: instantOf(told.pairBy),
    };
  });
}

/** What is said to Square about its terminals; every failure is a SquareFailure. */
export function openTerminals({ run, account }: Square) {
  return {
    /** The same key gives the same code. */
    async newCode(idempotencyKey: string, name: string): Promise<ToldCode> {
      const { location_id: locationId } = account();
      const deviceCode = { productType: 'TERMINAL_API', name, locationId } as const;
      const request = { idempotencyKey, deviceCode };
      const told = await run(LOOK_MS, ({ devices }, o) => devices.codes.create(request, o));
      return code(told.deviceCode);
    },
    async readCode(id: string): Promise<ToldCode> {
      const told = await run(LOOK_MS, ({ devices }, o) => devices.codes.get({ id }, o));
      return code(told.deviceCode);
    },
    async send(request: string): Promise<ToldCheckout> {
      const wanted = asCheckout(request);
      const told = await run(MONEY_MS, ({ terminal }, o) => terminal.checkouts.create(wanted, o));
      return checkout(told.checkout);
    },
    async read(checkoutId: string): Promise<ToldCheckout> {
      const asked = { checkoutId };
      const told = await run(LOOK_MS, ({ terminal }, o) => terminal.checkouts.get(asked, o));
      return checkout(told.checkout);
    },
    async cancel(checkoutId: string): Promise<ToldCheckout> {
      const asked = { checkoutId };
      const told = await run(LOOK_MS, ({ terminal }, o) => terminal.checkouts.cancel(asked, o));
      return checkout(told.checkout);
    },
  };
}
