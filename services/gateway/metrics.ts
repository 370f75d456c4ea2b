import type { HouseStatus } from '#shared/contracts/health.ts';

type Value = [labels: Record<string, string>, value: number | null | undefined];

const quoted = (text: string) =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;

/** One metric in Prometheus' text format; a value that nobody knows is left out. */
export function metric(
  name: string,
  type: 'gauge' | 'counter',
  help: string,
  values: Value[],
): string {
  const lines = values.flatMap(([labels, value]) => {
    if (value === null || value === undefined) return [];
    const inside = Object.entries(labels).map(([label, text]) => `${label}=${quoted(text)}`);
    return [`${name}${inside.length ? `{${inside.join(',')}}` : ''} ${value}`];
  });
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines, ''].join('\n');
}

/** The figures of a house: as many series as there are services, whatever happens in it. */
export function metricsOf(house: HouseStatus): string {
  const { host, disk, broker, processes, databases, journals, services, alarms } = house;
  const alone = (value: number | null | undefined): Value[] => [[{}, value]];
  const each = <T extends { service: string }>(all: T[], value: (one: T) => number | null) =>
    all.map((one): Value => [{ service: one.service }, value(one)]);
  const ready = Object.entries(services).map(([service, { status }]): Value => {
    return [{ service }, status === 'ready' ? 1 : 0];
  });
  return [
    metric('pos_healthy', 'gauge', '1 while all is well.', [
      [{}, house.status === 'healthy' ? 1 : 0],
    ]),
    metric('pos_service_ready', 'gauge', '1 while the service answers.', ready),
    metric(
      'pos_service_memory_bytes',
      'gauge',
      'Resident memory of the process.',
      each(processes, ({ memory }) => memory),
    ),
    metric(
      'pos_service_restarts_total',
      'counter',
      'Starts after the first, since the gateway listens.',
      each(processes, ({ restarts }) => restarts),
    ),
    metric(
      'pos_service_behind_entries',
      'gauge',
      'Journal entries of others that it has yet to take in.',
      each(processes, ({ behind }) => behind),
    ),
    metric(
      'pos_journal_entries_total',
      'counter',
      'The last entry of the journal.',
      each(journals, ({ head }) => head),
    ),
    metric(
      'pos_database_bytes',
      'gauge',
      'Size of the file and what waits beside it.',
      each(databases, ({ size, wal }) => size + wal),
    ),
    metric('pos_alarms', 'gauge', 'What is wrong now.', alone(alarms.length)),
    metric('pos_screens', 'gauge', 'Connections at /mqtt.', alone(broker.screens)),
    metric(
      'pos_screens_cut_off_total',
      'counter',
      'Those that stopped reading.',
      alone(broker.cut_off),
    ),
    metric('pos_disk_free_bytes', 'gauge', 'Room where the data is.', alone(disk?.free)),
    metric('pos_host_load', 'gauge', 'Load of the last minute.', alone(host.load)),
    metric(
      'pos_host_memory_available_bytes',
      'gauge',
      'Memory that can be had.',
      alone(host.memory_available),
    ),
    metric('pos_host_temperature_celsius', 'gauge', 'Of the processor.', alone(host.temperature)),
  ].join('');
}
