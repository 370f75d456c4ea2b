import type { Request } from 'express';
import type { Asker, Caller } from '#shared/ask.ts';
import { looksLikeCardNumber } from '#shared/contracts/card-number.ts';
import type { Operation } from '#shared/contracts/contract.ts';
import { till as tillName } from '#shared/contracts/fields.ts';
import { staff } from '#shared/contracts/staff.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Found, Sessions } from './sessions.ts';
import type { Setup } from './setup.ts';

const SESSIONLESS_TILL = 'main';

/** Says for whom a request is; throws where they may not. */
export type FindCaller = (request: Request, operation: Operation) => Promise<Caller>;

export function openCallers(asker: Asker, sessions: Sessions, setup: Setup): FindCaller {
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

  return async (request, operation) => {
    const { role, session, before_setup } = operation;
    const till = checked(request, 'X-Till', isTill, TILL_RULE);
    const pin = checked(request, 'X-Admin-Pin', isPin, 'four digits');
    if (!before_setup && (await setup.isRequired())) throw new PosError('SETUP_REQUIRED');
    const address = addressOf(request);
    const nobody: Caller = { till: till ?? SESSIONLESS_TILL, address };
    if (role === 'public' && session !== 'optional') return nobody;
    const found = await sessionOf(request, sessions);
    if (!found && role === 'public') return nobody;
    if (!found) throw new PosError('UNAUTHENTICATED');
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

async function sessionOf(request: Request, sessions: Sessions): Promise<Found | undefined> {
  const token = /^Bearer ([\w-]{1,100})$/.exec(request.get('Authorization') ?? '')?.[1];
  return token ? sessions.find(token) : undefined;
}

/** The other end of the socket, never a header: anybody can write those. IPv4 in its own form. */
const addressOf = ({ socket }: Request) => (socket.remoteAddress ?? '').replace(/^::ffff:/, '');
