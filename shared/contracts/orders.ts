import { contract } from './contract.ts';
import { changeOperations } from './order-changes.ts';
import { orderEvents } from './order-events.ts';
import { lineOperations } from './order-lines.ts';
import { lookupOperations } from './order-lookups.ts';
import { paymentOperations } from './order-payments.ts';
import { orderShows } from './order-shows.ts';

export const orders = contract({
  service: 'orders',
  summary: 'Orders, their lines and numbers, and the payments taken on them',
  operations: {
    ...lineOperations,
    ...changeOperations,
    ...paymentOperations,
    ...lookupOperations,
  },
  events: orderEvents,
  shows: orderShows,
});
