import type { Payload } from '#shared/contracts/contract.ts';
import type { Settings } from '#shared/contracts/catalog.ts';
import type { Order } from '#shared/contracts/order.ts';
import type { orders } from '#shared/contracts/orders.ts';
import type { PrinterLanguage } from '#shared/contracts/code-pages.ts';
import type { Sheet, Size } from './layout.ts';

/** What orders announces when the kitchen has something to make. */
export type SentOrder = Payload<typeof orders, 'order_sent'>;

/** What a kitchen's paper is made of; `is_first` is absent where nobody knew. */
export type KitchenOrder = SentOrder & {
  is_first?: boolean;
  /** Its station has not said in time that it has it. */
  is_undelivered?: true;
};

/** What was sent, with the stations that make each line, and those that hear of it first now. */
export type RoutedOrder = Omit<KitchenOrder, 'items'> & {
  items: (SentOrder['items'][number] & { station_ids: string[] })[];
  first_at: string[];
};

/** The slip that a guest waits with. */
export type NumberedOrder = Pick<Order, 'order_number' | 'type' | 'customer_name' | 'created_at'>;

/** Figures in titled sections, whatever they are; values are as they are to be read. */
export interface Report {
  kind: 'x' | 'z' | 'daily';
  title: string;
  subtitle: string;
  /** Of a Z alone. */
  number: number | null;
  sections: { name: string; rows: { label: string; value: string; bold?: boolean }[] }[];
}

/** Lines that a till sends; each is wrapped, none is markup. */
export interface TextDocument {
  lines: { text: string; align?: 'left' | 'center' | 'right'; size?: Size; bold?: boolean }[];
}

/** What a printer shows of itself. */
export interface TestPage {
  printer_name: string;
  address: string;
  language: PrinterLanguage;
}

/** What goes on paper, as it is kept with its job: JSON, money in cents. */
export type PrintDocument =
  | { kind: 'receipt'; document: Order }
  | { kind: 'order_ticket'; document: KitchenOrder }
  | { kind: 'order_number'; document: NumberedOrder }
  | { kind: 'report'; document: Report }
  | { kind: 'text'; document: TextDocument }
  | { kind: 'test'; document: TestPage };

/** What is told above a document: it may be there already, or was there before, or elsewhere. */
export interface Circumstances {
  /** 2 and more may be on paper already. */
  attempt: number;
  /** The how manieth copy that somebody asked for; `of`: when the first was printed or made. */
  reprint: { number: number; of: string } | null;
  /** The name of the printer that should have printed it. */
  backup_from: string | null;
}

/** The sheet, the store's words, the hour, and how it comes that this is printed. */
export interface Terms extends Sheet, Circumstances {
  store: Settings;
  now: string;
}
