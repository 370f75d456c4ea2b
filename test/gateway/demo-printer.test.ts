import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readConfig } from '#shared/config.ts';
import { demoPrinterSocket, passToDemoPrinter } from '../../services/gateway/demo-printer.ts';
import { openControl } from '../sandbox/printer/control.ts';
import { startPrinter } from '../sandbox/printer/printer.ts';
import { showPaper } from '../sandbox/printer/showcase.ts';

describe("the demo printer's page", () => {
  const folder = mkdtempSync(join(tmpdir(), 'pos-'));
  const config = readConfig({ POS_STATE_DIR: folder });
  let gateway: Server;
  let url: string;

  before(async () => {
    gateway = createServer((request, response) => passToDemoPrinter(config, request, response));
    await once(gateway.listen(0, '127.0.0.1'), 'listening');
    url = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}/demo/printer`;
  });
  after(() => {
    gateway.closeAllConnections();
    gateway.close();
    rmSync(folder, { recursive: true });
  });

  it('is 503 while the printer is away, and there as soon as it is', async () => {
    const away = await fetch(url);
    assert.deepEqual([away.status, away.headers.get('retry-after')], [503, '1']);
    const showcase = await showPaper(folder, 48, demoPrinterSocket(config));
    const there = await fetch(`${url}/`);
    assert.deepEqual([there.status, there.headers.get('cache-control')], [200, 'no-cache']);
    assert.equal((await fetch(`${url}/../../etc/passwd`)).status, 404);
    showcase.close();
    assert.equal((await fetch(url)).status, 503);
  });

  it('takes its paper out when somebody presses the button', async () => {
    const printer = await startPrinter({ port: 0, folder });
    const socket = demoPrinterSocket(config);
    const showcase = await showPaper(folder, 48, socket, {}, openControl(printer));
    const pressed = await fetch(`${url}/_control`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"paper":"out"}',
    });
    assert.equal(pressed.status, 200);
    assert.equal(printer.state.paper, 'out');
    showcase.close();
    await printer.switchOff();
  });

  it('is not sent again while no paper came', async () => {
    const showcase = await showPaper(folder, 48, demoPrinterSocket(config));
    const first = await fetch(`${url}/papers.json`);
    assert.deepEqual(await first.json(), { columns: 48, papers: [] });
    const headers = { 'if-none-match': first.headers.get('etag') ?? '' };
    assert.equal((await fetch(`${url}/papers.json`, { headers })).status, 304);
    showcase.close();
  });
});
