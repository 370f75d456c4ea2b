import { randomUUID } from 'node:crypto';
import express, {
  type Express,
  type NextFunction,
  type Request,
  type RequestHandler,
  type Response,
} from 'express';
import helmet from 'helmet';
import { z } from 'zod';
import { parseInput } from '#shared/answer.ts';
import type { Asker } from '#shared/ask.ts';
import { keyLooksLikeCardNumber } from '#shared/contracts/card-number.ts';
import {
  type Contract,
  type Handlers,
  type Operation,
  pathNames,
} from '#shared/contracts/contract.ts';
import { CONTRACTS } from '#shared/contracts/index.ts';
import { type Health, system } from '#shared/contracts/system.ts';
import { PosError, wrongField } from '#shared/errors.ts';
import type { Log } from '#shared/log.ts';
import type { FindCaller, OwnCall } from './caller.ts';
import { isTooDeep } from './depth.ts';
import type { Doorman } from './doorman.ts';
import { hostOf } from './host.ts';
import type { Kept } from './kept.ts';
import { problemOf } from './problem.ts';

/** An order of 500 lines with notes fits; nothing else comes near. */
const LONGEST_BODY = '512kb';

interface Route {
  service: string;
  name: string;
  operation: Operation;
  method: 'get' | 'post' | 'put' | 'delete';
  path: string;
}

type Answered = { output: unknown; replayed?: true; kept?: Kept };

/** Every operation of every contract as an HTTP route; the gateway's own are answered here. */
export function openHttp(
  asker: Asker,
  callerOf: FindCaller,
  own: Handlers<typeof system, OwnCall>,
  log: Log,
  doorman: Doorman,
  pages: RequestHandler[] = [],
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', 'strong');
  app.set('query parser', 'simple');
  // plain HTTP on a local network: nothing may send a browser to HTTPS
  const contentSecurityPolicy = { directives: { upgradeInsecureRequests: null } };
  // a browser refuses these two over plain HTTP, with an error in the console of each page
  const onlyOverHttps = { crossOriginOpenerPolicy: false, originAgentCluster: false };
  app.use(helmet({ strictTransportSecurity: false, contentSecurityPolicy, ...onlyOverHttps }));
  app.use((request, response, next) => {
    response.set('X-Request-Id', randomUUID());
    // who sends If-None-Match wants a 304, though many an HTTP library adds `no-cache` to it
    delete request.headers['cache-control'];
    next();
  });
  app.use((request, _response, next) => doorman.let(request, 'request').then(() => next(), next));
  for (const page of pages) app.use(page);
  for (const { method, path, operation } of routes(CONTRACTS)) {
    const { max_body: limit, raw_body } = operation;
    if (raw_body) app[method](path, rawBody(raw_body, limit));
    else if (limit) app[method](path, express.json({ limit, strict: false }), csvBody(limit));
  }
  app.use(refuseOtherBodies, express.json({ limit: LONGEST_BODY, strict: false }));

  for (const route of routes(CONTRACTS)) {
    app[route.method](route.path, async (request, response) => {
      const caller = await callerOf(request, route.operation);
      const { key, lasting } = keyOf(request, response, route);
      const input = inputOf(request, route);
      const { output, replayed, kept } =
        route.service === system.service
          ? await answerHere(own, route, input, { caller, key, host: hostOf(request) })
          : await asker.question(route.service, route.name, route.operation.kind, input, {
              key,
              lasting,
              caller,
              patience_ms: route.operation.patience_ms,
            });
      if (replayed) response.set('Idempotent-Replay', 'true');
      response.status(statusOf(route, input, output));
      if (kept) response.set('ETag', kept.etag).type('json').send(kept.text);
      else if (route.operation.produces === 'text/plain') sendText(response, output);
      else if (csvOf(output) !== undefined) response.type('csv').send(csvOf(output));
      else response.json(output);
    });
  }
  app.use(() => {
    throw new PosError('NOT_FOUND');
  });
  app.use((error: unknown, request: Request, response: Response, _next: NextFunction) => {
    const { status, headers, body } = problemOf(asPosError(error, request, log));
    response.status(status).set(headers).json(body);
  });
  return app;
}

/** The routes of all contracts; a literal path segment comes before a parameter. */
export function routes(contracts: readonly Contract[]): Route[] {
  const all = contracts.flatMap(({ service, operations }) =>
    Object.entries(operations).flatMap(([name, operation]) => {
      const [method, path] = (operation.http ?? '').split(' ');
      if (!path) return [];
      return [{ service, name, operation, method: method?.toLowerCase() as Route['method'], path }];
    }),
  );
  const rank = ({ path }: Route) => path.replace(/:\w+/g, '~'); // sorts after every letter
  return all.sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
}

/** The caller's Idempotency-Key, or one made here; echoed. None where no answer is stored. */
function keyOf(request: Request, response: Response, { operation, path }: Route) {
  const { kind, secret } = operation;
  if (kind === 'read' || secret || path.startsWith('/auth')) return { key: randomUUID() };
  const given = request.get('Idempotency-Key');
  if (given !== undefined && !/^[\x21-\x7e]{1,64}$/.test(given)) {
    throw wrongField('INVALID_HEADER', 'Idempotency-Key', '1–64 visible ASCII characters');
  }
  if (given !== undefined && keyLooksLikeCardNumber(given)) {
    throw wrongField('INVALID_HEADER', 'Idempotency-Key', 'looks like a card number');
  }
  const key = given ?? randomUUID();
  response.set('Idempotency-Key', key);
  return { key, lasting: given !== undefined };
}

/** One flat object from path, query and body; the service that answers validates it. */
function inputOf(request: Request, { operation, path, method }: Route): Record<string, unknown> {
  const names = pathNames(path);
  const { query, body = {} } = request as { query: object; body?: unknown };
  const given = method === 'get' ? query : body;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw wrongField('VALIDATION_FAILED', '', 'the body must be a JSON object');
  }
  if (isTooDeep(given)) throw wrongField('VALIDATION_FAILED', '', 'the body is nested too deep');
  const twice = names.find((name) => Object.hasOwn(given, name) || Object.hasOwn(query, name));
  if (twice) throw wrongField('VALIDATION_FAILED', twice, 'comes from the path');
  const typed = Object.entries({ ...request.params, ...query }).map(([name, text]) => {
    const schema = operation.input.shape[name];
    return [name, schema && typeof text === 'string' ? typedText(schema, text) : text];
  });
  return { ...(method === 'get' ? {} : given), ...Object.fromEntries(typed) };
}

/** A text of the path or query as the JSON type of its field; what does not fit stays a text. */
function typedText(schema: z.core.$ZodType, text: string): unknown {
  let inner = schema as z.ZodType;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault) {
    inner = inner.unwrap() as z.ZodType;
  }
  if (inner instanceof z.ZodNumber && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (inner instanceof z.ZodBoolean && /^(true|false)$/.test(text)) return text === 'true';
  return text;
}

async function answerHere(
  own: Handlers<typeof system, OwnCall>,
  { name, operation }: Route,
  input: unknown,
  asked: Pick<OwnCall, 'caller' | 'key' | 'host'>,
): Promise<Answered> {
  const handler = own[name as keyof typeof own] as (input: unknown, call: OwnCall) => unknown;
  const call = { ...asked, actor: {}, at: new Date().toISOString(), budget_ms: 0 };
  const result = await handler(parseInput(operation.input, input), call);
  return { output: z.encode(operation.output, result as never) };
}

/** A POST to a collection that names an `id` has made nothing. */
function statusOf({ operation }: Route, input: object, output: unknown): number {
  if ('id' in input) return 200;
  const unhealthy =
    operation === system.operations.health && (output as Health).status === 'unhealthy';
  return unhealthy ? 503 : (operation.status ?? 200);
}

/** A table is the field `csv`, on its way in and out. */
function csvBody(limit: string): RequestHandler {
  const read = express.text({ type: 'text/csv', limit });
  return (request, response, next) => {
    read(request, response, (error) => {
      if (typeof request.body === 'string' && request.is('text/csv')) {
        request.body = { csv: request.body };
      }
      next(error);
    });
  };
}
/** The body as it came, whatever it says that it is, with the header that signs it. */
function rawBody({ signature }: { signature: string }, limit = LONGEST_BODY): RequestHandler {
  const read = express.text({ type: () => true, limit });
  return (request, response, next) => {
    read(request, response, (error) => {
      const { body = '' } = request as { body?: string };
      request.body = { raw_body: body, signature: request.get(signature) };
      next(error);
    });
  };
}
const csvOf = (output: unknown) => (output as { csv?: string } | undefined)?.csv;

/** As Prometheus wants it named. */
const sendText = (response: Response, output: unknown) =>
  response.type('text/plain; version=0.0.4; charset=utf-8').send((output as { text: string }).text);

/** Only JSON comes in: anything else would be taken for an empty body. */
function refuseOtherBodies(request: Request, _response: Response, next: NextFunction): void {
  const empty = !request.headers['transfer-encoding'] && !Number(request.get('Content-Length'));
  if (!empty && request.body === undefined && !request.is('application/json'))
    throw new PosError('UNSUPPORTED_MEDIA_TYPE');
  next();
}

function asPosError(error: unknown, request: Request, log: Log): PosError {
  if (error instanceof PosError) return error;
  const { type, status } = error as { type?: string; status?: number };
  if (type === 'entity.too.large') return new PosError('BODY_TOO_LARGE');
  if (type?.startsWith('encoding.') || type?.startsWith('charset.')) {
    return new PosError('UNSUPPORTED_MEDIA_TYPE');
  }
  if (error instanceof URIError) return new PosError('NOT_FOUND');
  // not to be parsed, not to be unpacked, or broken off in the middle
  if (status === 400) return new PosError('MALFORMED_JSON');
  log.error({ err: error, path: routeOf(request) }, 'a request failed unexpectedly');
  return new PosError('INTERNAL_ERROR');
}

/** The address without what stood in it. */
const routeOf = ({ route }: Request) => (route as { path: string } | undefined)?.path;
