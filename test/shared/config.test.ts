import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, before, describe, it } from 'node:test';
import { type Config, readConfig, readSecret, runtimeDir } from '#shared/config.ts';

let dir: string;
before(() => (dir = mkdtempSync(join(tmpdir(), 'pos-'))));
after(() => rmSync(dir, { recursive: true }));

const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);
const inState = (state: string): Config =>
  readConfig({ POS_STATE_DIR: state, POS_DATA_DIR: join(dir, 'data') });
function refusal(env: NodeJS.ProcessEnv): string[] {
  try {
    readConfig(env);
  } catch (error) {
    return (error as Error).message.split('\n');
  }
  return assert.fail('it was taken');
}

describe('the configuration', () => {
  it('needs no variable at all', () => {
    assert.deepEqual(readConfig({}), {
      POS_PORT: 8000,
      POS_HOST: '0.0.0.0',
      POS_HOSTS: [],
      POS_DATA_DIR: resolve('data'),
      POS_STATE_DIR: resolve('state'),
      POS_SERVICES: [
        'gateway',
        'catalog',
        'staff',
        'orders',
        'payments',
        'reporting',
        'print-spooler',
        'discovery',
      ],
      POS_DEMO: true,
      POS_BACKUP_MOST_BYTES: 8 * 1024 ** 3,
      POS_DEMO_PRINTER_PORT: 9100,
      POS_DEMO_SQUARE_PORT: 9200,
      PRINTER_DISCOVERY_ENABLED: true,
      KITCHEN_SCREEN_DISCOVERY_ENABLED: true,
      POS_ADVERTISE: true,
      POS_ALLOW_PLAIN_TOKENS: false,
      POS_LOG_FILE: '/var/log/pos_backend.log',
      LOG_LEVEL: 'info',
    });
  });

  it('takes an empty variable for one that is not set', () => {
    const empty = { POS_PORT: '', DB_PATH: '', POS_BROKER_URL: '', POS_DEMO: '' };
    assert.deepEqual(readConfig(empty), readConfig({}));
  });

  it('means the folder of the database file that the original named', () => {
    const DB_PATH = '/media/usbdrive/restaurant.db';
    assert.equal(readConfig({ DB_PATH }).POS_DATA_DIR, '/media/usbdrive');
    assert.equal(readConfig({ DB_PATH, POS_DATA_DIR: '/srv/pos' }).POS_DATA_DIR, '/srv/pos');
  });

  it('takes yes and no in the ways that people write them', () => {
    const demo = (POS_DEMO: string) => readConfig({ POS_DEMO }).POS_DEMO;
    for (const yes of ['1', 'true', 'True', 'TRUE', 'yes', 'on']) assert.equal(demo(yes), true);
    for (const no of ['0', 'false', 'False', 'FALSE', 'no', 'off']) assert.equal(demo(no), false);
  });

  it('keeps the demo printer beside another port', () => {
    assert.equal(readConfig({ POS_PORT: '8100' }).POS_DEMO_PRINTER_PORT, 9200);
    const own = { POS_PORT: '8100', POS_DEMO_PRINTER_PORT: '9999' };
    assert.equal(readConfig(own).POS_DEMO_PRINTER_PORT, 9999);
  });

  it("keeps the demo's Square beside another port", () => {
    assert.equal(readConfig({ POS_PORT: '8100' }).POS_DEMO_SQUARE_PORT, 9300);
    assert.equal(readConfig({ POS_PORT: '65000' }).POS_DEMO_SQUARE_PORT, 63_800);
    assert.equal(readConfig({ POS_DEMO_SQUARE_PORT: '9999' }).POS_DEMO_SQUARE_PORT, 9999);
  });

  for (const [name, value] of Object.entries({
    POS_PORT: 'eighty',
    POS_BROKER_PORT: '70000',
    POS_BROKER_URL: 'http://broker',
    POS_DEMO: 'perhaps',
    LOG_LEVEL: 'loud',
    POS_STICK_ID: 'of-no-mount',
  })) {
    it(`refuses ${name}=${value} in one sentence that names it`, () => {
      const [sentence, ...more] = refusal({ [name]: value });
      assert.deepEqual(more, []);
      assert.match(sentence ?? '', new RegExp(`^${name}=${value} is not right: .+\\.$`));
    });
  }

  it('says everything that is wrong at once', () => {
    const sentences = refusal({ POS_PORT: '0', POS_DEMO: 'perhaps' });
    const names = sentences.map((sentence) => sentence.split('=')[0]);
    assert.deepEqual(names, ['POS_PORT', 'POS_DEMO']);
  });
});

describe('the configuration of Square', () => {
  const local = { SQUARE_ENVIRONMENT: 'local', SQUARE_BASE_URL: 'http://127.0.0.1:4010' };
  const account = { SQUARE_ACCESS_TOKEN: 'EAAA-canary', SQUARE_LOCATION_ID: 'L1' };

  it('is taken when it says where it leads', () => {
    for (const env of [local, { SQUARE_ENVIRONMENT: 'sandbox' }, { ...local, ...account }]) {
      assert.equal(readConfig(env).SQUARE_ENVIRONMENT, env.SQUARE_ENVIRONMENT);
    }
    for (const host of ['localhost', '127.8.9.10', '[::1]']) {
      assert.ok(readConfig({ ...local, SQUARE_BASE_URL: `http://${host}:1` }).SQUARE_BASE_URL);
    }
  });

  for (const [what, env, sentence] of [
    ['a token for nobody knows where', account, /^SQUARE_ENVIRONMENT is not right: say sandbox/],
    ['a stand-in without a name', { SQUARE_BASE_URL: local.SQUARE_BASE_URL }, /^SQUARE_ENVIRONM/],
    ['another Square than there is', { SQUARE_ENVIRONMENT: 'test' }, /^SQUARE_ENVIRONMENT=test/],
    ['a stand-in without an address', { SQUARE_ENVIRONMENT: 'local' }, /^SQUARE_BASE_URL is not/],
    [
      'a stand-in on another machine',
      { ...local, SQUARE_BASE_URL: 'https://connect.squareup.com' },
      /^SQUARE_BASE_URL=https:\/\/connect.squareup.com is not right: local needs/,
    ],
    [
      'a name that only begins like this machine',
      { ...local, SQUARE_BASE_URL: 'http://127.0.0.1.example.com' },
      /^SQUARE_BASE_URL=/,
    ],
    [
      'production at another address',
      { ...local, SQUARE_ENVIRONMENT: 'production' },
      /^SQUARE_BASE_URL=.+ goes with SQUARE_ENVIRONMENT=local only, not with production\.$/,
    ],
    ['a key without its address', { SQUARE_WEBHOOK_SIGNATURE_KEY: 'k' }, /^SQUARE_WEBHOOK_URL is/],
  ] as const) {
    it(`refuses ${what} in one sentence that names the variable`, () => {
      const [said, ...more] = refusal(env);
      assert.deepEqual(more, []);
      assert.match(said ?? '', sentence);
      assert.doesNotMatch(said ?? '', /canary/);
    });
  }

  it('never repeats a secret that is not right', () => {
    const long = {
      ...local,
      SQUARE_ACCESS_TOKEN: 'canary\n',
      SQUARE_APPLICATION_SECRET: '\tcanary',
    };
    const said = refusal(long).join('\n');
    assert.match(said, /^SQUARE_ACCESS_TOKEN is not right: .+\nSQUARE_APPLICATION_SECRET is not/);
    assert.doesNotMatch(said, /canary/);
  });
});

describe('the folder of the sockets', () => {
  it('is the state directory, which nobody else may enter', () => {
    const state = join(dir, 'open');
    mkdirSync(state);
    chmodSync(state, 0o755);
    assert.equal(runtimeDir(inState(state)), state);
    assert.equal(mode(state), '700');
  });

  it('is a short one under the temporary folder where the path is too long for a socket', () => {
    const long = (name: string) => inState(join(dir, 'x'.repeat(80), name));
    const folder = runtimeDir(long('one'));
    const other = runtimeDir(long('other'));
    try {
      assert.ok(folder.startsWith(join(tmpdir(), 'pos-')) && folder.length < 80);
      assert.equal(mode(folder), '700');
      assert.equal(runtimeDir(long('one')), folder);
      assert.notEqual(other, folder);
    } finally {
      for (const made of [folder, other]) rmSync(made, { recursive: true });
    }
  });

  const root = process.getuid?.() === 0;
  it("is not somebody else's", { skip: root ? false : 'needs root to give a folder away' }, () => {
    const state = join(dir, 'stranger');
    mkdirSync(state);
    chownSync(state, 65_534, 65_534);
    assert.throws(() => runtimeDir(inState(state)), /belongs to someone else/);
  });
});

describe('a secret', () => {
  it('is the same 32 bytes for all who read it, and another for each name and installation', () => {
    const config = inState(join(dir, 'state'));
    const secret = readSecret(config, 'pepper');
    assert.equal(secret.length, 32);
    assert.deepEqual(readSecret(config, 'pepper'), secret);
    assert.notDeepEqual(readSecret(config, 'salt'), secret);
    assert.notDeepEqual(readSecret(inState(join(dir, 'elsewhere')), 'pepper'), secret);
  });

  it('lies in the state directory only, for nobody else to read', () => {
    const config = inState(join(dir, 'state'));
    readSecret(config, 'pepper');
    const folder = join(config.POS_STATE_DIR, 'secrets');
    assert.equal(mode(folder), '700');
    assert.equal(mode(join(folder, 'pepper')), '600');
    assert.ok(!readdirSync(dir).includes('data'));
  });

  it('is one, also when eight processes ask for it at once', { timeout: 30_000 }, async () => {
    const env = { POS_STATE_DIR: join(dir, 'race') };
    const script = `
      import { readConfig, readSecret } from '#shared/config.ts';
      const config = readConfig();
      process.stdin.once('data', () => {
        console.log(readSecret(config, 'pepper').toString('hex'));
        process.exit();
      });
      console.log('ready');`;
    const flags = ['--input-type=module', '-e', script];
    const children = Array.from({ length: 8 }, () =>
      spawn(process.execPath, flags, {
        cwd: resolve(import.meta.dirname, '../..'),
        env,
        stdio: ['pipe', 'pipe', 'inherit'],
      }),
    );
    await Promise.all(children.map(({ stdout }) => once(stdout, 'readable')));
    const said = children.map(({ stdout }) => text(stdout));
    for (const { stdin } of children) stdin.end('go');
    const secrets = (await Promise.all(said)).map((words) => words.replace('ready\n', ''));
    assert.match(secrets[0] ?? '', /^[0-9a-f]{64}\n$/);
    assert.equal(new Set(secrets).size, 1);
    assert.deepEqual(readdirSync(join(env.POS_STATE_DIR, 'secrets')), ['pepper']);
  });
});
