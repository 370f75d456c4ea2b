import type { Asker } from '#shared/ask.ts';
import type { Bus } from '#shared/bus.ts';
import type { Certificate } from '#shared/certificate.ts';
import type { Config } from '#shared/config.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import type { HouseStatus } from '#shared/contracts/health.ts';
import { everyService } from '#shared/contracts/service.ts';
import { type Alarm, system } from '#shared/contracts/system.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import { auditPage, type Look } from './audit.ts';
import type { Backups } from './backups.ts';
import type { Broker } from './broker.ts';
import type { OwnCall } from './caller.ts';
import type { Devices } from './devices.ts';
import { documentOf } from './documents.ts';
import { type Heard, healthOf } from './health.ts';
import { machineStatus, memoryOf } from './machine.ts';
import { machineHandlers } from './machine-handlers.ts';
import { clientsAt, realtimeAt } from './realtime.ts';
import { heardAgain } from './restarts.ts';
import type { Setup } from './setup.ts';

/** What the gateway is made of. */
interface Gateway {
  bus: Bus;
  asker: Asker;
  setup: Setup;
  broker: Broker;
  devices: Devices;
  /** Of the server, where it speaks TLS. */
  tls?: Pick<Certificate, 'fingerprint'> | undefined;
  backups: Backups;
}

/** The gateway's own operations: what it heard from the others, and the documents. */
export function systemHandlers(
  { bus, asker, setup, broker, devices, backups, tls }: Gateway,
  config: Config,
  version: string,
  log: Log,
): Handlers<typeof system, OwnCall> {
  const heard = new Map<string, Heard>();
  const alarms = new Map<string, Alarm>();
  const started = performance.now();
  const services = CONTRACTS.map(({ service }) => service).filter((name) => name !== bus.name);

  // who announces nothing has nothing in its journal
  const journals = CONTRACTS.filter(({ events }) => Object.keys(events).length > 0).map(
    ({ service }) => service,
  );

  bus.onStatus('+', (status, service) => {
    const heard_at_ms = performance.now();
    const before = heard.get(service)?.beginnings;
    const beginnings = heardAgain(before, status.started_at, heard_at_ms);
    heard.set(service, { status, heard_at_ms, beginnings });
  });
  bus.subscribe('pos/now/alarms/+/+', (message, topic) => {
    if (message) alarms.set(topic, JSON.parse(message) as Alarm);
    else alarms.delete(topic);
  });

  function health(at: string) {
    const backedUp = backups.health(Date.parse(at));
    const now = { at, now_ms: performance.now() };
    return {
      ...healthOf(services, heard, alarms.size, now, backedUp.status),
      version,
      uptime: Math.floor((now.now_ms - started) / 1000),
      backups: backedUp,
      setup_required: setup.known(),
      demo: config.POS_DEMO,
    };
  }
  /** The gateway itself is no service that could be heard: it is the one that listens. */
  async function house(at: string): Promise<HouseStatus> {
    const { services: states, ...well } = health(at);
    const own = { service: bus.name, memory: process.memoryUsage.rss(), behind: null };
    const others = await Promise.all(
      services.map(async (service) => {
        const { status: said, beginnings } = heard.get(service) ?? {};
        const { uptime = null } = states[service] ?? {};
        const isHere = uptime !== null && config.POS_SERVICES.some((one) => one === service);
        const memory = isHere ? await memoryOf(said?.pid) : null;
        const restarts = beginnings?.again ?? 0;
        return { service, memory, uptime, restarts, behind: said?.behind ?? null };
      }),
    );
    const present = others.filter(({ uptime }) => uptime !== null).length;
    return {
      ...well,
      services: states,
      alarms: newestFirst(),
      ...(await machineStatus(config, services)),
      processes: [{ ...own, uptime: well.uptime, restarts: 0 }, ...others],
      broker: { services: present, screens: [...broker.places()].length, cut_off: broker.cutOff() },
      journals: journals.flatMap((service) => {
        const { head, head_hash: hash } = heard.get(service)?.status ?? {};
        return head === undefined || hash === undefined ? [] : [{ service, head, hash }];
      }),
    };
  }
  const newestFirst = () => [...alarms.values()].sort((a, b) => (a.since < b.since ? 1 : -1));

  return {
    health: (_, { at }) => health(at),
    get_status: (_, { at }) => house(at),
    ...machineHandlers(asker, config, log, house),
    openapi: () => documentOf('openapi'),
    asyncapi: () => documentOf('asyncapi'),
    get_realtime(_, { caller, host }) {
      const { staff_id, isAdmin = false, screen_id } = caller;
      const screen = screen_id === undefined ? undefined : devices.byId(screen_id);
      const reader = staff_id === undefined ? screen && { screen } : { isAdmin };
      return realtimeAt(host || `localhost:${config.POS_PORT}`, reader, tls?.fingerprint);
    },
    list_realtime_clients: () => ({
      clients: clientsAt(broker.places()),
      cut_off: broker.cutOff(),
    }),
    list_alarms: () => ({ alarms: newestFirst() }),
    async get_audit({ cursor, limit, ...wanted }) {
      const look: Look = (service, before) =>
        asker.ask(everyService, 'audit', { ...wanted, limit, before }, { service });
      return auditPage(journals, look, limit, cursor);
    },
    list_backups: () => backups.list(),
    make_backup: () => backups.make(),
    get_backup: ({ backup_id }) => backups.find(backup_id),
    verify_backup: ({ backup_id }) => backups.verify(backup_id),
    async acknowledge_alarm({ alarm_id }, { caller, key, at }) {
      const ours = backups.acknowledge(alarm_id, at);
      if (ours) return ours;
      const alarm = [...alarms.values()].find(({ id }) => id === alarm_id);
      if (!alarm) throw new PosError('ALARM_NOT_FOUND');
      const { service } = alarm;
      return asker.ask(everyService, 'acknowledge_alarm', { alarm_id }, { service, caller, key });
    },
  };
}
