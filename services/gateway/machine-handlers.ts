import type { Asker } from '#shared/ask.ts';
import type { Config } from '#shared/config.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import type { HouseStatus } from '#shared/contracts/health.ts';
import type { machineOperations } from '#shared/contracts/machine.ts';
import { staff } from '#shared/contracts/staff.ts';
import type { system } from '#shared/contracts/system.ts';
import { PosError } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import type { OwnCall } from './caller.ts';
import { openEjector } from './eject.ts';
import { logPage } from './log-file.ts';
import { metricsOf } from './metrics.ts';
import { sticksOf } from './sticks.ts';
import { openSupervisor } from './supervisor.ts';

/** The answer has left by then; who waits any longer is answered before the gateway ends. */
const AFTER_ANSWER_MS = 300;
/** Staff, restarted itself, is back within seconds. */
const NOTE_WITHIN_MS = 30_000;

const SERVICES = CONTRACTS.map(({ service }) => service);

type Machine = Pick<Handlers<typeof system, OwnCall>, keyof typeof machineOperations>;

/** What an admin does with the machine; `status` is the whole house as it is. */
export function machineHandlers(
  asker: Asker,
  config: Config,
  log: Log,
  status: (at: string) => Promise<HouseStatus>,
): Machine {
  const supervisor = openSupervisor(config);
  const ejector = openEjector(config, log, supervisor, SERVICES);

  /** Into staff's journal. Nobody is kept from restarting staff because staff does not answer. */
  async function note(deed: string, subject: string, { caller, key }: OwnCall): Promise<void> {
    try {
      const how = { caller, key, patience_ms: NOTE_WITHIN_MS };
      await asker.ask(staff, 'note_deed', { deed, subject }, how);
    } catch (error) {
      const { staff_id } = caller;
      log.warn({ err: error, deed, subject, staff_id }, 'done, but not in the audit');
    }
  }

  return {
    list_services: async () => ({ services: await supervisor.list() }),

    async restart_service({ name }, call) {
      const found = (await supervisor.list()).some((one) => one.name === name);
      if (!found || !SERVICES.includes(name)) throw new PosError('SERVICE_NOT_FOUND');
      if (name === 'gateway') {
        await note('service_restarted', name, call);
        setTimeout(() => {
          supervisor.restart(name).catch((err: unknown) => log.error({ err }, 'not restarted'));
        }, AFTER_ANSWER_MS);
        return { name, state: 'restarting' };
      }
      await supervisor.restart(name);
      await note('service_restarted', name, call);
      return { name, state: 'restarted' };
    },

    list_logs: (wanted) => logPage(config, wanted),
    list_usb: async () => ({ sticks: await sticksOf(config) }),

    async eject_usb(_, call) {
      ejector.check();
      await supervisor.list(); // NOT_SUPERVISED, before anything is written
      await note('stick_ejected', config.POS_REQUIRE_MOUNT ?? '', call);
      return ejector.eject();
    },

    get_metrics: async (_, { at }) => ({ text: metricsOf(await status(at)) }),
  };
}
