import { join } from 'node:path';
import { readConfig } from '#shared/config.ts';
import { startSquare } from './square.ts';

// The demo's Square as a process: what was paid is in a file and outlives a restart.
const config = readConfig();
const file = join(config.POS_STATE_DIR, 'demo-square', 'books.jsonl');
const square = await startSquare({ port: config.POS_DEMO_SQUARE_PORT, file });

async function stop(): Promise<void> {
  await square.close();
  process.exit(0);
}
process.on('message', (message) => message === 'shutdown' && void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => process.channel || void stop()); // pm2 says itself when to end
process.on('disconnect', () => void stop()); // pm2 itself was killed
process.send?.('ready');
