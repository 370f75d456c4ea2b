import { z } from 'zod';
import { contract } from './contract.ts';
import { instant, nothing } from './fields.ts';

export const alarm = z
  .object({
    /** `<service>.<name>` */
    id: z.string(),
    service: z.string(),
    /** What is wrong, in words. */
    detail: z.string(),
    since: instant,
    acknowledged_at: instant.nullable(),
  })
  .meta({ id: 'Alarm' });

const document = z.record(z.string(), z.unknown());

export const system = contract({
  service: 'gateway',
  summary: 'Health, documents and alarms: the gateway answers these itself',
  operations: {
    health: {
      summary: 'System Health Check',
      description: '200 while orders can be taken (healthy, degraded), 503 when unhealthy.',
      http: 'GET /health',
      role: 'public',
      kind: 'read',
      tag: 'System',
      input: nothing,
      output: z
        .object({
          status: z.enum(['healthy', 'degraded', 'unhealthy']),
          timestamp: instant,
          version: z.string(),
          uptime: z.int().meta({ description: 'seconds' }),
          services: z.record(
            z.string(),
            z
              .object({
                status: z.enum(['starting', 'waiting_for_storage', 'ready', 'offline']),
                uptime: z.int().nullable().meta({ description: 'seconds' }),
                problem: z.string().optional(),
              })
              .meta({ id: 'ServiceHealth' }),
          ),
          storage: z.object({ status: z.enum(['ok', 'missing']) }).meta({ id: 'StorageHealth' }),
          demo: z.boolean(),
        })
        .meta({ id: 'Health' }),
      errors: [],
    },
    openapi: {
      summary: 'This interface as an OpenAPI 3.1 document',
      http: 'GET /openapi.json',
      role: 'public',
      kind: 'read',
      tag: 'System',
      input: nothing,
      output: document,
      errors: [],
    },
    asyncapi: {
      summary: 'The real-time topics as an AsyncAPI 3.0 document',
      http: 'GET /asyncapi.json',
      role: 'public',
      kind: 'read',
      tag: 'System',
      input: nothing,
      output: document,
      errors: [],
    },
    list_alarms: {
      summary: 'What is wrong now',
      http: 'GET /system/alarms',
      role: 'staff',
      kind: 'read',
      tag: 'System Administration',
      input: nothing,
      output: z.object({ alarms: z.array(alarm) }).meta({ id: 'Alarms' }),
      errors: [],
    },
    acknowledge_alarm: {
      summary: 'Say that somebody has seen an alarm',
      http: 'POST /system/alarms/:alarm_id/acknowledge',
      role: 'staff',
      kind: 'work',
      tag: 'System Administration',
      input: z.strictObject({ alarm_id: z.string() }),
      output: z.object({ id: z.string() }).meta({ id: 'AcknowledgedAlarm' }),
      errors: ['ALARM_NOT_FOUND'],
    },
  },
  events: {},
  shows: {
    alarm: {
      summary: 'Something is wrong; gone when it is mended',
      topic: 'pos/now/alarms/:service/:name',
      role: 'staff',
      payload: alarm,
    },
  },
});

export type Alarm = z.output<typeof alarm>;
export type Health = z.output<typeof system.operations.health.output>;
