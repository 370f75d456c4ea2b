import { hostname } from 'node:os';
import product from '../../package.json' with { type: 'json' };
import { connectBus } from '#shared/bus.ts';
import { readCertificate } from '#shared/certificate.ts';
import { readConfig } from '#shared/config.ts';
import { openLog } from '#shared/log.ts';
import { beginLife } from '#shared/process.ts';
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
await life.ready();
