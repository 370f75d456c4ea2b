import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';

/**
 * Square's SDK loads each of its 1,500 models when it is loaded itself. Bundled like this, its
 * `index.js` files and clients load what they name when somebody asks for it: of what a house
 * calls, an eighth.
 */

const require = createRequire(import.meta.url);
const STAR = /^__exportStar\(require\("(.+)"\), exports\);$/;
const WHOLE = /^exports\.(\w+) = __importStar\(require\("(.+)"\)\);$/;
const PART = /^var (\w+) = require\("(.+)"\);$/;
const NAMED = /^Object\.defineProperty\(exports, "(\w+)", .* return (\w+)\.(\w+); \} \}\);$/;
const CLIENT = /^const (Client_\d+) = require\("(.+)"\);$/gm;

/** The same module, lazily; undefined where it is neither an index nor a client. */
export function lazily(file: string, source: string): string | undefined {
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
  return rest.replace(
    /new (Client_\d+)\.(\w+)\(/g,
    (_, name: string, made: string) => `new (require("${from.get(name)}").${made})(`,
  );
}

/** Undefined where it does more than to pass on. */
function lazyIndex(file: string, source: string): string | undefined {
  const exported = new Map<string, string>();
  const parts = new Map<string, string>();
  const [, body = ''] = source.split(
    'Object.defineProperty(exports, "__esModule", { value: true });',
  );
  for (const line of body.split('\n').map((one) => one.trim())) {
    const star = STAR.exec(line)?.[1];
    const [, whole, path] = WHOLE.exec(line) ?? [];
    const [, variable, partOf] = PART.exec(line) ?? [];
    const [, name, module, theirs] = NAMED.exec(line) ?? [];
    if (star) {
      for (const one of namesIn(join(dirname(file), star))) {
        if (!exported.has(one)) exported.set(one, `require("${star}").${one}`);
      }
    } else if (whole) exported.set(whole, `require("${path}")`);
    else if (variable && partOf) parts.set(variable, partOf);
    else if (name) exported.set(name, `require("${parts.get(module as string)}").${theirs}`);
    else if (line && !/^exports\..* = void 0;$/.test(line)) return undefined;
  }
  const lines = [...exported].map(
    ([name, value]) =>
      `Object.defineProperty(exports, "${name}", { enumerable: true, get: () => ${value} });`,
  );
  return `Object.defineProperty(exports, "__esModule", { value: true });\n${lines.join('\n')}`;
}

function namesIn(module: string): string[] {
  return Object.keys(require(module) as object).filter((name) => name !== 'default');
}
