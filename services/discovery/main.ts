import { hostname } from 'node:os';
import product from '../../package.json' with { type: 'json' };
import { answerReads } from '#shared/answer-reads.ts';
import { connectBus } from '#shared/bus.ts';
import { readCertificate } from '#shared/certificate.ts';
import { readConfig } from '#shared/config.ts';
import { discovery } from '#shared/contracts/discovery.ts';
import { openLog } from '#shared/log.ts';
import { beginLife } from '#shared/process.ts';
import { openFinder } from './finder.ts';
import { discoveryHandlers } from './handlers.ts';
import { advertise } from './mdns.ts';

const config = readConfig();
const log = openLog('discovery', config);
const bus = connectBus('discovery', config, log);
const life = beginLife(bus, log);
if (config.POS_ADVERTISE) {
  const { fingerprint } = (await readCertificate(config)) ?? {};
  const [port, version] = [config.POS_PORT, product.version];
  const server = { port, version, hostname: hostname(), fingerprint };
  const advertisement = advertise(server, log);
  life.onStop(() => advertisement.stop());
}
const printers = config.PRINTER_DISCOVERY_ENABLED;
const screens = config.KITCHEN_SCREEN_DISCOVERY_ENABLED;
const finder = openFinder({ printers, screens, log });
life.onStop(() => finder.stop());
answerReads({ bus, log }, discovery, discoveryHandlers(finder, config));
await life.ready();
