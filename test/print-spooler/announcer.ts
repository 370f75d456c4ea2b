import { resolve } from 'node:path';
import { answer, type Call } from '#shared/answer.ts';
import { openAlarms } from '#shared/alarms.ts';
import { connectBus, type Status } from '#shared/bus.ts';
import type { Contract, EventName, Handlers, Payload } from '#shared/contracts/contract.ts';
import { everyService } from '#shared/contracts/service.ts';
import { openDatabase } from '#shared/database.ts';
import { openJournal } from '#shared/journal.ts';
import { openLog } from '#shared/log.ts';
import type { House } from '../support/house.ts';

const STATUS_EVERY_MS = 200;
const ACTOR = { staff_id: 1, till: 'main' };

/** A service that only announces, and answers what it is told to: its journal is real. */
export interface Announcer<C extends Contract> {
  announce<E extends EventName<C>>(type: E, payload: Payload<C, E>, at?: string): Promise<void>;
  end(): Promise<void>;
}

/** `file` names its database: with another one it has another history, as after a restore. */
export function openAnnouncer<C extends Contract>(
  house: House,
  contract: C,
  handlers: Handlers<C, Call>,
  file: string = contract.service,
): Announcer<C> {
  const { service } = contract;
  const log = openLog(service, house.config);
  const bus = connectBus(service, house.config, log);
  const noMore = resolve(import.meta.dirname, '../../shared/migrations');
  const database = openDatabase(file, house.config, noMore, (error) => {
    throw error;
  });
  const journal = openJournal(contract, database, bus);
  const alarms = openAlarms(database, bus);
  const on = { bus, database, config: house.config, log };
  const answering = [
    answer(on, contract, handlers),
    answer(on, everyService, {
      changes: (after) => journal.changes(after),
      audit: (wanted) => journal.audit(wanted),
      acknowledge_alarm: ({ alarm_id }, { at }) => alarms.acknowledge(alarm_id, at),
    }),
  ];
  const started_at = new Date().toISOString();
  const say = () => {
    const { seq: head, hash: head_hash } = journal.head();
    const status: Status = { state: 'ready', head, head_hash, started_at, pid: process.pid };
    bus.publish(`pos/${service}/status`, JSON.stringify(status));
  };
  bus.onConnect(say);
  const presence = setInterval(say, STATUS_EVERY_MS);

  return {
    announce: (type, payload, at = new Date().toISOString()) =>
      database.transact(() => journal.announce(type, payload, ACTOR, at)),
    async end() {
      clearInterval(presence);
      await Promise.all(answering.map((one) => one.stop()));
      await bus.close();
      database.close();
    },
  };
}
