import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import type { Operation } from '#shared/contracts/contract.ts';
import { ERRORS } from '#shared/contracts/errors.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { everyService } from '#shared/contracts/service.ts';
import {
  FILES,
  handlersOf,
  importsOf,
  lines,
  LONG,
  ROOMS,
  ROOT,
  roomOf,
  serviceOf,
  source,
  SOURCES,
} from './support/sources.ts';

const SERVICES = readdirSync(join(ROOT, 'services'));
const product = FILES.filter((file) => /^(services|shared)\//.test(file));

/** Each technology is known in one place only. */
const ONLY_IN: Record<string, RegExp> = {
  aedes: /^services\/gateway\/broker\.ts$/,
  express: /^services\/gateway\/(http|pages)\.ts$/,
  'better-sqlite3': /^shared\/(database|storage)\.ts$/,
  mqtt: /^(shared\/bus|services\/gateway\/screens\/shared\/connection)\.ts$/,
  'bonjour-service': /^services\/discovery\/mdns\.ts$/,
  square: /^services\/payments\/square\.ts$/,
  'node-thermal-printer': /^services\/print-spooler\/escpos\.ts$/,
};

const LONGEST = 250;
const LONG_FROM = 150;
/** Import lines alone are a dozen: one for each part of the shared library. */
const LONGEST_MAIN = 40;

const CLOCK_OR_CHANCE = /Date\.now|new Date\(\)|performance\.now|Math\.random|random(UUID|Bytes)/;
const SQL =
  /\.prepare\(|['"`]\s*(SELECT|INSERT|REPLACE|UPDATE|DELETE|PRAGMA|CREATE|DROP|ALTER)\s(?!\/)/;
const MAY_HOLD_SQL = /\/([\w-]+-)?store\.ts$|^shared\/(journal|database|storage)\.ts$/;

function none(found: string[]): void {
  if (found.length > 0) assert.fail(`breaks the rule:\n${found.join('\n')}`);
}

describe('services', () => {
  it('never import each other', () => {
    none(
      product.flatMap((file) =>
        importsOf(file)
          .filter((name) => serviceOf(name) && serviceOf(name) !== serviceOf(file))
          .map((name) => `${file} imports ${name}`),
      ),
    );
  });

  it('have a README and a main', () => {
    const wanted = SERVICES.flatMap((name) => ['README.md', 'main.ts'].map((f) => join(name, f)));
    none(wanted.filter((file) => !existsSync(join(ROOT, 'services', file))));
  });

  it('have a contract each', () => {
    assert.deepEqual(SERVICES.toSorted(), CONTRACTS.map(({ service }) => service).toSorted());
  });

  it('begin in a main that is read at a glance', () => {
    const mains = product.filter((file) => roomOf(file) === 'main');
    none(mains.filter((file) => lines(file).length > LONGEST_MAIN));
  });
});

describe('imports', () => {
  it('of shared never lead into a service, and those of the product never into a test', () => {
    none(
      product.flatMap((file) =>
        importsOf(file)
          .filter((name) => name.startsWith('test/') || (!serviceOf(file) && serviceOf(name)))
          .map((name) => `${file} imports ${name}`),
      ),
    );
  });

  it('within a service go one way: screens, rules, store, devices, story, first day, main', () => {
    const rank = (file: string) => ROOMS.indexOf(roomOf(file));
    none(
      product.flatMap((file) =>
        importsOf(file)
          .filter((name) => serviceOf(name) && rank(name) > rank(file))
          .map((name) => `${file} (${roomOf(file)}) imports ${name} (${roomOf(name)})`),
      ),
    );
  });

  it('of the pages in the browser bring nothing of the house along but types', () => {
    const screens = product.filter((file) => serviceOf(file) && roomOf(file) === 'screen');
    none(
      screens.flatMap((file) =>
        importsOf(file, { types: false })
          .filter((name) => name.startsWith('shared/'))
          .map((name) => `${file} imports ${name}`),
      ),
    );
  });

  it('have no cycles', () => {
    const done = new Set<string>();
    const found: string[] = [];
    const visit = (file: string, way: string[]): void => {
      if (way.includes(file)) return void found.push([...way, file].join(' → '));
      if (done.has(file) || !SOURCES.has(file)) return;
      for (const name of importsOf(file)) visit(name, [...way, file]);
      done.add(file);
    };
    for (const file of product) visit(file, []);
    none(found);
  });

  it('bring each technology into one file only', () => {
    none(
      product.flatMap((file) =>
        importsOf(file, { types: false })
          .filter((name) => ONLY_IN[name]?.test(file) === false)
          .map((name) => `${file} imports ${name}`),
      ),
    );
  });
});

describe('rules', () => {
  const rules = product.filter((file) => serviceOf(file) && roomOf(file) === 'rules');

  it('know no database, bus, log or machine', () => {
    const machine = /^node:|^shared\/(?!contracts\/|errors\.ts|business-day\.ts)/;
    none(
      rules.flatMap((file) =>
        importsOf(file, { types: false })
          .filter((name) => machine.test(name))
          .map((name) => `${file} imports ${name}`),
      ),
    );
  });

  it('read no clock and draw no lots; nor do stores', () => {
    const inTime = product.filter((file) => serviceOf(file) && /rules|store/.test(roomOf(file)));
    none(inTime.filter((file) => CLOCK_OR_CHANCE.test(source(file))));
  });
});

describe('SQL', () => {
  it('stands in stores, the journal and the database only', () => {
    none(product.filter((file) => !MAY_HOLD_SQL.test(file) && SQL.test(source(file))));
  });
});

describe('operations', () => {
  const ofService = (name: string) => product.filter((file) => serviceOf(file) === name);
  const handled = CONTRACTS.map((of) => ({ ...of, handlers: handlersOf(of.service) }));
  const said = (code: string, files: string[]) =>
    files.some((file) => source(file).includes(`'${code}'`));
  const shared = product.filter((file) => /^shared\/(?!contracts\/)/.test(file));

  /** What the operations of others may answer that a service asks. */
  const comesThrough = (service: string) =>
    new Set<string>(
      ofService(service).flatMap((file) =>
        [...source(file).matchAll(/\.ask\(\s*(\w+),\s*'(\w+)'/g)].flatMap(([, of, name = '']) => {
          const asked = CONTRACTS.find((contract) => contract.service === of);
          return asked?.operations[name]?.errors ?? [];
        }),
      ),
    );

  it('are each handled once', () => {
    none(
      handled.flatMap(({ handlers, operations }) =>
        Object.keys(operations).filter((name) => {
          const key = new RegExp(`^ +(async )?${name}(,|:|\\()`, 'gm');
          return [...handlers.matchAll(key)].length !== 1;
        }),
      ),
    );
  });

  it('list no error that nobody throws', () => {
    none(
      handled.flatMap(({ service, operations }) =>
        Object.entries<Operation>(operations).flatMap(([name, { errors }]) =>
          errors
            .filter((code) => !said(code, [...shared, ...ofService(service)]))
            .filter((code) => !comesThrough(service).has(code))
            .map((code) => `${service}.${name}: ${code}`),
        ),
      ),
    );
  });

  it('and the house itself use every error there is', () => {
    const all = [...CONTRACTS, everyService].flatMap(({ operations }) => Object.values(operations));
    const listed = new Set<string>(all.flatMap((operation: Operation) => operation.errors));
    const house = [...shared, ...ofService('gateway')];
    none(Object.keys(ERRORS).filter((code) => !listed.has(code) && !said(code, house)));
  });
});

describe('the source', () => {
  it('publishes as an MQTT client, never through the broker object: that loses messages', () => {
    none(product.filter((file) => /\baedes\.publish\(/.test(source(file))));
  });

  it('reads the environment in shared/config.ts only', () => {
    const reads = product.filter((file) => source(file).includes('process.env'));
    assert.deepEqual(reads, ['shared/config.ts']);
  });

  it('takes HTTP from shared/http.ts: an import of Node’s own brings undici along', () => {
    none(product.filter((file) => /^import (?!type )[^;]* from 'node:https?'/m.test(source(file))));
  });

  it('is in files of at most 250 lines, and of 150 but for a few', () => {
    const longer = (most: number) => FILES.filter((file) => lines(file).length > most);
    const told = (file: string, of: number) => `${file} has ${lines(file).length} lines of ${of}`;
    none(longer(LONGEST).map((file) => told(file, LONGEST)));
    const long = longer(LONG_FROM).filter((file) => product.includes(file));
    const wrong = long.filter((file) => !LONG.has(file)).map((file) => told(file, LONG_FROM));
    none(wrong.map((one) => `${one}; one long thought stands in LONG, test/support/sources.ts`));
    none([...LONG].filter((file) => !long.includes(file)).map((f) => `${f} need not be in LONG`));
  });

  it('is in lines of at most 100 columns', () => {
    const longIn = (file: string) =>
      lines(file).flatMap(({ length }, i) =>
        length > 100 ? [`${file}:${i + 1} has ${length}`] : [],
      );
    none(FILES.flatMap(longIn));
  });

  it('has no drawer for odds and ends', () => {
    none(FILES.filter((file) => /(^|[/-])(utils?|helpers?|common|managers?|misc)\b/.test(file)));
  });

  it('leaves nothing to be done later', () => {
    const later = new RegExp(['TO', 'DO|FIX', 'ME|X', 'XX'].join(''));
    none(FILES.filter((file) => later.test(source(file))));
  });
});
