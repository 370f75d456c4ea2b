import type { Config } from '#shared/config.ts';
import type { Printer } from './store.ts';

/** The printer that `npm start` brings along: its paper is files in the data folder. */
export function demoPrinter(config: Config): Omit<Printer, 'id'> {
  return {
    name: 'Demo printer',
    host: '127.0.0.1',
    port: config.POS_DEMO_PRINTER_PORT,
    columns: 48,
    roles: ['receipt', 'order_ticket'],
  };
}
