import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { until } from '../support/until.ts';

/** Emulated, on a machine that has other work: ten times as slow as a Pi. */
const ANSWERS_WITHIN_MS = 600_000;
const MEMORY_MB = 1536;
/** It ends with the test, however that ends, and leaves the processor to others first. */
const GUEST = '--pdeathsig KILL nice -n 5 qemu-system-x86_64'.split(' ');

/**
 * Against other processes' spying Linux changes page tables at each system call. Emulated, each
 * change forgets all translated addresses: 20 times as many, and a quarter of the time.
 */
const NO_MITIGATIONS = 'mitigations=off';

/** What the shell that waits at its second serial port puts around an answer. */
export const [BEGIN, END] = ['\u0002', '\u0003'];
/** A unit of the guest: each line that comes is run by root, and answered with its exit code. */
export const SHELL_UNIT = `[Unit]
Description=Commands of the test
DefaultDependencies=no
After=local-fs.target
[Service]
ExecStart=/bin/sh -c 'stty -echo; echo here; while IFS= read -r line; do printf "\\\\002"; \\
  sh -c "$line" </dev/null 2>&1; printf "\\\\003%%s\\\\n" "$?"; done'
StandardInput=tty-force
StandardOutput=tty
TTYPath=/dev/ttyS1
Restart=always
[Install]
WantedBy=sysinit.target
`;

export interface Pc {
  /** As root. */
  run(command: string): Promise<{ code: number; said: string }>;
  /** Pulls the USB stick; resolves when the machine has noticed. */
  pull(): Promise<void>;
  plug(stick: string): Promise<void>;
  /** As when somebody trips over the cable. */
  cut(): Promise<void>;
}

interface Parts {
  /** With its kernel `vmlinuz`, `initrd.img` and `disk.img`; sockets and its console go there. */
  folder: string;
  /** Of this machine, where its port 8000 is. */
  port: number;
  /** Images of USB sticks by name. */
  sticks: Record<string, string>;
  plugged: string | null;
}

/** A PC that is switched on: Debian's QEMU, without KVM. */
export async function switchOn({ folder, port, sticks, plugged }: Parts): Promise<Pc> {
  const at = (name: string) => join(folder, name);
  for (const name of ['shell.sock', 'qmp.sock']) rmSync(at(name), { force: true });
  const images = Object.entries(sticks).map(([name, file]) =>
    [
      `-blockdev driver=file,node-name=${name}-file,filename=${file}`,
      `-blockdev driver=raw,node-name=${name},file=${name}-file`,
    ].join(' '),
  );
  const parts = [
    '-machine q35 -accel tcg,thread=multi -cpu Nehalem -smp 2',
    `-m ${MEMORY_MB} -nodefaults -no-reboot -display none`,
    `-kernel ${at('vmlinuz')} -initrd ${at('initrd.img')}`,
    `-drive file=${at('disk.img')},format=raw,if=virtio`,
    `-netdev user,id=lan,hostfwd=tcp:127.0.0.1:${port}-:8000`,
    '-device virtio-net-pci,netdev=lan -device virtio-rng-pci -device qemu-xhci,id=usb',
    images.join(' '),
    plugged ? `-device usb-storage,bus=usb.0,id=plugged,drive=${plugged}` : '',
    `-serial file:${at('console.log')}`,
    `-serial unix:${at('shell.sock')},server=on,wait=off`,
    `-qmp unix:${at('qmp.sock')},server=on,wait=off`,
  ].flatMap((part) => part.split(' ').filter(Boolean));
  const kernel = ['-append', `root=/dev/vda rw console=ttyS0 quiet ${NO_MITIGATIONS}`];
  const qemu: ChildProcess = spawn('setpriv', [...GUEST, ...parts, ...kernel], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const connect = async (name: string) => {
    let socket: net.Socket | undefined;
    await until(`QEMU listens at ${name}`, async () => {
      if (qemu.exitCode !== null) throw new Error('QEMU ended');
      const tried = net.connect(at(name));
      socket = await once(tried, 'connect').then(
        () => tried,
        () => undefined,
      );
      return socket;
    });
    return (socket as net.Socket).on('error', () => undefined);
  };
  const qmp = await connect('qmp.sock');
  const heard: string[] = [];
  createInterface(qmp).on('line', (line) => heard.push(line));
  const tell = (execute: string, args: object = {}) =>
    qmp.write(`${JSON.stringify({ execute, arguments: args })}\n`);
  tell('qmp_capabilities');

  const shell = (await connect('shell.sock')).setEncoding('utf8');
  let said = '';
  shell.on('data', (text: string) => (said += text.replaceAll('\r', '')));
  const isThere = until('the machine has booted', () => /^here$/m.test(said), ANSWERS_WITHIN_MS);
  isThere.catch(() => undefined); // whoever asks hears of it

  return {
    async run(command) {
      await isThere;
      said = '';
      const answer = new RegExp(`${BEGIN}([^]*)${END}(\\d+)\n`);
      shell.write(`${command}\n`);
      await until(`it has run ${command}`, () => answer.test(said), ANSWERS_WITHIN_MS);
      const [, text = '', code] = answer.exec(said) ?? [];
      return { code: Number(code), said: text };
    },
    async pull() {
      heard.length = 0;
      tell('device_del', { id: 'plugged' });
      const isGone = () => heard.some((line) => line.includes('DEVICE_DELETED'));
      await until('the stick is pulled', isGone, ANSWERS_WITHIN_MS);
    },
    async plug(stick) {
      heard.length = 0;
      tell('device_add', { driver: 'usb-storage', bus: 'usb.0', id: 'plugged', drive: stick });
      const answer = () => heard.find((line) => /"(return|error)"/.test(line));
      await until('the stick is in', answer);
      if (answer()?.includes('"error"')) throw new Error(answer());
    },
    async cut() {
      if (qemu.exitCode !== null || qemu.signalCode !== null) return;
      const ended = once(qemu, 'exit');
      qemu.kill('SIGKILL');
      await ended;
      shell.destroy();
      qmp.destroy();
    },
  };
}

/** An ext4 image of so many MB, with what is in a folder. */
export function ext4(image: string, size_mb: number, more: string[] = []): void {
  execFileSync('truncate', ['-s', `${size_mb}M`, image]);
  execFileSync('mkfs.ext4', ['-q', '-F', ...more, image]);
}
