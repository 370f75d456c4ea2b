import { once } from 'node:events';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { http } from '#shared/http.ts';
import { CONTROL, type openControl } from './control.ts';
import { type Built, decode, type PrintedLine } from './decode.ts';

/** Somebody who looks wants the last ones; a busy day has hundreds. */
const MOST_PAPERS = 40;
const PAGE = join(import.meta.dirname, 'showcase');
const FILES: Record<string, [file: string, type: string]> = {
  '/demo/printer': ['paper.html', 'text/html; charset=utf-8'],
  '/demo/printer/paper.css': ['paper.css', 'text/css; charset=utf-8'],
  '/demo/printer/square.js': ['square.js', 'text/javascript; charset=utf-8'],
  '/demo/printer/paper.js': ['paper.js', 'text/javascript; charset=utf-8'],
};

/** A ticket that was cut, made of the bytes that came. */
interface Paper {
  number: number;
  printed_at: string;
  lines: PrintedLine[];
}

/** Serves the paper in a folder as a page and its data, over HTTP on a unix socket. */
export async function showPaper(
  folder: string,
  columns: number,
  socket: string,
  built: Built = {},
  control?: ReturnType<typeof openControl>,
): Promise<Server> {
  rmSync(socket, { force: true }); // left by a printer that was killed
  const decoded = new Map<string, Paper>();

  function papers(): Paper[] {
    const names = readdirSync(folder).filter((name) => name.endsWith('.bin'));
    const shown = names.sort().reverse().slice(0, MOST_PAPERS);
    for (const name of decoded.keys()) if (!shown.includes(name)) decoded.delete(name);
    return shown.map((name) => {
      const paper = decoded.get(name) ?? read(name);
      decoded.set(name, paper);
      return paper;
    });
  }

  function read(name: string): Paper {
    const path = join(folder, name);
    const lines = decode(readFileSync(path), columns, built);
    const printed_at = statSync(path).mtime.toISOString();
    return { number: Number.parseInt(name, 10), printed_at, lines };
  }

  const server = http.createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*$|\/$/g, '');
    const send = (type: string, body: string | Buffer) => {
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-cache' }).end(body);
    };
    const [file, type] = FILES[path] ?? [];
    if (file && type) return send(type, readFileSync(join(PAGE, file)));
    if (path === '/demo/printer/papers.json') {
      const all = papers();
      const etag = `"${all[0]?.number ?? 0}"`; // paper never changes: the newest tells
      response.setHeader('etag', etag);
      if (request.headers['if-none-match'] === etag) return void response.writeHead(304).end();
      return send('application/json', JSON.stringify({ columns, papers: all }));
    }
    if (path === CONTROL && control) return void control(request, response);
    response.writeHead(404).end();
  });
  await once(server.listen(socket), 'listening');
  return server;
}
