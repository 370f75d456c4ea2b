import { X509Certificate } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { hostname, networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { type Config, secretsFolder } from './config.ts';

/** What the server shows for itself over TLS; PEM. */
export interface Certificate {
  cert: string;
  key: string;
  /** Its SHA-256, as openssl and browsers write it: `AB:CD:…`. */
  fingerprint: string;
}

/**
 * Whoever pairs compares the fingerprint, so an end would only be a day on which all tills stop;
 * and the clock of a Pi that has no network yet may stand in 1970.
 */
const VALID = { notBeforeDate: new Date('2026-01-01'), notAfterDate: new Date('2046-01-01') };

/** Undefined where plain HTTP is spoken. Throws a sentence where the files cannot be used. */
export async function readCertificate(config: Config): Promise<Certificate | undefined> {
  const { POS_TLS, POS_TLS_CERT, POS_TLS_KEY } = config;
  if (POS_TLS === 'self') return readOwn(config);
  if (!POS_TLS_CERT || !POS_TLS_KEY) return undefined;
  return checked(readFile('POS_TLS_CERT', POS_TLS_CERT), readFile('POS_TLS_KEY', POS_TLS_KEY));
}

function checked(cert: string, key: string): Certificate {
  try {
    createSecureContext({ cert, key });
    return { cert, key, fingerprint: new X509Certificate(cert).fingerprint256 };
  } catch (error) {
    const why = (error as Error).message;
    throw new Error(`POS_TLS_CERT and POS_TLS_KEY cannot be used together: ${why}.`);
  }
}

function readFile(name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new Error(`${name}=${path} cannot be read: ${(error as Error).message}.`);
  }
}

/** Made once, key and certificate in one file: two services may begin at the same moment. */
async function readOwn(config: Config): Promise<Certificate> {
  const path = join(secretsFolder(config), 'tls.pem');
  const before = read(path);
  if (before) return before;
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, await make(), { mode: 0o600 });
  try {
    linkSync(draft, path); // atomic, as in readSecret
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
  return read(path) as Certificate;
}

function read(path: string): Certificate | undefined {
  try {
    const pem = readFileSync(path, 'utf8');
    const begin = pem.indexOf('-----BEGIN CERTIFICATE');
    return checked(pem.slice(begin), pem.slice(0, begin));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function make(): Promise<string> {
  const { generate } = await import('selfsigned'); // 20 MB, needed once in a machine's life
  const first = hostname().split('.')[0] as string;
  const own = Object.values(networkInterfaces()).flatMap((all) => all ?? []);
  const addresses = own.map(({ address }) => address).filter((one) => !one.startsWith('fe80:'));
  const names = [...new Set([`${first}.local`, first, 'localhost', ...addresses])];
  const altNames = names.map((name) =>
    isIP(name) ? { type: 7 as const, ip: name } : { type: 2 as const, value: name },
  );
  const made = await generate([{ name: 'commonName', value: `${first}.local` }], {
    ...VALID,
    keyType: 'ec',
    curve: 'P-256', // what every tablet knows; made in milliseconds
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      { name: 'subjectAltName', altNames },
    ],
  });
  return `${made.private}\n${made.cert}\n`;
}
