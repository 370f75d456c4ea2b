import type { Desk } from './commands.ts';
import { type Finding, tell } from './finding.ts';
import { askHealth } from './health.ts';
import {
  backupFinding,
  clockFinding,
  healthFindings,
  nodeFinding,
  restartFindings,
  runningFinding,
  secretsFinding,
} from './machine-findings.ts';
import { clockState, pm2List, serviceState, somebodyAt } from './machine.ts';
import { deviceOf, folderFinding, room, stickFinding } from './stick-findings.ts';

/** Looks at everything once; fine where nothing is wrong. */
export async function doctor({ config, say }: Desk): Promise<boolean> {
  const [health, pm2, taken] = await Promise.all([
    askHealth(config.POS_PORT),
    pm2List(config),
    somebodyAt(config.POS_PORT),
  ]);
  const stick = stickFinding(config);
  const findings: Finding[] = [
    nodeFinding(process.versions.node),
    stick,
    ...(stick.grade === 'wrong'
      ? []
      : [folderFinding('data', config.POS_DATA_DIR), room('room', config.POS_DATA_DIR)]),
    folderFinding('state', config.POS_STATE_DIR),
    room('room, card', config.POS_STATE_DIR),
    secretsFinding(config.POS_STATE_DIR),
    clockFinding(clockState(), new Date().getFullYear()),
    runningFinding({ port: config.POS_PORT, health, taken, pm2, unit: serviceState() }),
    ...healthFindings(health),
    ...backupFinding(health, {
      data: deviceOf(config.POS_DATA_DIR),
      backups: deviceOf(config.POS_BACKUP_DIR),
    }),
    ...restartFindings(pm2 ?? [], Date.now()),
  ];
  const well = tell(findings, say);
  say('');
  say(well ? 'Nothing is wrong.' : 'Something is wrong: see above what to do.');
  return well;
}
