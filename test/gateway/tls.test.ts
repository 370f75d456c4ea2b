import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import https from 'node:https';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { TLSSocket } from 'node:tls';
import { WebSocket } from 'ws';
import { type Certificate, readCertificate } from '#shared/certificate.ts';
import { type Config, readConfig } from '#shared/config.ts';
import { askHealth } from '../../deploy/health.ts';
import { txtOf } from '../../services/discovery/advertisement.ts';
import { realtimeAt } from '../../services/gateway/realtime.ts';
import { freePorts } from '../support/restaurant.ts';
import { ROOT } from '../support/sources.ts';
import { until } from '../support/until.ts';

let folder: string;
before(() => (folder = mkdtempSync(join(tmpdir(), 'pos-'))));
after(() => rmSync(folder, { recursive: true }));
const configWith = (more: NodeJS.ProcessEnv): Config =>
  readConfig({ POS_STATE_DIR: join(folder, 'state'), ...more });
const own = () => readCertificate(configWith({ POS_TLS: 'self' })) as Promise<Certificate>;

describe('a certificate of its own', () => {
  it('is made once, also when two services begin at the same moment', async () => {
    const [one, other] = await Promise.all([own(), own()]);
    assert.deepEqual(one, other);
    assert.deepEqual(await own(), one);
    assert.match(one.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
    assert.equal(statSync(join(folder, 'state/secrets/tls.pem')).mode & 0o777, 0o600);
  });

  it('is for the names and addresses at which the machine is reached, for many years', async () => {
    const made = new X509Certificate((await own()).cert);
    const first = hostname().split('.')[0] as string;
    for (const name of [`${first}.local`, 'localhost']) assert.ok(made.checkHost(name), name);
    assert.ok(made.checkIP('127.0.0.1'));
    assert.ok(!made.checkHost('evil.example'));
    assert.ok(new Date(made.validFrom) < new Date('2026-01-02'));
    assert.ok(new Date(made.validTo) > new Date('2045-12-30'));
    assert.equal(made.ca, false);
  });
});

describe('a certificate that is given', () => {
  it('is taken as it is', async () => {
    const { cert, key, fingerprint } = await own();
    const [POS_TLS_CERT, POS_TLS_KEY] = [join(folder, 'a.crt'), join(folder, 'a.key')];
    writeFileSync(POS_TLS_CERT, cert);
    writeFileSync(POS_TLS_KEY, key);
    const given = await readCertificate(configWith({ POS_TLS_CERT, POS_TLS_KEY }));
    assert.deepEqual(given, { cert, key, fingerprint });
  });

  it('is refused in words where it is none, or another key’s', async () => {
    const { cert } = await own();
    const stranger = join(folder, 'stranger');
    mkdirSync(stranger);
    const { key } = (await readCertificate(
      configWith({ POS_STATE_DIR: stranger, POS_TLS: 'self' }),
    )) as Certificate;
    const [POS_TLS_CERT, POS_TLS_KEY] = [join(folder, 'b.crt'), join(folder, 'b.key')];
    const take = () => readCertificate(configWith({ POS_TLS_CERT, POS_TLS_KEY }));
    await assert.rejects(take(), /^Error: POS_TLS_CERT=.*b\.crt cannot be read/);
    writeFileSync(POS_TLS_CERT, cert);
    writeFileSync(POS_TLS_KEY, key);
    await assert.rejects(take(), /POS_TLS_CERT and POS_TLS_KEY cannot be used together/);
    assert.throws(() => configWith({ POS_TLS_CERT }), /POS_TLS_KEY is not right: goes with/);
    assert.throws(() => configWith({ POS_TLS_KEY }), /POS_TLS_CERT.* goes with/);
    assert.throws(() => configWith({ POS_TLS: 'self', POS_TLS_CERT, POS_TLS_KEY }), /not needed/);
    assert.throws(() => configWith({ POS_TLS: 'yes' }), /POS_TLS=yes is not right/);
  });
});

describe('who pairs with a server', () => {
  const server = { port: 8000, version: '1.2.3', hostname: 'kitchenpi' };
  it('learns its fingerprint from the network and from GET /realtime', () => {
    const txt = txtOf({ ...server, fingerprint: 'AB:CD' }, '192.168.1.7');
    assert.deepEqual(
      [txt.fp, txt.api, txt.docs],
      ['AB:CD', 'https', 'https://192.168.1.7:8000/docs'],
    );
    const { url, fingerprint } = realtimeAt('kitchenpi.local:8000', undefined, 'AB:CD');
    assert.deepEqual([url, fingerprint], ['wss://kitchenpi.local:8000/mqtt', 'AB:CD']);
  });
  it('learns none where plain HTTP is spoken, which is the default', async () => {
    assert.ok(!('fp' in txtOf(server, '192.168.1.7')));
    assert.equal(realtimeAt('kitchenpi:8000', undefined).url, 'ws://kitchenpi:8000/mqtt');
    assert.equal(await readCertificate(configWith({})), undefined);
  });
});

describe('a gateway over TLS', { timeout: 120_000 }, () => {
  let gateway: ChildProcess;
  let port: number;
  before(async () => {
    port = (await freePorts(1))[0] as number;
    const env = {
      PATH: process.env.PATH,
      POS_STATE_DIR: join(folder, 'state'),
      POS_DATA_DIR: join(folder, 'data'),
      POS_PORT: String(port),
      POS_HOST: '127.0.0.1',
      POS_TLS: 'self',
      LOG_LEVEL: 'silent',
    };
    const main = join(ROOT, 'services/gateway/main.ts');
    gateway = spawn(process.execPath, [main], { cwd: ROOT, env, stdio: 'inherit' });
    await until('it answers', () => askHealth(port));
  });
  after(async () => {
    const ended = once(gateway, 'exit');
    gateway.kill('SIGTERM');
    await ended;
  });

  it('answers with that certificate, and the tools of this machine find it', async () => {
    const { cert, fingerprint } = await own();
    const request = https.get({ host: '127.0.0.1', port, path: '/health', ca: cert, agent: false });
    const [answer] = (await once(request, 'response')) as [import('node:http').IncomingMessage];
    answer.resume();
    const shown = (answer.socket as TLSSocket).getPeerCertificate().fingerprint256;
    assert.deepEqual([answer.statusCode, shown], [503, fingerprint]);
    assert.equal((await askHealth(port))?.status, 'unhealthy');
  });

  it('takes screens over wss, and speaks no plain HTTP', async () => {
    const { cert: ca } = await own();
    const socket = new WebSocket(`wss://127.0.0.1:${port}/mqtt`, 'mqtt', { ca });
    await once(socket, 'open');
    socket.terminate();
    await assert.rejects(fetch(`http://127.0.0.1:${port}/health`));
  });
});
