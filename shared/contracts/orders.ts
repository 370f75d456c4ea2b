import { contract } from './contract.ts';
import { changeOperations } from './order-changes.ts';
import { orderEvents, orderShows } from './order-events.ts';
import { lineOperations } from './order-lines.ts';
import { lookupOperations } from './order-lookups.ts';
import { paymentOperations } from './order-payments.ts';

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
