import type { Request } from 'express';
import type { Call } from '#shared/answer.ts';
import type { Asker, Caller } from '#shared/ask.ts';
import { looksLikeCardNumber } from '#shared/contracts/card-number.ts';
import type { Operation } from '#shared/contracts/contract.ts';
import { till as tillName } from '#shared/contracts/fields.ts';
import { staff } from '#shared/contracts/staff.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Screen } from '#shared/contracts/screens.ts';
import type { Devices } from './devices.ts';
import type { Found, Sessions } from './sessions.ts';
import type { Setup } from './setup.ts';

/** What the gateway's own operations know besides: under which name it was reached. */
export interface OwnCall extends Call {
  host: string;
}

const SESSIONLESS_TILL = 'main';

/** Says for whom a request is; throws where they may not. */
export type FindCaller = (request: Request, operation: Operation) => Promise<Caller>;

/** Where a token or a secret is looked up. */
interface Known {
  sessions: Sessions;
  devices: Devices;
}

export function openCallers(asker: Asker, { sessions, devices }: Known, setup: Setup): FindCaller {
  /** An admin leaning over: the PIN counts for this request alone, and both are in the journal. */
  async function approved(caller: Caller, pin: string | undefined): Promise<Caller> {
    if (pin === undefined || caller.isAdmin) return caller;
    const { staff_id } = await asker
      .ask(staff, 'verify_admin_pin', { pin }, { caller })
      .catch((error: PosError) => {
        // nothing was done yet: there is no outcome to be unsure of
        throw error.code === 'OUTCOME_UNKNOWN' ? new PosError('SERVICE_UNAVAILABLE') : error;
      });
    return { ...caller, isAdmin: true, approved_by: staff_id };
  }

  /** Whose the token is: somebody's who is logged in, or a screen's where one may call at all. */
  async function holderOf(
    request: Request,
    operation: Operation,
  ): Promise<{ found?: Found; screen?: Screen }> {
    const token = tokenOf(request);
    if (!token) return {};
    const forScreens = operation.role === 'device' || Boolean(operation.screens?.length);
    if (forScreens && devices.knows(token)) return { screen: await devices.find(token) };
    const found = await sessions.find(token);
    return found || !forScreens ? { found } : { screen: await devices.find(token) };
  }

  return async (request, operation) => {
    const { role, session, before_setup } = operation;
    const till = checked(request, 'X-Till', isTill, TILL_RULE);
    const pin = checked(request, 'X-Admin-Pin', isPin, 'four digits');
    if (!before_setup && (await setup.isRequired())) throw new PosError('SETUP_REQUIRED');
    const address = addressOf(request);
    const nobody: Caller = { till: till ?? SESSIONLESS_TILL, address };
    if (operation.local && isHere(request, address)) return nobody;
    if (role === 'public' && session !== 'optional') return nobody;
    const { found, screen } = await holderOf(request, operation);
    if (screen) return callerOf(screen, operation, address);
    if (!found && role === 'public') return nobody;
    if (!found) throw new PosError('UNAUTHENTICATED');
    if (role === 'device') throw new PosError('FORBIDDEN');
    const { staff: person, till: usual } = found.session;
    const own: Caller = {
      staff_id: person.id,
      isAdmin: person.isAdmin,
      till: till ?? usual,
      token_hash: found.token_hash,
      address,
    };
    const caller = await approved(own, pin);
    if (role === 'admin' && !caller.isAdmin) throw new PosError('FORBIDDEN');
    return caller;
  };
}

/** Of this machine itself; a proxy on it speaks for others, and says so. */
const isHere = ({ headers }: Request, address: string) =>
  /^(127\.|::1$)/.test(address) && !headers['x-forwarded-for'] && !headers.forwarded;

const TILL_RULE = '1–32 of a–z, 0–9 and -';
const isTill = (text: string) => tillName.safeParse(text).success && !looksLikeCardNumber(text);
const isPin = (text: string) => /^\d{4}$/.test(text);

/** A header, if it is there; INVALID_HEADER where it is not as it must be. */
function checked(
  request: Request,
  name: string,
  isRight: (text: string) => boolean,
  rule: string,
): string | undefined {
  const text = request.get(name);
  if (text !== undefined && !isRight(text)) throw wrongField('INVALID_HEADER', name, rule);
  return text;
}

const tokenOf = (request: Request) =>
  /^Bearer ([\w-]{1,100})$/.exec(request.get('Authorization') ?? '')?.[1];

/** A screen calls for itself alone; FORBIDDEN: it is not approved, or for something else. */
function callerOf(screen: Screen, { role, screens }: Operation, address: string): Caller {
  const { screen_id, kind, status, till } = screen;
  const isRight = !screens || (status === 'approved' && screens.includes(kind));
  if (role !== 'public' && !isRight) throw new PosError('FORBIDDEN');
  return { screen_id, till: till ?? undefined, address };
}

/** The other end of the socket, never a header: anybody can write those. IPv4 in its own form. */
const addressOf = ({ socket }: Request) => (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
