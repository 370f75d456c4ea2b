import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { http } from '#shared/http.ts';
import { actionRoutes, settleActions } from './actions.ts';
import { type Control, makeControl } from './control.ts';
import { obeyOverHttp } from './control-http.ts';
import { openDesk } from './desk.ts';
import { deviceRoutes } from './device-routes.ts';
import { settleCodes } from './devices.ts';
import { makeFaults } from './faults.ts';
import { SCOPES } from './gate.ts';
import { DEFAULTS, type Inside, type Settings, startClock } from './inside.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { oauthRoutes } from './oauth.ts';
import { paymentRoutes } from './payment-routes.ts';
import { settlePayments } from './payments.ts';
import { placeRoutes } from './places.ts';
import { makePlans } from './plans.ts';
import { refundRoutes } from './refund-routes.ts';
import { settleRefunds } from './refunds.ts';
import { type Heard, serve } from './serve.ts';
import { openShelves } from './shelves.ts';
import { settleCheckouts } from './terminal.ts';
import { terminalRoutes } from './terminal-routes.ts';
import { startWebhooks } from './webhooks.ts';

interface Setup extends Partial<Settings> {
  /** 0, unless said: one that is free. */
  port?: number;
  /** Where it remembers; in memory, unless said. */
  file?: string;
}

/** A Square of our own at 127.0.0.1. */
export interface LocalSquare {
  readonly url: string;
  readonly port: number;
  readonly access_token: string;
  readonly location_id: string;
  control: Control;
  ledger: Ledger;
  /** Every request that came, oldest first, and what was answered; the last 1,000. */
  requests(): Heard[];
  /** Answers that were not in Square's own form; a test has none. */
  violations(): string[];
  close(): Promise<void>;
}

/** What has had its time is looked for so often, and at every request. */
const SETTLE_EACH_MS = 250;

const ROUTES = [
  paymentRoutes,
  refundRoutes,
  terminalRoutes,
  actionRoutes,
  deviceRoutes,
  placeRoutes,
  oauthRoutes,
];

/** Listens at 127.0.0.1. */
export async function startSquare({ port = 0, file, ...given }: Setup = {}): Promise<LocalSquare> {
  const settings = { ...DEFAULTS, ...given };
  const webhooks = startWebhooks();
  const clock = startClock();
  const inside: Inside = {
    settings,
    clock,
    ...openShelves(file),
    plans: makePlans(),
    announce(type, id, object) {
      const { merchant_id } = settings;
      const data = { type: type.slice(0, type.lastIndexOf('.')), id, object };
      webhooks.announce({ merchant_id, type, created_at: clock.iso(), data });
    },
  };
  const { access_token, location_id } = settings;
  if (!inside.shelves.tokens.get(access_token)) {
    const token = { access_token, scopes: SCOPES, revoked: false };
    inside.shelves.tokens.put(access_token, token);
  }
  const faults = makeFaults();
  const ledger = openLedger(inside);
  const settle = () => {
    settlePayments(inside);
    settleRefunds(inside);
    settleCheckouts(inside);
    settleActions(inside);
    settleCodes(inside);
    inside.save();
  };
  const routes = ROUTES.flatMap((routesOf) => routesOf(inside));
  const control = makeControl({ inside, routes, faults, webhooks });
  const obey = obeyOverHttp({
    control,
    ledger,
    requests: () => front.requests(),
    violations: () => front.violations(),
  });
  const front = serve({ routes, faults, desk: openDesk(inside, settle), obey });
  const server = http.createServer(front.listener).listen(port, '127.0.0.1');
  await once(server, 'listening');
  const timer = setInterval(settle, SETTLE_EACH_MS).unref();
  const taken = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    access_token,
    location_id,
    control,
    ledger,
    requests: front.requests,
    violations: front.violations,
    async close() {
      clearInterval(timer);
      inside.save();
      webhooks.close();
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
