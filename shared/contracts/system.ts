import { z } from 'zod';
import { backupOperations } from './backups.ts';
import { contract } from './contract.ts';
import { nothing } from './fields.ts';
import { alarm, health, houseStatus } from './health.ts';
import { machineOperations } from './machine.ts';
import { realtimeOperations } from './realtime.ts';
import { auditEntry, auditFilter } from './service.ts';

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
      before_setup: true,
      kind: 'read',
      tag: 'System',
      input: nothing,
      output: health,
      errors: [],
    },
    openapi: {
      summary: 'This interface as an OpenAPI 3.1 document',
      http: 'GET /openapi.json',
      role: 'public',
      before_setup: true,
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
      before_setup: true,
      kind: 'read',
      tag: 'System',
      input: nothing,
      output: document,
      errors: [],
    },
    ...realtimeOperations,
    ...machineOperations,
    ...backupOperations,
    get_status: {
      summary: 'The health of the house with its alarms, journals and machine',
      http: 'GET /system/status',
      role: 'admin',
      kind: 'read',
      tag: 'System Administration',
      input: nothing,
      output: houseStatus,
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
    get_audit: {
      summary: 'Who did what, when, at which till: the journals of all services, newest first',
      description:
        'A page may be short, or empty, while there is a `next_cursor`: it says where the search ' +
        'goes on.',
      http: 'GET /system/audit',
      role: 'admin',
      kind: 'read',
      tag: 'System Administration',
      input: z.strictObject({ ...auditFilter, cursor: z.string().max(1000).optional() }),
      output: z
        .object({
          entries: z.array(auditEntry.extend({ service: z.string() }).meta({ id: 'AuditEntry' })),
          next_cursor: z.string().optional(),
        })
        .meta({ id: 'Audit' }),
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
