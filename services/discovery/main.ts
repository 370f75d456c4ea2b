import { hostname } from 'node:os';
import product from '../../package.json' with { type: 'json' };
import { connectBus } from '#shared/bus.ts';
import { readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { beginLife } from '#shared/process.ts';
import { advertise } from './mdns.ts';

const config = readConfig();
const log = openLog('discovery', config);
const bus = connectBus('discovery', config, log);
const life = beginLife(bus, log);
if (config.POS_ADVERTISE) {
  const server = { port: config.POS_PORT, version: product.version, hostname: hostname() };
  const advertisement = advertise(server, log);
  life.onStop(() => advertisement.stop());
}
await life.ready();
