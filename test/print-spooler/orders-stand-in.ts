import { resolve } from 'node:path';
import { answer } from '#shared/answer.ts';
import { openAlarms } from '#shared/alarms.ts';
import { connectBus, type Status } from '#shared/bus.ts';
import { orders } from '#shared/contracts/orders.ts';
import { everyService } from '#shared/contracts/service.ts';
import { openDatabase } from '#shared/database.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import type { House } from '../support/house.ts';
import { dinner, dinnerSent } from './table.ts';

const STATUS_EVERY_MS = 200;

/** An orders service that only announces: its journal is real, its orders are made up. */
export interface Orders {
  /** An order goes to the kitchen; `at` is when that was announced. */
  send(order_id: number, order_number: number, at?: string): Promise<void>;
  /** An order is paid in full. */
  close(order_id: number, order_number: number, at?: string): Promise<void>;
  end(): Promise<void>;
}

/** `file` names its database: with another one it has another history, as after a restore. */
export function openOrders(house: House, file = 'orders'): Orders {
  const log = openLog('orders', house.config);
  const bus = connectBus('orders', house.config, log);
  const noMore = resolve(import.meta.dirname, '../../shared/migrations');
  const database = openDatabase(file, house.config, noMore, (error) => {
    throw error;
  });
  const journal = openJournal(orders, database, bus);
  const alarms = openAlarms(database, bus);
  const answering = answer({ bus, database, config: house.config, log }, everyService, {
    changes: (after) => journal.changes(after),
    acknowledge_alarm: ({ alarm_id }, { at }) => alarms.acknowledge(alarm_id, at),
  });
  const started_at = new Date().toISOString();
  const say = () => {
    const { seq: head, hash: head_hash } = journal.head();
    const status: Status = { state: 'ready', head, head_hash, started_at, pid: process.pid };
    bus.publish('pos/orders/status', JSON.stringify(status));
  };
  bus.onConnect(say);
  const presence = setInterval(say, STATUS_EVERY_MS);
  const actor = { staff_id: 1, till: 'main' };
  const now = () => new Date().toISOString();

  return {
    send: (order_id, order_number, at = now()) =>
      database.transact(() => {
        const sent = { ...dinnerSent(), order_id, order_number, sent_at: at };
        journal.announce('order_sent', sent, actor, at);
      }),
    close: (id, order_number, at = now()) =>
      database.transact(() => {
        const { subtotal: gross, total: net } = dinner();
        const order = { ...dinner(), id, order_number, closed_at: at, gross, net };
        journal.announce('order_closed', order, actor, at);
      }),
    async end() {
      clearInterval(presence);
      await answering.stop();
      await bus.close();
      database.close();
    },
  };
}
