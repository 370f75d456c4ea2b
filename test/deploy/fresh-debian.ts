import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../support/sources.ts';
import { runScript } from '../support/tiny-release.ts';

/** What it takes, and the packages that have it. */
const TOOLS = { debootstrap: 'debootstrap', chroot: 'coreutils', tar: 'tar', git: 'git' };
/** With this working tree as a release. */
export const RELEASE = '/root/release';

export interface FreshDebian {
  folder: string;
  /** Of a shell in there. */
  env: NodeJS.ProcessEnv;
  inside(command: string, ...args: string[]): ReturnType<typeof runScript>;
  close(): void;
}

/** Why there can be none, naming the package; false: there can. */
export function noFreshDebian(more: Record<string, string> = {}): string | false {
  if (process.getuid?.() !== 0) return 'needs root: a Debian of its own';
  const tools = Object.entries({ ...TOOLS, ...more });
  const missing = tools.find(([tool]) => spawnSync('sh', ['-c', `command -v ${tool}`]).status);
  return missing ? `needs ${missing[0]} (package ${missing[1]})` : false;
}

/** A Debian of its own, made by debootstrap from where this machine has its packages. */
export function freshDebian(more: string[] = []): FreshDebian {
  const folder = mkdtempSync(join(tmpdir(), 'pos-debian-'));
  chmodSync(folder, 0o755); // it is the user pos's / as well
  const packages = `--include=${['systemd', 'ca-certificates', ...more].join(',')}`;
  const suite = process.env.POS_DEBIAN ?? 'bookworm';
  execFileSync('debootstrap', ['--variant=minbase', packages, suite, folder], { stdio: 'pipe' });
  writeFileSync(join(folder, 'usr/sbin/policy-rc.d'), '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  copyFileSync('/etc/resolv.conf', join(folder, 'etc/resolv.conf'));
  const PATH = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';
  const env: NodeJS.ProcessEnv = { PATH, HOME: '/root' };
  const authorities = process.env.NODE_EXTRA_CA_CERTS; // of a network that looks into TLS
  if (authorities) {
    copyFileSync(authorities, join(folder, 'root/authorities.pem'));
    env.CURL_CA_BUNDLE = env.NODE_EXTRA_CA_CERTS = '/root/authorities.pem';
  }
  for (const name of ['proc', 'sys']) {
    execFileSync('mount', ['--bind', `/${name}`, join(folder, name)]);
  }
  const list = 'git ls-files --cached --others --exclude-standard';
  const copy = `mkdir "$0"; ${list} | tar -cf - -T - | tar -C "$0" -xf -`;
  execFileSync('sh', ['-c', copy, join(folder, RELEASE)], { cwd: ROOT });
  return {
    folder,
    env,
    inside: (command, ...args) => runScript('chroot', [folder, command, ...args], env),
    close() {
      for (const name of ['proc', 'sys']) spawnSync('umount', ['-l', join(folder, name)]);
      spawnSync('chattr', ['-i', join(folder, 'media/usbdrive')]); // as install.sh has it
      execFileSync('rm', ['-rf', '--one-file-system', folder]); // never into what is mounted there
    },
  };
}
