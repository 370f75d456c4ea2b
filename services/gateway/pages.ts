import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { hostname, networkInterfaces } from 'node:os';
import { dirname, join } from 'node:path';
import express, { type Request, type Response, type Router } from 'express';
import type { Config } from '#shared/config.ts';
import { passToDemoPrinter } from './demo-printer.ts';
import { frontPage } from './front-page.ts';
import { hostOf } from './host.ts';

const PAGES = join(import.meta.dirname, 'pages');
const SCREENS = join(import.meta.dirname, 'screens/bundled');

/** Where a package lies; its files get the version into their address and are kept for good. */
function packageOf(name: string): { folder: string; version: string } {
  const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  return { folder: dirname(manifest), version };
}

const REDOC = 'redoc.standalone.js';
/** ReDoc asks the internet for its maker's logo, and leaves it out where it cannot be shown. */
const LOGO_OUTSIDE = /https:\/\/cdn\.redoc\.ly\/redoc\/[\w-]+\.svg/g;

/** What any page may: nothing but what it has from here. */
const POLICY = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'",
};
type Policy = Partial<Record<keyof typeof POLICY | 'worker-src' | 'font-src', string>>;

/** Both draw with style attributes; ReDoc brings a font along and searches in a worker. */
const OF_SWAGGER: Policy = { 'style-src': "'self' 'unsafe-inline'" };
const OF_REDOC: Policy = { ...OF_SWAGGER, 'font-src': 'data:', 'worker-src': "'self' blob:" };

function allowOnly(response: Response, policy: Policy = {}): void {
  const directives = Object.entries({ ...POLICY, ...policy });
  response.set('Content-Security-Policy', directives.map((words) => words.join(' ')).join(';'));
}

/** Safari 12 does not take 'self' for a WebSocket: its host is named, if it is one. */
function ofScreen(request: Request): Policy {
  const host = hostOf(request);
  return host ? { 'connect-src': `'self' ws://${host} wss://${host}` } : {};
}

/** What people open in a browser; all of it works without internet. */
export function pages(config: Config, version: string, secure = false): Router {
  const router = express.Router();
  const swagger = packageOf('swagger-ui-dist');
  const redoc = packageOf('redoc');
  const about = { version, swagger: swagger.version, redoc: redoc.version };

  router.get('/', (_request, response) => {
    allowOnly(response);
    response.set('Cache-Control', 'no-cache');
    response.send(frontPage(addresses(config, secure), version, config.POS_DEMO));
  });
  for (const [path, policy] of [
    ['docs', OF_SWAGGER],
    ['redoc', OF_REDOC],
    ['asyncapi', OF_REDOC],
  ] as const) {
    const page = readFileSync(join(PAGES, `${path}.html`), 'utf8').replace(
      /\{(\w+)\}/g,
      (_, name: keyof typeof about) => about[name],
    );
    router.get(`/${path}`, (_request, response) => {
      allowOnly(response, policy);
      response.set('Cache-Control', 'no-cache').send(page);
    });
  }
  for (const screen of ['display', 'kitchen', 'board']) {
    router.get(`/${screen}`, (request, response) => {
      allowOnly(response, ofScreen(request));
      response.set('Cache-Control', 'no-cache');
      response.sendFile(join(SCREENS, screen, 'index.html'), { cacheControl: false });
    });
  }
  if (config.POS_DEMO) {
    router.all(/^\/demo\/printer(\/|$)/, (request, response) => {
      allowOnly(response);
      passToDemoPrinter(config, request, response);
    });
  }

  const forGood = { index: false, immutable: true, maxAge: '1y', redirect: false } as const;
  router.use(`/docs/${swagger.version}`, express.static(swagger.folder, forGood));
  router.get(`/redoc/${redoc.version}/${REDOC}`, (_request, response) => {
    const script = readFileSync(join(redoc.folder, 'bundles', REDOC), 'utf8');
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('js');
    response.send(script.replace(LOGO_OUTSIDE, 'data:,'));
  });
  router.use('/assets', express.static(join(SCREENS, 'assets'), forGood));
  router.use('/pages', express.static(PAGES, { extensions: false, index: false, maxAge: 0 }));
  return router;
}

/** Where this machine is reached from others, by name first. */
function addresses({ POS_HOST, POS_PORT, POS_ADVERTISE }: Config, secure: boolean): string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const ours = all.filter(({ family, internal }) => family === 'IPv4' && !internal);
  const everywhere = ['0.0.0.0', '::'].includes(POS_HOST);
  const names = everywhere && POS_ADVERTISE ? [`${hostname()}.local`] : [];
  const hosts = everywhere ? [...names, ...ours.map(({ address }) => address)] : [POS_HOST];
  return hosts.map((host) => `${secure ? 'https' : 'http'}://${host}:${POS_PORT}`);
}
