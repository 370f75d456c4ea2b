import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ROOT } from './sources.ts';

/**
 * A release as deploy/ sees one, without what makes it large: the real scripts, no packages, and
 * in the system's place one process that answers /health and notes in its file who wrote there.
 */
const SYSTEM = `
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
const { version } = JSON.parse(readFileSync('package.json', 'utf8'));
const health = HEALTH;
const { POS_DATA_DIR, POS_PORT, POS_HOST } = process.env;
mkdirSync(POS_DATA_DIR, { recursive: true });
appendFileSync(POS_DATA_DIR + '/orders.db', version + ' at ' + (POS_HOST ?? 'all') + '\\n');
if (health === 'crashes') process.exit(1);
const services = { orders: { status: health } };
createServer((_, answer) => {
  answer.end(JSON.stringify({ version, status: 'degraded', services }));
}).listen(Number(POS_PORT), '127.0.0.1');
`;

/** Makes one in a new folder; `health` is what becomes of it when it is started. */
export function makeRelease(
  folder: string,
  version: string,
  health: 'ready' | 'waiting_for_storage' | 'crashes' = 'ready',
): string {
  mkdirSync(folder);
  cpSync(join(ROOT, 'deploy'), join(folder, 'deploy'), { recursive: true });
  rmSync(join(folder, 'deploy/bundle.ts')); // there are no screens
  writeFileSync(join(folder, 'deploy/start.ts'), SYSTEM.replace('HEALTH', JSON.stringify(health)));
  cpSync(join(ROOT, 'shared/http.ts'), join(folder, 'shared/http.ts')); // asks for its health
  const imports = { '#shared/*': './shared/*' };
  const about = { name: 'tiny', version, type: 'module', private: true, imports };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(about, null, 2)}\n`);
  const { name } = about;
  const lock = { name, version, lockfileVersion: 3, requires: true, packages: { '': about } };
  writeFileSync(join(folder, 'package-lock.json'), `${JSON.stringify(lock, null, 2)}\n`);
  return folder;
}

/** systemd, as far as update.sh knows it: starts, stops, restarts; in a root of its own. */
const SYSTEMCTL = `#!/bin/bash
root=$(dirname "$(dirname "$0")")
echo "$*" >>"$root/systemctl.log"
stop() {
  [ ! -f "$root/pid" ] || { kill "$(cat "$root/pid")" 2>/dev/null; rm "$root/pid"; }
}
start() {
  set -a
  . "$root/etc/pos/pos.env"
  [ ! -f "$root/run/pos-proving.env" ] || . "$root/run/pos-proving.env"
  POS_DATA_DIR=$root$POS_DATA_DIR POS_STATE_DIR=$root$POS_STATE_DIR
  POS_LOG_FILE=$root$POS_LOG_FILE POS_REQUIRE_MOUNT=
  set +a
  setsid "$root/opt/pos/current/deploy/start_server.sh" --wait 0 >/dev/null 2>&1 &
  echo $! >"$root/pid"
}
case $1 in
  start) start ;;
  stop) stop ;;
  restart) stop; sleep 0.3; start ;;
esac
`;

/** A folder that stands for the machine, with a systemctl of its own. */
export function makeMachine(folder: string): NodeJS.ProcessEnv {
  for (const name of ['bin', 'run', 'media']) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'bin/systemctl'), SYSTEMCTL, { mode: 0o755 });
  symlinkSync(process.execPath, join(folder, 'bin/node'));
  const { PATH, HOME } = process.env;
  return { PATH: `${join(folder, 'bin')}:${PATH}`, HOME };
}

/** Runs a script to its end: its code and all that it said. */
export async function runScript(script: string, args: string[], env: NodeJS.ProcessEnv) {
  const child = spawn(script, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const [said, complained, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit'),
  ]);
  return { code: code as number, said, complained };
}
