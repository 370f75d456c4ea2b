import { z } from 'zod';
import type { Operation } from './contract.ts';
import { instant, nothing, text } from './fields.ts';

const bytes = z.int().meta({ description: 'bytes' });

/** One that pm2 runs. */
const serviceProcess = z
  .object({
    name: z.string(),
    /** `online`, `stopped`, `errored` …, in pm2's words. */
    state: z.string(),
    pid: z.int().nullable(),
    memory: bytes,
    cpu: z.number().meta({ description: 'percent of one core' }),
    uptime: z.int().nullable().meta({ description: 'seconds; null while it does not run' }),
    restarts: z.int(),
  })
  .meta({ id: 'ServiceProcess' });

export const usbStick = z
  .object({
    device: z.string().meta({ example: '/dev/sda1' }),
    label: z.string().nullable(),
    filesystem: z.string().nullable().meta({ description: 'null while it is not mounted' }),
    mount_point: z.string().nullable(),
    mounted: z.boolean(),
    read_only: z.boolean().nullable(),
    size: bytes,
    free: bytes.nullable(),
    holds_data: z.boolean().meta({ description: 'the restaurant’s own files are on it' }),
  })
  .meta({ id: 'UsbStick' });

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

const logEntry = z
  .object({
    at: instant.nullable(),
    level: z.enum(LOG_LEVELS).nullable(),
    service: z.string().nullable(),
    message: z.string(),
  })
  .meta({ id: 'LogEntry', description: 'the three are null where a line is plain text' });

const base = { role: 'admin', tag: 'System Administration' } as const;

/** What an admin sees and does of the machine: processes, log, stick, figures. */
export const machineOperations = {
  list_services: {
    ...base,
    summary: 'The processes as pm2 runs them',
    http: 'GET /system/services',
    kind: 'read',
    input: nothing,
    output: z.object({ services: z.array(serviceProcess) }).meta({ id: 'ServiceProcesses' }),
    errors: ['NOT_SUPERVISED'],
  },
  restart_service: {
    ...base,
    summary: 'Stop a service and start it again; a stopped one is started',
    description: 'Of the gateway the answer comes first: everybody else is cut off for a second.',
    http: 'POST /system/services/:name/restart',
    kind: 'work',
    patience_ms: 30_000,
    input: z.strictObject({ name: text(50) }),
    output: z
      .object({ name: z.string(), state: z.enum(['restarted', 'restarting']) })
      .meta({ id: 'RestartedService' }),
    errors: ['NOT_SUPERVISED', 'SERVICE_NOT_FOUND'],
  },
  list_logs: {
    ...base,
    summary: 'The log, newest first',
    description: 'A page may be short while there is a `before`: it says where the search goes on.',
    http: 'GET /system/logs',
    kind: 'read',
    input: z.strictObject({
      service: text(50).optional(),
      level: z.enum(LOG_LEVELS).optional().meta({ description: 'this one and graver ones' }),
      since: instant.optional(),
      limit: z.int().min(1).max(500).default(100),
      before: z.int().min(1).optional().meta({ description: 'as the page before said' }),
    }),
    output: z
      .object({ entries: z.array(logEntry), before: z.int().optional() })
      .meta({ id: 'LogPage' }),
    errors: ['NO_LOG_FILE'],
  },
  list_usb: {
    ...base,
    summary: 'USB sticks, and whatever holds the data',
    http: 'GET /system/usb',
    kind: 'read',
    input: nothing,
    output: z.object({ sticks: z.array(usbStick) }).meta({ id: 'UsbSticks' }),
    errors: [],
  },
  eject_usb: {
    ...base,
    summary: 'Let the stick with the data go: every file is closed, then it may be pulled',
    description:
      'The services that own files stop, and wait for it as soon as it is gone. One that is ' +
      'still in five minutes later is used again.',
    http: 'POST /system/usb/eject',
    kind: 'work',
    patience_ms: 30_000,
    input: nothing,
    output: z
      .object({
        safe_to_remove: z.boolean(),
        unmounted: z.boolean(),
        detail: z.string(),
        until: instant.meta({ description: 'when it is used again if it is still in' }),
      })
      .meta({ id: 'Ejected' }),
    errors: ['NOT_SUPERVISED', 'NO_STICK'],
  },
  get_metrics: {
    ...base,
    summary: 'Figures for Prometheus; from this machine nobody needs to log in',
    http: 'GET /metrics',
    kind: 'read',
    local: true,
    produces: 'text/plain',
    input: nothing,
    output: z.object({ text: z.string() }).meta({ id: 'Metrics' }),
    errors: [],
  },
} as const satisfies Record<string, Operation>;

export type ServiceProcess = z.output<typeof serviceProcess>;
export type UsbStick = z.output<typeof usbStick>;
export type LogEntry = z.output<typeof logEntry>;
