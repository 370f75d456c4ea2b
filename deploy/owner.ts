import { statSync } from 'node:fs';

/**
 * root goes on as the user whom the state directory belongs to: what it made there otherwise, a
 * socket or a secret, the system itself could not use afterwards.
 */
export function becomeOwner(folder: string): void {
  const { uid = 0, gid = 0 } = statSync(folder, { throwIfNoEntry: false }) ?? {};
  if (process.getuid?.() !== 0 || uid === 0) return;
  process.setgroups?.([gid]);
  process.setgid?.(gid);
  process.setuid?.(uid);
}
