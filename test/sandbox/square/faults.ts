import type { ServerResponse } from 'node:http';

/** What goes wrong with the next requests of an endpoint. */
export interface Fault {
  /** Square's name of the operation, as `CreatePayment`; `*`: any. */
  endpoint: string;
  how:
    | 'request_lost' // the connection breaks before anything is done
    | 'answer_lost' // it is done, then the connection breaks
    | 'stalled_body' // it is done; headers and half of the answer come, and nothing more
    | 'html' // 200 and a page of somebody in between
    | 'empty' // 200 and nothing
    | 'status' // `status`, as 429 or 503
    | 'late' // nothing but `latency_ms`
    | 'token_expired'
    | 'token_revoked';
  /** 1 unless said. */
  times?: number;
  status?: number;
  retry_after_s?: number;
  latency_ms?: number;
  /** Whether Square does what it was asked for; unsaid: as `how` says, `status`, `html`: no. */
  processed?: boolean;
}

const STATUS_CODES: Record<number, [category: string, code: string]> = {
  401: ['AUTHENTICATION_ERROR', 'UNAUTHORIZED'],
  408: ['API_ERROR', 'REQUEST_TIMEOUT'],
  429: ['RATE_LIMIT_ERROR', 'RATE_LIMITED'],
  501: ['API_ERROR', 'NOT_IMPLEMENTED'],
  502: ['API_ERROR', 'BAD_GATEWAY'],
  503: ['API_ERROR', 'SERVICE_UNAVAILABLE'],
  504: ['API_ERROR', 'GATEWAY_TIMEOUT'],
};
const DONE_FIRST = new Set<Fault['how']>(['answer_lost', 'stalled_body', 'empty', 'late']);

/** The faults that are still to come. */
export interface Faults {
  add(fault: Fault): void;
  /** The first one for this endpoint, one time less. */
  take(endpoint: string): Fault | undefined;
  clear(): void;
}

export function makeFaults(): Faults {
  let waiting: (Fault & { times: number })[] = [];
  return {
    add: (fault) => void waiting.push({ ...fault, times: fault.times ?? 1 }),
    take(endpoint) {
      const fault = waiting.find((one) => one.endpoint === endpoint || one.endpoint === '*');
      if (fault) fault.times--;
      waiting = waiting.filter(({ times }) => times > 0);
      return fault;
    },
    clear: () => void (waiting = []),
  };
}

/** Whether the request is processed in spite of the fault. */
export const isProcessed = ({ how, processed }: Fault) => processed ?? DONE_FIRST.has(how);

/** Answers as the fault says; false: it is answered as usual. */
export function answerFaulty(fault: Fault, response: ServerResponse, text: string): boolean {
  switch (fault.how) {
    case 'request_lost':
    case 'answer_lost':
      response.destroy();
      return true;
    case 'stalled_body': {
      const bytes = Buffer.from(text);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write(bytes.subarray(0, Math.floor(bytes.length / 2)));
      return true;
    }
    case 'html':
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end('<!doctype html><title>Welcome</title><p>Log in to use this network.');
      return true;
    case 'empty':
      response.writeHead(200, { 'content-type': 'application/json' }).end();
      return true;
    case 'token_expired':
    case 'token_revoked':
      answerStatus(response, 401, [
        'AUTHENTICATION_ERROR',
        fault.how === 'token_expired' ? 'ACCESS_TOKEN_EXPIRED' : 'ACCESS_TOKEN_REVOKED',
      ]);
      return true;
    case 'status': {
      const { status = 500, retry_after_s } = fault;
      const code = STATUS_CODES[status] ?? ['API_ERROR', 'INTERNAL_SERVER_ERROR'];
      if (retry_after_s !== undefined) response.setHeader('retry-after', String(retry_after_s));
      answerStatus(response, status, code);
      return true;
    }
    case 'late':
      return false;
  }
}

function answerStatus(
  response: ServerResponse,
  status: number,
  [category, code]: [category: string, code: string],
): void {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ errors: [{ category, code, detail: 'A fault on purpose.' }] }));
}
