import { join } from 'node:path';
import { readConfig } from '#shared/config.ts';
import { demoPrinterSocket } from '../../../services/gateway/demo-printer.ts';
import { openControl } from './control.ts';
import { startPrinter } from './printer.ts';
import { showPaper } from './showcase.ts';

// The demo's printer as a process: its paper is files that anybody can read, and a page.
const config = readConfig();
// a test that takes the stick away leaves the paper where it is
const folder = process.env.POS_TEST_PAPER ?? join(config.POS_DATA_DIR, 'demo-printer');
const printer = await startPrinter({
  port: config.POS_DEMO_PRINTER_PORT,
  folder,
  name: ['EPSON', 'TM-m30III'], // which it behaves like
});
const socket = demoPrinterSocket(config);
const showcase = await showPaper(folder, printer.columns, socket, {}, openControl(printer));

async function stop(): Promise<void> {
  showcase.close();
  await printer.switchOff();
  process.exit(0);
}
process.on('message', (message) => message === 'shutdown' && void stop());
process.on('SIGTERM', () => void stop());
process.on('SIGINT', () => process.channel || void stop()); // pm2 says itself when to end
process.on('disconnect', () => void stop()); // pm2 itself was killed
process.send?.('ready');
