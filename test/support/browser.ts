import { existsSync } from 'node:fs';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import type { Restaurant } from './restaurant.ts';
import { until } from './until.ts';

const CHROMIUM = '/usr/bin/chromium';
const QUIET =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run ' +
  '--disable-background-networking --disable-component-update --disable-sync';

/** Why these tests are left out here; false where they run. */
export const NO_BROWSER = existsSync(CHROMIUM) ? false : "Debian's package chromium is missing";

/** A page that is watched: nothing goes wrong in it, and it asks nobody but its own server. */
export interface Watched {
  page: Page;
  /** Errors of its console, what it threw, and what it wanted from elsewhere; to be emptied. */
  problems: string[];
}

/** A browser as a person has it at one screen: what is stored stays until it is closed. */
export interface Device {
  context: BrowserContext;
  open(address: string): Promise<Watched>;
  close(): Promise<void>;
}

export async function openDevice(): Promise<Device> {
  const browser: Browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: QUIET.split(' '),
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(10_000);
  return {
    context,
    async open(address) {
      const page = await context.newPage();
      const problems = watch(page, new URL(address).origin);
      await page.goto(address);
      return { page, problems };
    },
    close: () => browser.close(),
  };
}

function watch(page: Page, origin: string): string[] {
  const problems: string[] = [];
  page.on('console', (said) => said.type() === 'error' && problems.push(said.text()));
  page.on('pageerror', (error) => problems.push(String(error)));
  page.on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) problems.push(url);
  });
  return problems;
}

/** Types a PIN into the pad, as a finger does. */
export async function tapPin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
}

/** What a browser writes in its console while the server is away. */
const AWAY = /ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE|^WebSocket connection to/;

/** Takes out what was written while the server was away; what is left should be nothing. */
export function forgetAway(problems: string[]): void {
  const others = problems.filter((problem) => !AWAY.test(problem));
  problems.splice(0, problems.length, ...others);
}

/** SIGKILL; resolves with what waits until the next gateway is ready. */
export function killGateway(restaurant: Restaurant): () => Promise<void> {
  const pid = restaurant.status('gateway')?.pid as number;
  process.kill(pid, 'SIGKILL');
  return () =>
    until('the gateway is back', () => {
      const now = restaurant.status('gateway');
      return now?.state === 'ready' && now.pid !== pid;
    });
}
