import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readConfig } from '#shared/config.ts';
import { PM2_ENV, pm2Home, somebodyAt } from './machine.ts';
import { becomeOwner } from './owner.ts';

/** `npm run pm2 -- ls`: pm2 with the right Node, home and user, beside the running system. */

const PM2 = join(import.meta.dirname, '../node_modules/pm2/bin/pm2');
const args = process.argv.slice(2);
if (existsSync('.env')) process.loadEnvFile('.env');
const config = readConfig();
becomeOwner(config.POS_STATE_DIR);
const home = pm2Home(config);
// a pm2 that finds nobody starts a daemon of its own, which the system's start would then refuse
if (!args.includes('--help') && !(await somebodyAt(join(home, 'rpc.sock')))) {
  console.error('The system is not running: start it first.');
  process.exit(1);
}
const env = { ...process.env, ...PM2_ENV, PM2_HOME: home };
spawn(process.execPath, [PM2, ...args], { env, stdio: 'inherit' }).on('exit', (code, signal) => {
  process.exitCode = signal ? 1 : (code ?? 1);
});
