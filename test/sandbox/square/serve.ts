import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { json } from 'node:stream/consumers';
import type { Answer, Desk } from './desk.ts';
import { answerFaulty, type Faults, isProcessed } from './faults.ts';
import { invalid, notFound, Refusal } from './refusal.ts';
import { findRoute, type Route } from './route.ts';

/** A request that came, and what was answered. */
export interface Heard {
  endpoint: string;
  body: unknown;
  /** Undefined where the connection was broken. */
  status: number | undefined;
}

interface Parts {
  routes: Route[];
  faults: Faults;
  desk: Desk;
  /** What stands under `/_control/`. */
  obey: (name: string, said: unknown) => unknown;
}

/** Enough for a test to look back on; the demo runs for weeks. */
const MOST_HEARD = 1000;

/** Answers over HTTP: for Square, and for whoever makes things happen to it. */
export function serve({ routes, faults, desk, obey }: Parts) {
  const heard: Heard[] = [];
  const violations: string[] = [];

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', headers } = request;
    const url = new URL(request.url ?? '/', 'http://square');
    const body = await bodyOf(request);
    const [, name] = /^\/_control\/(.+)$/.exec(url.pathname) ?? [];
    if (name) {
      askForJson(request);
      return send(response, { status: 200, answer: { result: obey(name, body) ?? null } });
    }
    const found = findRoute(routes, method, url.pathname);
    if (!found) throw notFound('Resource');
    const { route, params } = found;
    const note: Heard = { endpoint: route.name, body, status: undefined };
    heard.push(note);
    if (heard.length > MOST_HEARD) heard.shift();
    const fault = faults.take(route.name);
    const done = !fault || isProcessed(fault);
    const call = { params, query: url.searchParams, body, headers };
    const result = done ? await desk(route, call) : undefined;
    if (fault?.latency_ms) await new Promise((on) => setTimeout(on, fault.latency_ms).unref());
    const faulty = fault && answerFaulty(fault, response, JSON.stringify(result?.answer));
    if (!faulty && result) send(response, result);
    if (response.headersSent) note.status = response.statusCode;
  }

  const listener: RequestListener = (request, response) => {
    answer(request, response).catch((error: Error) => {
      if (error instanceof Refusal) {
        return send(response, { status: error.status, answer: error.body });
      }
      violations.push(error.stack ?? error.message);
      const { message: detail } = error;
      const errors = [{ category: 'API_ERROR', code: 'INTERNAL_SERVER_ERROR', detail }];
      send(response, { status: 500, answer: { errors } });
    });
  };
  return {
    listener,
    requests: () => structuredClone(heard),
    violations: () => [...violations],
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  const { 'content-length': length, 'transfer-encoding': chunked } = request.headers;
  if (!chunked && !Number(length)) return undefined;
  return await json(request).catch(() => {
    throw invalid('BAD_REQUEST', 'The body is no JSON.');
  });
}

/** Of a page in a browser this machine's control could be asked otherwise. */
function askForJson({ method, headers }: IncomingMessage): void {
  if (method !== 'POST' || headers['content-type'] !== 'application/json') {
    throw invalid('BAD_REQUEST', 'The control is asked with POST and JSON.');
  }
}

function send(response: ServerResponse, { status, answer }: Answer): void {
  if (response.destroyed || response.headersSent) return;
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(answer));
}
