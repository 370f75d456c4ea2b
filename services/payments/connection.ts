import type { Connection } from '#shared/contracts/square-connection.ts';
import {
  isUsable,
  type Known,
  readerProblems,
  sellerProblems,
  type Told,
} from './connection-problems.ts';
import { missingScopes } from './credentials.ts';
import { isReady } from './reader.ts';

const NOTES = {
  local: 'This is a stand-in for Square on this machine: no real money moves.',
  sandbox: "This is Square's sandbox: no real money moves.",
  production: null,
};

/** The state of the connection, as a manager is to see it. */
export function connectionOf(known: Known, told: Told | undefined, now: string): Connection {
  const { account, readers, source, obstacle } = known;
  const seller = account ? sellerProblems(known, told, now) : [];
  const ofSquare = obstacle ? [obstacle] : seller;
  const usable = account && told && !told.failure && isUsable(ofSquare);
  const configured = account ?? obstacle;
  const connected = ofSquare.length === 0 ? 'connected' : 'degraded';
  const status = !configured ? 'not_configured' : usable ? connected : 'disconnected';
  const environment = known.environment ?? null;
  return {
    status,
    environment,
    source,
    base_url_overridden: account?.environment === 'local',
    note: environment && NOTES[environment],
    ...(account && told && { token: tokenOf(known, told) }),
    ...(told?.merchant && account && { merchant: told.merchant }),
    ...(told?.location && account && { location: told.location }),
    readers,
    reader_connected: readers.some(isReady),
    unknown_payments: known.unknown_payments,
    pending_refunds: known.pending_refunds,
    problems: [...ofSquare, ...(account ? readerProblems(known) : [])],
  };
}

function tokenOf(known: Known, told: Told): NonNullable<Connection['token']> {
  const { token, failure, checked_at } = told;
  const scopes = token?.scopes ?? [];
  return {
    valid: !failure?.refused,
    expires_at: token?.expires_at ?? null,
    scopes,
    missing_scopes: missingScopes(scopes, known.terminals > 0),
    merchant_id: token?.merchant_id ?? null,
    application_id: token?.application_id ?? known.account?.application_id ?? null,
    checked_at,
    last_refresh_at: known.refreshed_at,
    last_error: failure?.code ?? known.renewal_error,
  };
}
