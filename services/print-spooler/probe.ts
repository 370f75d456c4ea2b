import { setTimeout as sleep } from 'node:timers/promises';
import { PRINTER_LANGUAGES, type PrinterLanguage } from '#shared/contracts/code-pages.ts';
import type { PrinterCondition } from '#shared/contracts/printers.ts';
import { conditionOf } from './condition.ts';
import { connectPrinter } from './printer.ts';
import type { Address } from './printer-setup.ts';

/** A receipt is out in less, and the next client is taken. */
const LEFT_AFTER_TRIES = 3;
const BETWEEN_TRIES_MS = 1_500;

/** What an address answers. */
export interface Probed {
  reached: boolean;
  problem: string | null;
  language: PrinterLanguage | null;
  status: PrinterCondition;
  model_name: string | null;
}

/**
 * Connects and asks for its status in one language after the other; its name in that in which it
 * answered, since the other may print the question. Nothing is printed; never rejects.
 */
export async function probePrinter(address: Address): Promise<Probed> {
  const silent = { problem: null, language: null, status: 'unknown', model_name: null } as const;
  for (const language of PRINTER_LANGUAGES) {
    const line = await connectPrinter(address, language).catch((error: Error) => error);
    if (line instanceof Error) {
      return { ...silent, reached: false, problem: line.message, status: 'away' };
    }
    const sensors = await line.sensors();
    const model_name = sensors ? ((await line.name()) ?? null) : null;
    await line.close();
    if (sensors) {
      return { reached: true, problem: null, language, status: conditionOf(sensors), model_name };
    }
  }
  return { ...silent, reached: true };
}

/** Whether somebody is there: who breaks the connection, as a busy printer does, is there too. */
export async function isReached(address: Address): Promise<boolean> {
  const line = await connectPrinter(address, 'escpos').catch((error: Error) => error);
  if (line instanceof Error) {
    return (line.cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNRESET';
  }
  await line.close();
  return true;
}

/** Whether nobody is there any more; a printer that serves somebody else may refuse for a while. */
export async function hasLeft(address: Address): Promise<boolean> {
  for (let tries = 1; tries <= LEFT_AFTER_TRIES; tries++) {
    if (await isReached(address)) return false;
    if (tries < LEFT_AFTER_TRIES) await sleep(BETWEEN_TRIES_MS);
  }
  return true;
}
