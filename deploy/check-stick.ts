import type { Desk } from './commands.ts';
import { tell } from './finding.ts';
import { folderFinding, room, stickFinding } from './stick-findings.ts';

export async function checkStick({ config, say }: Desk): Promise<boolean> {
  const stick = stickFinding(config);
  if (stick.grade === 'wrong') return tell([stick], say); // what is there is not ours to look at
  const { POS_DATA_DIR } = config;
  return tell([stick, folderFinding('data', POS_DATA_DIR), room('room', POS_DATA_DIR)], say);
}
