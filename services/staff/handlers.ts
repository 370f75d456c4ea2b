import type { Call } from '#shared/answer.ts';
import type { Handlers } from '#shared/contracts/contract.ts';
import type { staff } from '#shared/contracts/staff.ts';
import { doorHandlers } from './door-handlers.ts';
import { hoursHandlers } from './hours-handlers.ts';
import type { Office } from './office.ts';
import { peopleHandlers } from './people-handlers.ts';

/** Who is asking, who works here, and when they work. */
export function staffHandlers(office: Office): Handlers<typeof staff, Call> {
  return { ...doorHandlers(office), ...peopleHandlers(office), ...hoursHandlers(office) };
}
