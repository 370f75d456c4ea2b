import type { Square as Api, SquareClient } from 'square';
import { PosError } from '#shared/errors.ts';
import type { Account } from './account.ts';
import { classify, readable, SquareFailure } from './outcome.ts';
import { listedSince } from './payment-list.ts';
import { loadSdk } from './sdk.ts';
import { paymentOf, type SquarePayment } from './square-payment.ts';

/** For what moves money: a guest's bank may take its time, and the till waits for 40 s. */
export const MONEY_MS = 20_000;
/** For what only looks: somebody is waiting, and it is asked again. */
export const LOOK_MS = 5_000;
/** The SDK's own timer must not come first: it does not end a body that stalls. */
const AFTER_DEADLINE_S = 1;

/** What goes with every call: its deadline, and that nobody repeats it behind our back. */
export interface CallOptions {
  abortSignal: AbortSignal;
  timeoutInSeconds: number;
  maxRetries: 0;
}

type Call<T> = (client: SquareClient, options: CallOptions) => PromiseLike<T>;

/** Square, as far as money is concerned; every failure is a SquareFailure. */
export interface Square {
  /** Throws CARD_NOT_CONFIGURED while there is none. */
  account(): Account;
  isConfigured(): boolean;
  /** A call of the SDK within a deadline, with the client of the account as it is now. */
  run<T>(deadline_ms: number, call: Call<T>): Promise<T>;
  /** The same request under the same key is carried out once, however often it is sent. */
  pay(request: Api.CreatePaymentRequest, deadline_ms?: number): Promise<SquarePayment>;
  /** Undefined when Square knows of none. */
  find(payment_id: string): Promise<SquarePayment | undefined>;
  /** Our location's, as `listedSince` says; some seconds may pass before a new one is there. */
  since(begin: string): Promise<SquarePayment[]>;
  capture(payment_id: string): Promise<SquarePayment>;
  /** Lets go of what is held. */
  cancel(payment_id: string): Promise<SquarePayment>;
  cancelByKey(attempt_id: string): Promise<void>;
  /** Only while held; `key` makes a repeat harmless. */
  setTip(payment: SquarePayment, tip: Api.Money, key: string): Promise<SquarePayment>;
}

/** Whether there is another token, now that Square has refused this one with a code. */
type Renew = (token: string, code: string) => Promise<boolean>;

/** The SDK is loaded at the first call: not bundled it costs half a second and 80 MB. */
export function openSquare(
  findAccount: () => Account | undefined,
  renew: Renew = () => Promise.resolve(false),
): Square {
  let known: { account: Account; client: SquareClient } | undefined;

  function account(): Account {
    const found = findAccount();
    if (!found) throw new PosError('CARD_NOT_CONFIGURED');
    return found;
  }

  async function clientOf(now: Account): Promise<SquareClient> {
    const { SquareClient: Client } = await loadSdk();
    const { access_token: token, base_url: baseUrl } = now;
    if (known?.account.access_token !== token || known.account.base_url !== baseUrl) {
      known = { account: now, client: new Client({ token, baseUrl }) };
    }
    return known.client;
  }

  async function run<T>(deadline_ms: number, call: Call<T>): Promise<T> {
    await clientOf(account()); // a busy machine loads the SDK for seconds, which are not Square's
    const abortSignal = AbortSignal.timeout(Math.ceil(deadline_ms));
    const timeoutInSeconds = deadline_ms / 1000 + AFTER_DEADLINE_S;
    for (let tries = 1; ; tries++) {
      const now = account();
      const client = await clientOf(now);
      try {
        return await call(client, { abortSignal, timeoutInSeconds, maxRetries: 0 });
      } catch (error) {
        const failure = classify(error);
        // whom Square does not let in has done nothing: the same once more, with a new token
        const renewed = failure.status === 401 && (await renew(now.access_token, failure.code));
        if (!renewed || tries > 1) throw failure;
      }
    }
  }

  /** One payment, or it is not known what was answered. */
  async function one(
    deadline_ms: number,
    call: Call<{ payment?: Api.Payment | undefined }>,
  ): Promise<SquarePayment> {
    const told = await run(deadline_ms, call);
    return readable(() => paymentOf(told.payment));
  }

  return {
    account,
    isConfigured: () => findAccount() !== undefined,
    run,
    pay: (request, deadline_ms = MONEY_MS) =>
      one(deadline_ms, ({ payments }, options) => payments.create(request, options)),
    async find(paymentId) {
      try {
        return await one(LOOK_MS, ({ payments }, options) => payments.get({ paymentId }, options));
      } catch (error) {
        if (error instanceof SquareFailure && error.status === 404 && error.kind === 'refused')
          return undefined;
        throw error;
      }
    },
    async since(begin) {
      const { location_id: locationId } = account();
      return listedSince(begin, (asked) =>
        run(LOOK_MS, ({ payments }, options) => payments.list({ locationId, ...asked }, options)),
      );
    },
    capture: (paymentId) =>
      one(MONEY_MS, ({ payments }, options) => payments.complete({ paymentId }, options)),
    cancel: (paymentId) =>
      one(MONEY_MS, ({ payments }, options) => payments.cancel({ paymentId }, options)),
    async cancelByKey(idempotencyKey) {
      const request = { idempotencyKey };
      await run(MONEY_MS, ({ payments }, o) => payments.cancelByIdempotencyKey(request, o));
    },
    setTip: ({ id: paymentId, version_token }, tipMoney, idempotencyKey) => {
      const payment = { tipMoney, ...(version_token && { versionToken: version_token }) };
      return one(MONEY_MS, ({ payments }, options) =>
        payments.update({ paymentId, payment, idempotencyKey }, options),
      );
    },
  };
}
