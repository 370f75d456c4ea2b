import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, relative } from 'node:path';
import { folderOf } from '../shared/bundles.ts';

/**
 * Square's SDK loads 1,500 models and all its clients when it is loaded itself: 80 MB. Bundled like
 * this it has the clients below and the models that they name, and each is loaded when it is used.
 */

const SQUARE = folderOf('square');
/** What payments asks, and what the stand-in answers. */
const CLIENTS = ['devices', 'locations', 'merchants', 'oAuth', 'payments', 'refunds', 'terminal'];

const require = createRequire(import.meta.url);
const STAR = /^__exportStar\(require\("(.+)"\), exports\);$/;
const WHOLE = /^exports\.(\w+) = __importStar\(require\("(.+)"\)\);$/;
const PART = /^var (\w+) = require\("(.+)"\);$/;
const NAMED = /^Object\.defineProperty\(exports, "(\w+)", .* return (\w+)\.(\w+); \} \}\);$/;
const CLIENT = /^const (Client_\d+) = require\("(.+)"\);$/gm;
const IS_MODULE = 'Object.defineProperty(exports, "__esModule", { value: true });';

const MODELS = new Set(
  CLIENTS.flatMap((client) => globSync(`api/resources/${client}/**/Client.js`, { cwd: SQUARE }))
    .map((file) => readFileSync(join(SQUARE, file), 'utf8'))
    .flatMap((source) => [...source.matchAll(/\bserializers\.(\w+)/g)].map(([, name]) => name)),
);
/** What it describes is for compilers. */
const TYPES = 'api/index.js';
/** These pass every model on. */
const OF_ALL = /^serialization\/(types\/|resources\/)?index\.js$/;

/** A file of the SDK, lazily; undefined where it stays as it is. */
export function lazily(path: string, source: string): string | undefined {
  const file = relative(SQUARE, path);
  if (file === TYPES) return IS_MODULE;
  if (basename(file) === 'Client.js') return lazyClient(source);
  if (basename(file) === 'index.js') return lazyIndex(file, source);
  return undefined;
}

function lazyClient(source: string): string {
  const from = new Map<string, string>();
  const rest = source.replace(CLIENT, (_, name: string, path: string) => {
    from.set(name, path);
    return '';
  });
  return rest.replace(/new (Client_\d+)\.(\w+)\(/g, (_, name: string, made: string) => {
    const path = from.get(name) as string;
    const client = /^\.\/api\/resources\/(\w+)\//.exec(path)?.[1];
    return client && !CLIENTS.includes(client)
      ? `(() => { throw new Error('${client} is not bundled: see square-lazily.ts'); })(`
      : `new (require("${path}").${made})(`;
  });
}

/** Undefined where it does more than to pass on. */
function lazyIndex(file: string, source: string): string | undefined {
  const exported = new Map<string, string>();
  const parts = new Map<string, string>();
  const [, body = ''] = source.split(IS_MODULE);
  for (const line of body.split('\n').map((one) => one.trim())) {
    const star = STAR.exec(line)?.[1];
    const [, whole, path] = WHOLE.exec(line) ?? [];
    const [, variable, partOf] = PART.exec(line) ?? [];
    const [, name, from, theirs] = NAMED.exec(line) ?? [];
    if (star) {
      const passed = join(SQUARE, dirname(file), star);
      for (const one of passed === join(SQUARE, TYPES) ? [] : namesIn(passed)) {
        if (!exported.has(one)) exported.set(one, `require("${star}").${one}`);
      }
    } else if (whole) exported.set(whole, `require("${path}")`);
    else if (variable && partOf) parts.set(variable, partOf);
    else if (name) exported.set(name, `require("${parts.get(from as string)}").${theirs}`);
    else if (line && !/^exports\..* = void 0;$/.test(line)) return undefined;
  }
  const lines = [...exported]
    .filter(([name]) => !OF_ALL.test(file) || MODELS.has(name))
    .map(([name, value]) => {
      const lazy = `{ enumerable: true, get: () => ${value} }`;
      return `Object.defineProperty(exports, "${name}", ${lazy});`;
    });
  return [IS_MODULE, ...lines].join('\n');
}

function namesIn(path: string): string[] {
  return Object.keys(require(path) as object).filter((name) => name !== 'default');
}
