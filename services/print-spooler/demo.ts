import type { Config } from '#shared/config.ts';
import type { PrinterSetup } from './printer-setup.ts';

/** The printer that `npm start` brings along: its paper is files in the data folder. */
export function demoPrinter(config: Config): PrinterSetup {
  return {
    name: 'Demo printer',
    host: '127.0.0.1',
    port: config.POS_DEMO_PRINTER_PORT,
    language: 'escpos',
    columns: 48,
    code_page: 'WPC1252',
    confirmation: 'auto',
    receipts: true,
    order_tickets: true,
    order_numbers: true,
    drawer: true,
    stations: [],
    tills: [],
    backup_printer_id: null,
  };
}
