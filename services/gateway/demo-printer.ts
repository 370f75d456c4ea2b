import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { type Config, runtimeDir } from '#shared/config.ts';
import { http } from '#shared/http.ts';

/** It is on the same machine: what takes longer than this is not there. */
const ANSWERS_WITHIN_MS = 3_000;
const AWAY = 'The demo printer is away. It comes back by itself; then load this page again.\n';
/** The rest of its headers is between the two of us. */
const TOLD = ['if-none-match', 'content-type', 'content-length'] as const;
const PASSED_ON = ['content-type', 'cache-control', 'etag'] as const;

/** Where the demo printer shows its paper: HTTP, on a socket that only our user can open. */
export function demoPrinterSocket(config: Config): string {
  return join(runtimeDir(config), 'demo-printer.sock');
}

/** Answers with what the demo printer's process answers, or with 503 while it is away. */
export function passToDemoPrinter(
  config: Config,
  asking: IncomingMessage,
  response: ServerResponse,
): void {
  const { method, url, headers } = asking;
  const told = TOLD.filter((name) => headers[name] !== undefined);
  const asked = http.request({
    socketPath: demoPrinterSocket(config),
    method,
    path: url,
    headers: Object.fromEntries(told.map((name) => [name, headers[name]])),
    timeout: ANSWERS_WITHIN_MS,
  });
  asked.on('response', (answer) => {
    for (const name of PASSED_ON) {
      if (answer.headers[name]) response.setHeader(name, answer.headers[name]);
    }
    response.writeHead(answer.statusCode ?? 502);
    answer.on('error', () => response.destroy()).pipe(response);
  });
  asked.on('timeout', () => asked.destroy());
  asked.on('error', () => {
    if (response.headersSent) return void response.destroy();
    response.writeHead(503, { 'content-type': 'text/plain', 'retry-after': '1' }).end(AWAY);
  });
  response.on('close', () => asked.destroy());
  asking.pipe(asked);
}
