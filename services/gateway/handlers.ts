import type { Call } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import type { Bus } from '#shared/bus.ts';
import type { Config } from '#shared/config.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { everyService } from '#shared/contracts/service.ts';
import { type Alarm, system } from '#shared/contracts/system.ts';
import { asyncApi } from '#shared/docs/asyncapi.ts';
import { openApi } from '#shared/docs/openapi.ts';
import { PosError } from '#shared/errors.ts';
import { type Heard, healthOf } from './health.ts';

/** The gateway's own operations: what it heard from the others, and the documents. */
export function systemHandlers(
  bus: Bus,
  asker: Asker,
  config: Config,
  version: string,
): Handlers<typeof system, Call> {
  const heard = new Map<string, Heard>();
  const alarms = new Map<string, Alarm>();
  const started = performance.now();
  const documents = { version, contracts: CONTRACTS };
  const [openapi, asyncapi] = [openApi(documents), asyncApi(documents)];
  const services = CONTRACTS.map(({ service }) => service).filter((name) => name !== bus.name);

  bus.onStatus('+', (status, service) => {
    heard.set(service, { status, heard_at_ms: performance.now() });
  });
  bus.subscribe('pos/now/alarms/+/+', (message, topic) => {
    if (message) alarms.set(topic, JSON.parse(message) as Alarm);
    else alarms.delete(topic);
  });

  return {
    health: (_, { at }) => ({
      ...healthOf(services, heard, alarms.size, { at, now_ms: performance.now() }),
      version,
      uptime: Math.floor((performance.now() - started) / 1000),
      demo: config.POS_DEMO,
    }),
    openapi: () => openapi,
    asyncapi: () => asyncapi,
    list_alarms: () => ({
      alarms: [...alarms.values()].sort((a, b) => (a.since < b.since ? 1 : -1)),
    }),
    async acknowledge_alarm({ alarm_id }, { caller, key }) {
      const alarm = [...alarms.values()].find(({ id }) => id === alarm_id);
      if (!alarm) throw new PosError('ALARM_NOT_FOUND');
      const { service } = alarm;
      return asker.ask(everyService, 'acknowledge_alarm', { alarm_id }, { service, caller, key });
    },
  };
}
