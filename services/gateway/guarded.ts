import { type Asker, openAsker } from '#shared/ask.ts';
import type { Bus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';
import type { Log } from '#shared/log.ts';
import { type Broker, openBroker } from './broker.ts';
import { tellDelivered } from './delivery.ts';
import { type Devices, openDevices } from './devices.ts';
import { openSessions, type Sessions } from './sessions.ts';

interface Guarded {
  broker: Broker;
  bus: Bus;
  asker: Asker;
  sessions: Sessions;
  devices: Devices;
}

/** The broker with those who know whom it lets in, and who hear of it over the broker itself. */
export async function openGuardedBroker(config: Config, log: Log): Promise<Guarded> {
  let known: Guarded | undefined;
  const broker = await openBroker(config, log, {
    session: async (token) => known?.sessions.find(token),
    screen: async (secret) => known?.devices.admit(secret),
  });
  const bus = broker.connect();
  const asker = openAsker(bus);
  const sessions = openSessions(bus, asker, broker.endSession);
  const devices = openDevices(bus, asker, broker.endScreen);
  broker.onDelivered(tellDelivered(asker));
  known = { broker, bus, asker, sessions, devices };
  return known;
}
