import type { PrinterAnswer } from '#shared/contracts/printers.ts';

/** Where a printer listens. */
export interface Address {
  host: string;
  port: number;
}

/** A printer of the house, with how it was when it was last spoken to. */
export type Printer = Omit<PrinterAnswer, 'waiting'>;
/** How it is, as it says itself. */
export type Heard = Pick<Printer, 'status' | 'problem' | 'status_at'>;
/** What an admin says of it. */
export type PrinterSetup = Omit<
  Printer,
  'id' | 'status' | 'problem' | 'status_at' | 'model_name' | 'confirms_by' | 'identities'
>;
