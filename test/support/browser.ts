import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after } from 'node:test';
import { promisify } from 'node:util';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { runtimeDir } from '#shared/config.ts';
import type { Screen } from '#shared/contracts/screens.ts';
import type { Restaurant } from './restaurant.ts';
import { ROOT } from './sources.ts';
import { until } from './until.ts';

/** The first that is there: one without a window of its own takes half the processor's time. */
const CHROMIUM = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'].find(existsSync);
const QUIET =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run ' +
  '--disable-background-networking --disable-component-update --disable-sync';

/** Why these tests are left out here; false where they run. */
export const NO_BROWSER = CHROMIUM ? false : "Debian's package chromium is missing";

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

/** One program for all devices of a file: to start it takes longer than most tests. */
let launched: Promise<Browser> | undefined;
after(async () => (await launched)?.close());

export async function openDevice(): Promise<Device> {
  launched ??= chromium.launch({ executablePath: CHROMIUM as string, args: QUIET.split(' ') });
  const browser = await launched;
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  context.setDefaultTimeout(45_000);
  return {
    context,
    async open(address) {
      const page = await context.newPage();
      const problems = watch(page, new URL(address).origin);
      await page.goto(address);
      return { page, problems };
    },
    close: () => context.close(),
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

/** As an admin at a till does who reads the code on a screen; resolves with who it is. */
export async function approve(
  restaurant: Restaurant,
  { page }: Watched,
  purpose: { till?: string; stations?: string[] } = {},
): Promise<Screen> {
  const code = await page.locator('.code').innerText();
  const headers = { authorization: `Bearer ${await restaurant.login()}` };
  const { body } = await restaurant.call<{ screens: Screen[] }>(
    'GET',
    '/screens',
    undefined,
    headers,
  );
  const found = body.screens.find((screen) => screen.code === code);
  if (!found) throw new Error(`no screen waits with the code ${code}`);
  const path = `/screens/${found.screen_id}/approve`;
  return (await restaurant.call<Screen>('POST', path, purpose, headers)).body;
}

/** Types a PIN into the pad, as a finger does. */
export async function tapPin(page: Page, pin: string): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
}

/** What a browser writes while the server is away, or just back and has heard of no service yet. */
const AWAY = [
  /ERR_CONNECTION_(REFUSED|RESET|CLOSED)|ERR_EMPTY_RESPONSE/,
  /^WebSocket (connection to|is already)/,
  /the server responded with a status of 503/,
];

/** Takes out what was written while the server was away; what is left should be nothing. */
export function forgetAway(problems: string[]): void {
  const others = problems.filter((problem) => !AWAY.some((away) => away.test(problem)));
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

/** As an operator does with pm2; resolves with what starts it again and waits until it is ready. */
export async function stopGateway(restaurant: Restaurant): Promise<() => Promise<void>> {
  const pm2 = join(ROOT, 'node_modules/.bin/pm2');
  const env = { ...restaurant.env, PM2_HOME: join(runtimeDir(restaurant.config), 'pm2') };
  const before = restaurant.status('gateway')?.pid;
  const operate = (what: string) => promisify(execFile)(pm2, [what, 'gateway'], { env });
  await operate('stop');
  return async () => {
    await operate('restart');
    await until('the gateway is back', () => {
      const now = restaurant.status('gateway');
      return now?.state === 'ready' && now.pid !== before;
    });
  };
}
