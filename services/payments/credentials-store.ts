import { toRow } from '#shared/rows.ts';
import type { Connection } from '#shared/storage.ts';
import type { Credentials } from './credentials.ts';

const SEALED = ['access_token', 'refresh_token', 'client_secret'] as const;
type Sealed = (typeof SEALED)[number];
type Row = Omit<Credentials, Sealed> & Record<Sealed, Buffer | null>;

/** As `openSafe` gives it. */
interface Safe {
  seal(text: string, place: string): Buffer;
  open(sealed: Buffer, place: string): string;
}

/** Column and row: what was sealed for one place is not taken for another. */
const placeOf = (column: Sealed) => `square_credentials.${column}.1`;

/** What an admin has put of Square; the tokens only sealed. */
export function openCredentialsStore(connection: Connection, safe: Safe) {
  const sql = (text: string) => connection.prepare(text);
  const read = sql('SELECT * FROM square_credentials');
  const save = sql(
    `REPLACE INTO square_credentials
     VALUES (1, @environment, @location_id, @application_id, @merchant_id, @access_token,
       @refresh_token, @client_secret, @expires_at, @put_at, @refreshed_at, @revoked_code)`,
  );
  const revoke = sql('UPDATE square_credentials SET revoked_code = ? WHERE revoked_code IS NULL');
  const clear = sql('DELETE FROM square_credentials');
  return {
    /** Undefined when nothing was put. Throws when the key is another than it was sealed with. */
    read(): Credentials | undefined {
      const row = read.get() as Row | undefined;
      if (!row) return undefined;
      const opened = SEALED.map((name) => [name, row[name] && safe.open(row[name], placeOf(name))]);
      return { ...row, ...(Object.fromEntries(opened) as Record<Sealed, string>) };
    },
    save(put: Credentials): void {
      const sealed = SEALED.map((name) => [name, put[name] && safe.seal(put[name], placeOf(name))]);
      save.run({ ...toRow(put), ...Object.fromEntries(sealed) });
    },
    /** False when they were revoked before, or there are none. */
    revoke: (code: string) => revoke.run(code).changes > 0,
    clear: () => clear.run().changes > 0,
  };
}
