import type { serialization } from 'square';
import type { Inside } from './inside.ts';
import { type Charge, durationMs, totalOf } from './payment.ts';
import { invalid, notFound } from './refusal.ts';
import { SOURCES } from './test-values.ts';
import type { Money, Payment } from './wire.ts';

/** A request for a payment. */
export type Create = serialization.CreatePaymentRequest.Raw;
type RawMoney = serialization.Money.Raw;

/** The longest that Square holds money. */
const LONGEST_DELAY_MS = 36 * 24 * 3_600_000;
const KEPT = ['order_id', 'customer_id', 'team_member_id', 'reference_id', 'note'] as const;

/** Checks that it is more than nothing, in the location's money. */
export function moneyOf(inside: Inside, money: RawMoney, field: string, least = 1): Money {
  const { currency } = inside.settings;
  if (money.currency !== currency) {
    const detail =
      `This merchant can only process payments in ${currency}, ` +
      `but amount was provided in ${money.currency}.`;
    throw invalid('INVALID_VALUE', detail, `${field}.currency`);
  }
  const amount = Number(money.amount ?? 0);
  if (!Number.isSafeInteger(amount) || amount < least) {
    throw invalid('VALUE_TOO_LOW', `Must be greater than ${least - 1}.`, `${field}.amount`);
  }
  return { amount, currency };
}

function sourceOf(body: Create): Charge['source'] {
  if (body.source_id === 'CASH' || body.source_id === 'EXTERNAL') {
    const field = body.source_id === 'CASH' ? 'cash_details' : 'external_details';
    if (!body[field]) throw invalid('MISSING_REQUIRED_PARAMETER', 'Missing parameter.', field);
    return body.source_id;
  }
  const source = SOURCES[body.source_id];
  if (!source) throw notFound('Card nonce', 'source_id');
  if (source.refused) {
    throw invalid(source.refused, 'Card nonce already used; please request new nonce.');
  }
  if (source.on_file && !body.customer_id) {
    throw invalid('MISSING_REQUIRED_PARAMETER', 'A card on file needs its owner.', 'customer_id');
  }
  return source;
}

/** What a buyer gave in cash, and the change. */
function cashOf(inside: Inside, body: Create, total: number): Partial<Payment> {
  if (body.source_id !== 'CASH' || !body.cash_details) return {};
  const given = body.cash_details.buyer_supplied_money;
  const buyer_supplied_money = moneyOf(inside, given, 'cash_details.buyer_supplied_money');
  const rest = buyer_supplied_money.amount - total;
  if (rest < 0) {
    const field = 'cash_details.buyer_supplied_money.amount';
    throw invalid('VALUE_TOO_LOW', 'The buyer supplied less than the total.', field);
  }
  const change_back_money = { ...buyer_supplied_money, amount: rest };
  return { cash_details: { buyer_supplied_money, change_back_money } };
}

/** Refuses a delay that Square does not have. */
function delayOf(body: Create): Partial<Payment> {
  const { delay_duration, delay_action } = body;
  if (!delay_duration) return delay_action ? { delay_action } : {};
  const ms = durationMs(delay_duration);
  if (ms === undefined || ms > LONGEST_DELAY_MS) {
    throw invalid('INVALID_TIME', 'Not a duration from PT1M to P36D.', 'delay_duration');
  }
  return { delay_duration, ...(delay_action && { delay_action }) };
}

/** What a request means, or what Square refuses in it. */
export function chargeOf(inside: Inside, body: Create): Charge {
  const { location_id } = inside.settings;
  if (body.location_id && body.location_id !== location_id) throw notFound('Location');
  if (!body.amount_money) {
    throw invalid('MISSING_REQUIRED_PARAMETER', 'Missing required parameter.', 'amount_money');
  }
  const amount_money = moneyOf(inside, body.amount_money, 'amount_money');
  const tip_money = body.tip_money ? moneyOf(inside, body.tip_money, 'tip_money', 0) : undefined;
  const autocomplete = body.autocomplete ?? true;
  if (body.accept_partial_authorization && autocomplete) {
    const detail = 'A partial authorization cannot be completed by itself.';
    throw invalid('BAD_REQUEST', detail, 'accept_partial_authorization');
  }
  const total = totalOf({ amount_money, ...(tip_money && { tip_money }) });
  const extra: Partial<Payment> = {
    ...Object.fromEntries(KEPT.flatMap((name) => (body[name] ? [[name, body[name]]] : []))),
    ...cashOf(inside, body, total.amount),
    ...(body.external_details && { external_details: body.external_details }),
    ...(autocomplete ? {} : delayOf(body)),
  };
  const { idempotency_key } = body;
  return { source: sourceOf(body), amount_money, tip_money, extra, autocomplete, idempotency_key };
}
