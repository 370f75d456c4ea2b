import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { compose } from '../../../services/print-spooler/compose.ts';
import type { PrintDocument } from '../../../services/print-spooler/document.ts';
import { encode, type Model } from '../../../services/print-spooler/language.ts';
import { EPSON, terms } from '../../print-spooler/printed.ts';
import { dinner, dinnerSent } from '../../print-spooler/table.ts';
import { type Device, NO_BROWSER, openDevice } from '../../support/browser.ts';
import { showPaper } from './showcase.ts';

const test = { printer_name: 'Bar', address: '127.0.0.1:9100', language: 'escpos' } as const;
const PAPERS: PrintDocument[] = [
  { kind: 'receipt', document: dinner() },
  { kind: 'order_ticket', document: dinnerSent() },
  { kind: 'order_number', document: dinner() },
  { kind: 'test', document: test },
];
/** Of 80 and 58 mm, and one whose characters are as wide as two. */
const MODELS: [Model, width: string][] = [
  [EPSON, '80 mm'],
  [{ ...EPSON, columns: 32 }, '58 mm'],
  [{ ...EPSON, code_page: 'GB18030' }, '80 mm, in China'],
];

describe("the demo printer's paper as a picture", { skip: NO_BROWSER }, () => {
  let folder: string;
  let device: Device;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pos-picture-'));
    device = await openDevice();
  });
  after(async () => {
    await device.close();
    rmSync(folder, { recursive: true });
  });

  for (const [model, width] of MODELS) {
    it(`has every line inside the paper, of ${width}`, async () => {
      for (const [i, job] of PAPERS.entries()) {
        const bytes = encode(compose(job, terms(model)), model);
        writeFileSync(join(folder, `000${i + 1}.bin`), bytes);
      }
      const socket = join(folder, 'page');
      const showcase = await showPaper(folder, model.columns, socket);
      const door = await openDoor(socket);
      const { page, problems } = await device.open(`${door.url}/demo/printer`);
      await page.waitForSelector('.paper svg');
      const papers = await page.locator('.paper').all();
      assert.equal(papers.length, PAPERS.length);
      for (const paper of papers) {
        const edge = await paper.boundingBox();
        for (const line of await paper.locator('.line span').all()) {
          const box = await line.boundingBox();
          const text = await line.textContent();
          assert.ok(box!.x >= edge!.x && box!.x + box!.width <= edge!.x + edge!.width, `${text}`);
        }
      }
      const squares = await page.getByRole('img').all();
      const said = await Promise.all(squares.map((one) => one.getAttribute('aria-label')));
      assert.deepEqual(said, ['TEST', 'RECEIPT:1042']);
      assert.deepEqual(problems, []);
      await page.close();
      door.server.close();
      showcase.close();
    });
  }
});

/** The page's socket for a browser, which knows only ports; the gateway's icon is not there. */
async function openDoor(socketPath: string): Promise<{ server: Server; url: string }> {
  const server = createServer((request, response) => {
    if (request.url === '/pages/icon.svg') return void response.writeHead(204).end();
    get({ socketPath, path: request.url }, (answer) => {
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
