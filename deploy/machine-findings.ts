import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Health } from '#shared/contracts/system.ts';
import { doubtful, type Finding, fine, wrong } from './finding.ts';
import type { Process } from './machine.ts';

const LOGS = 'See why: npm run pos -- logs';
/** A service that begins so often within this time crashes again and again. */
const [MANY, WITHIN_MS] = [5, 5 * 60_000];
/** Below it the clock cannot have been set: the system did not exist. */
const EARLIEST_YEAR = 2026;

export function nodeFinding(version: string): Finding {
  const major = Number(version.split('.')[0]);
  if (major >= 24) return fine('node', `Version ${version}.`);
  const help = 'npm run pos -- doctor, which uses the Node that came with the install.';
  return wrong('node', `Version ${version} is too old: 24 is needed.`, help);
}

export function secretsFinding(state: string): Finding {
  const folder = join(state, 'secrets');
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found)
    return doubtful('secrets', 'There are none yet.', 'They are made at the first start.');
  const files = readdirSync(folder).map((name) => join(folder, name));
  const open = [folder, ...files].filter((path) => statSync(path).mode & 0o077);
  if (open.length === 0) return fine('secrets', `${files.length}, readable by the system alone.`);
  const help = `sudo chmod -R go= ${folder}`;
  return wrong('secrets', `Others can read ${open.join(', ')}.`, help);
}

export function clockFinding(synchronized: string | undefined, year: number): Finding {
  const help = 'Connect the network, or set it: sudo timedatectl set-time "2026-11-27 18:30"';
  if (year < EARLIEST_YEAR) return wrong('clock', `It says ${year}.`, help);
  if (synchronized === 'no') {
    return doubtful('clock', 'No time server has set it since the machine started.', help);
  }
  return fine('clock', synchronized ? 'Set by a time server.' : 'It says a year that can be.');
}

interface Running {
  port: number;
  health: Health | undefined;
  taken: boolean;
  pm2: Process[] | undefined;
  unit: string | undefined;
}

/** Whether it runs, and what else is there if it does not. */
export function runningFinding({ port, health, taken, pm2, unit }: Running): Finding {
  if (health) return fine('running', `Version ${health.version} answers at port ${port}.`);
  if (taken && !pm2) {
    const help = `Find it: sudo ss -ltnp 'sport = :${port}'. Or choose another with POS_PORT.`;
    return wrong('running', `Port ${port} is taken by another program.`, help);
  }
  if (pm2) return wrong('running', 'It has started, but the gateway does not answer.', LOGS);
  const start = unit ? 'sudo systemctl start pos-backend' : 'npm start';
  const says = unit ? `pos-backend.service is ${unit}.` : 'It does not run.';
  return wrong('running', says, `${start}. If that does not help: journalctl -u pos-backend -n 50`);
}

export function healthFindings(health: Health | undefined): Finding[] {
  if (!health) return [];
  const found = Object.entries(health.services).flatMap(([name, { status, problem }]) => {
    const says = problem ?? `It is ${status.replaceAll('_', ' ')}.`;
    if (status === 'ready') return problem ? [wrong(name, problem, `${LOGS} ${name}`)] : [];
    if (status === 'starting') return [doubtful(name, says, 'Look again in a minute.')];
    const help = status === 'offline' ? `${LOGS} ${name}` : 'See what is said of the stick above.';
    return [wrong(name, says, help)];
  });
  if (found.length) return found;
  if (health.status === 'healthy') return [fine('services', 'All are ready.')];
  return [doubtful('services', 'All are ready, with an alarm.', 'The tills show it.')];
}

/** Whether there is a second copy, on another device; none is asked for by itself. */
export function backupFinding(
  health: Health | undefined,
  device: { data?: number; backups?: number } = {},
): Finding[] {
  const backups = health?.backups;
  if (!backups) return [];
  if (backups.status === 'off') return [fine('backups', 'None are made (no POS_BACKUP_DIR).')];
  const { proven_at, age } = backups;
  const says = age === null ? 'None was proven so far.' : `Proven ${proven_at}, made ${age} s ago.`;
  if (backups.status === 'ok') {
    if (device.backups === undefined || device.backups !== device.data) {
      return [fine('backups', says)];
    }
    const help = 'Set POS_BACKUP_DIR to a folder on another one: a stick that dies takes both.';
    return [doubtful('backups', `${says} They lie on the device of the data.`, help)];
  }
  return [wrong('backups', says, 'See why: npm run pos -- backup')];
}

/** Who has begun again and again, and not long ago. */
export function restartFindings(pm2: Process[], now_ms: number): Finding[] {
  return pm2
    .filter(({ restarts, since_ms }) => restarts >= MANY && now_ms - since_ms < WITHIN_MS)
    .map(({ name, restarts }) =>
      wrong(name, `Has been started again ${restarts} times.`, `${LOGS} ${name}`),
    );
}
