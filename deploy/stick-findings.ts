import { accessSync, constants, existsSync, readFileSync, statfsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Config } from '#shared/config.ts';
import { stickProblem } from '#shared/stick.ts';
import { doubtful, type Finding, fine, wrong } from './finding.ts';

const MB = 1024 * 1024;
/** Below the first no new order is taken; below the second it is time for a larger stick. */
const [FULL_MB, NEARLY_FULL_MB] = [64, 512];

/** Free space, in words, with what to do. */
export function roomFinding(about: string, folder: string, free_mb: number): Finding {
  const says = `${free_mb} MB free at ${folder}.`;
  if (free_mb < FULL_MB) return wrong(about, says, 'Delete what is not ours: orders are refused.');
  if (free_mb < NEARLY_FULL_MB) return doubtful(about, says, 'Make room before it is full.');
  return fine(about, says);
}

export function room(about: string, folder: string): Finding {
  let at = folder;
  while (!existsSync(at)) at = dirname(at);
  const { bavail, bsize } = statfsSync(at);
  return roomFinding(about, at, Math.floor((bavail * bsize) / MB));
}

/** How something is mounted, as /proc/self/mountinfo says; the last mount there counts. */
export function mountOptions(mountinfo: string, mount: string): string[] | undefined {
  const line = mountinfo
    .split('\n')
    .findLast((one) => one.split(' ')[4]?.replaceAll('\\040', ' ') === mount);
  const [before = '', after = ''] = line?.split(' - ') ?? [];
  const options = [before.split(' ')[5], after.split(' ')[2]].join(',').split(',');
  return line ? [...options, `type=${after.split(' ')[0]}`] : undefined;
}

function mounted(mount: string): Finding {
  const options = mountOptions(readFileSync('/proc/self/mountinfo', 'utf8'), mount) ?? [];
  if (options.includes('ro')) {
    const says = `${mount} is mounted read-only: the kernel found an error on it.`;
    return wrong('stick', says, `Pull it and put it in again; if it comes back, take another.`);
  }
  return fine('stick', `The right one is mounted at ${mount}.`);
}

export function stickFinding(config: Config): Finding {
  const mount = config.POS_REQUIRE_MOUNT;
  if (!mount) return fine('stick', 'None is asked for (POS_REQUIRE_MOUNT is not set).');
  try {
    const problem = stickProblem(config);
    if (!problem) return mounted(mount);
    const help = problem.startsWith('Nothing')
      ? 'Put the stick in. If it is in, try another socket; then sudo dmesg says what it does.'
      : 'Put in the one that was installed with; deploy/README.md says how to move to another.';
    return wrong('stick', problem, help);
  } catch (error) {
    return wrong(
      'stick',
      `${(error as Error).message}.`,
      `Make the folder ${mount}, and mount it.`,
    );
  }
}

/** Which device a folder lies on; undefined where there is none. */
export function deviceOf(folder: string | undefined): number | undefined {
  return folder ? statSync(folder, { throwIfNoEntry: false })?.dev : undefined;
}

/** Whether the system's user can write its files; as root we are that user by now. */
export function folderFinding(about: string, folder: string): Finding {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (!found)
    return doubtful(about, `${folder} is not there yet.`, 'It is made at the first start.');
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return fine(about, `${folder} can be written.`);
  } catch {
    const help = `sudo chown -R pos:pos ${folder}, unless you are just somebody else: try sudo.`;
    return wrong(about, `${folder} cannot be written by user ${process.getuid?.()}.`, help);
  }
}
