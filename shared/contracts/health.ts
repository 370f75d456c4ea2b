import { z } from 'zod';
import { backupHealth } from './backups.ts';
import { instant } from './fields.ts';
import { usbStick } from './machine.ts';

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

export const health = z
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
    backups: backupHealth,
    setup_required: z
      .boolean()
      .nullable()
      .meta({ description: 'there is no admin yet; null: nobody can tell now' }),
    demo: z.boolean(),
  })
  .meta({ id: 'Health' });

const bytes = z.int().meta({ description: 'bytes' });

/** What an admin sees of the house: its health, what is wrong in words, and how the machine is. */
export const houseStatus = health
  .extend({
    alarms: z.array(alarm),
    host: z
      .object({
        load: z.number().meta({ description: 'of the last minute' }),
        memory_total: bytes,
        memory_available: bytes,
        uptime: z.int().meta({ description: 'seconds' }),
        temperature: z.number().nullable().meta({ description: '°C, of the processor' }),
      })
      .meta({ id: 'HostStatus' }),
    disk: z
      .object({ total: bytes, free: bytes })
      .meta({ id: 'DiskStatus', description: 'where the data is; absent while it is not there' })
      .optional(),
    usb: z.array(usbStick),
    processes: z.array(
      z
        .object({
          service: z.string(),
          memory: bytes.nullable(),
          uptime: z.int().nullable().meta({ description: 'seconds' }),
          restarts: z.int().meta({ description: 'since the gateway listens' }),
          behind: z
            .int()
            .nullable()
            .meta({ description: 'journal entries of others that it has yet to take in' }),
        })
        .meta({ id: 'ServiceStatus' }),
    ),
    broker: z
      .object({
        services: z.int().meta({ description: 'that are heard' }),
        screens: z.int().meta({ description: 'connections at /mqtt' }),
        cut_off: z.int().meta({ description: 'those that stopped reading, since the start' }),
      })
      .meta({ id: 'BrokerStatus' }),
    databases: z.array(
      z
        .object({
          service: z.string(),
          size: bytes,
          wal: z.int().meta({ description: 'bytes that are yet to be folded into the file' }),
        })
        .meta({ id: 'DatabaseStatus' }),
    ),
    journals: z
      .array(
        z.object({ service: z.string(), head: z.int(), hash: z.string() }).meta({
          id: 'JournalHead',
        }),
      )
      .meta({ description: 'the last entry of each journal' }),
  })
  .meta({ id: 'SystemStatus' });

export type HouseStatus = z.output<typeof houseStatus>;
