import { createServer } from 'node:http';
import { openAsker } from '#shared/ask.ts';
import { readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { beginLife } from '#shared/process.ts';
import { openBroker } from './broker.ts';
import { openCallers } from './caller.ts';
import { tellDelivered } from './delivery.ts';
import { type Devices, openDevices } from './devices.ts';
import { drain, listen } from './front-door.ts';
import { systemHandlers } from './handlers.ts';
import { openHttp } from './http.ts';
import { keepAnswers } from './kept.ts';
import { pages } from './pages.ts';
import { openSessions, type Sessions } from './sessions.ts';
import { openSetup } from './setup.ts';
import manifest from '../../package.json' with { type: 'json' };

const config = readConfig();
const log = openLog('gateway', config);
let sessions: Sessions | undefined;
let devices: Devices | undefined;
const broker = await openBroker(config, log, {
  session: async (token) => sessions?.find(token),
  screen: async (secret) => devices?.admit(secret),
});
const bus = broker.connect();
const life = beginLife(bus, log);
const asker = openAsker(bus);
sessions = openSessions(bus, asker, broker.endSession);
devices = openDevices(bus, asker, broker.endScreen);
broker.onDelivered(tellDelivered(asker));
const setup = openSetup(bus, asker);
const callers = openCallers(asker, { sessions, devices }, setup);
const handlers = systemHandlers(bus, asker, setup, config, manifest.version);
const people = pages(config, manifest.version);
const kept = keepAnswers(bus, asker);
const server = createServer(openHttp(kept, callers, handlers, log, [people]));
broker.takeScreens(server);
life.onStop(() => drain(server, bus));
await listen(server, config, log);
await life.ready();
