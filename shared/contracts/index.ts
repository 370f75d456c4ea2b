import { catalog } from './catalog.ts';
import type { Contract } from './contract.ts';
import { discovery } from './discovery.ts';
import { orders } from './orders.ts';
import { payments } from './payments.ts';
import { printSpooler } from './print-spooler.ts';
import { reporting } from './reporting.ts';
import { staff } from './staff.ts';
import { system } from './system.ts';

/** Everything the system promises. */
export const CONTRACTS: readonly Contract[] = [
  system,
  catalog,
  staff,
  orders,
  payments,
  reporting,
  printSpooler,
  discovery,
];
