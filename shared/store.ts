import { createHmac, createSecretKey } from 'node:crypto';
import type { Caller, Question } from './ask.ts';
import type { Alarm } from './contracts/system.ts';
import type { Connection } from './storage.ts';
import { PosError } from './errors.ts';
import type { Point } from './journal.ts';

/** A client's own keys are kept 7 days, the gateway's 1 hour: nobody repeats those later. */
const LASTING_MS = 7 * 24 * 3600_000;
const PASSING_MS = 3600_000;
/** Rows forgotten per round: keeps a round's write below that of a busy second. */
const FORGET_AT_ONCE = 500;

type AlarmRow = Pick<Alarm, 'detail' | 'since' | 'acknowledged_at'> & { name: string };

/** The answers given to writes, and the works under way; `secret` keys their fingerprints. */
export function openMemory(connection: Connection, secret: Buffer) {
  const sql = (text: string) => connection.prepare(text);
  const secretKey = createSecretKey(secret); // from the bytes it would cost six times the hash
  const find = sql('SELECT fingerprint, output FROM answer WHERE key = ?');
  const keep = sql('INSERT INTO answer VALUES (@key, @print, @expires_at, @output)');
  const findWork = sql('SELECT fingerprint, answer AS output FROM works WHERE key = ?');
  const begin = sql(
    "INSERT INTO works VALUES (@key, @print, @name, @input, @caller, 'begun', NULL, @expires_at)",
  );
  const finish = sql("UPDATE works SET state = 'done', answer = ? WHERE key = ?");
  const drop = sql('DELETE FROM works WHERE key = ?');
  const begun = sql("SELECT key, operation, input, caller FROM works WHERE state = 'begun'");
  const forget = ['answer', 'works'].map((table) =>
    sql(
      `DELETE FROM ${table} WHERE key IN
       (SELECT key FROM ${table} WHERE expires_at < ? LIMIT ${FORGET_AT_ONCE})`,
    ),
  );

  /** The stored output, if the row is of the same request. */
  function same(row: unknown, print: string): string | undefined {
    const found = row as { fingerprint: string; output: string | null } | undefined;
    if (found && found.fingerprint !== print) throw new PosError('IDEMPOTENCY_KEY_REUSED');
    return found?.output ?? undefined;
  }
  const expiry = ({ lasting }: Question) =>
    new Date(Date.now() + (lasting ? LASTING_MS : PASSING_MS)).toISOString();

  return {
    /** Keyed, because an input may hold a PIN: tells a repeat from another use of the key. */
    fingerprint: (name: string, input: unknown) =>
      createHmac('sha256', secretKey)
        .update(`${name}\n${JSON.stringify(input)}`)
        .digest('base64url'),
    recall: (key: string, print: string) => same(find.get(key), print),
    keep: (question: Question, print: string, output: string) =>
      keep.run({ key: question.key, print, output, expires_at: expiry(question) }),
    /** Undefined: begin, or join the one that runs; else the stored answer. */
    begin(name: string, question: Question, print: string): string | undefined {
      const row = findWork.get(question.key);
      if (row) return same(row, print);
      const [input, caller] = [question.input, question.caller].map((part) => JSON.stringify(part));
      begin.run({ key: question.key, print, name, input, caller, expires_at: expiry(question) });
      return undefined;
    },
    finish: (key: string, output: string) => finish.run(output, key),
    drop: (key: string) => drop.run(key),
    /** Works that a stop interrupted. */
    begun() {
      const rows = begun.all() as Record<'key' | 'operation' | 'input' | 'caller', string>[];
      return rows.map(({ key, operation, input, caller }) => ({
        key,
        operation,
        input: JSON.parse(input) as unknown,
        caller: JSON.parse(caller) as Caller,
      }));
    },
    forget: (now: string) => forget.forEach((rows) => rows.run(now)),
  };
}

/** How far each followed journal has taken effect. */
export function openCursors(connection: Connection) {
  const read = connection.prepare<[string], Point>('SELECT seq, hash FROM cursor WHERE source = ?');
  const write = connection.prepare('REPLACE INTO cursor VALUES (?, ?, ?)');
  return {
    read: (source: string) => read.get(source),
    write: (source: string, { seq, hash }: Point) => write.run(source, seq, hash),
  };
}

export function openAlarmRows(connection: Connection) {
  const all = connection.prepare<[], AlarmRow>('SELECT * FROM alarm');
  const find = connection.prepare<[string], AlarmRow>('SELECT * FROM alarm WHERE name = ?');
  const raise = connection.prepare(
    `INSERT INTO alarm VALUES (?, ?, ?, NULL)
     ON CONFLICT (name) DO UPDATE SET detail = excluded.detail`,
  );
  const clear = connection.prepare('DELETE FROM alarm WHERE name = ?');
  const acknowledge = connection.prepare('UPDATE alarm SET acknowledged_at = ? WHERE name = ?');
  return {
    all: () => all.all(),
    find: (name: string) => find.get(name),
    raise: (name: string, detail: string, since: string) => raise.run(name, detail, since),
    clear: (name: string) => clear.run(name),
    acknowledge: (name: string, at: string) => acknowledge.run(at, name),
  };
}
