import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { openControl } from './control.ts';
import { decode } from './decode.ts';
import { startPrinter } from './printer.ts';

const CUT = '\x1dV\x42\x00';
const ASK = '\x1dr\x01';

let folder: string;
before(() => {
  folder = mkdtempSync(join(tmpdir(), 'pos-printer-'));
});
after(() => rmSync(folder, { recursive: true }));

/** Sends what is given as Latin-1 and resolves with the first byte of the answer. */
async function say(port: number, text: string): Promise<number> {
  const socket = net.connect(port, '127.0.0.1');
  socket.write(text, 'latin1');
  const [answer] = (await once(socket, 'data')) as [Buffer];
  socket.end();
  await once(socket, 'close');
  return answer[0] as number;
}

describe('the stand-in printer', () => {
  it('answers when what was sent is on paper, and keeps the bytes', async () => {
    const printer = await startPrinter({ port: 0, folder: join(folder, 'one') });
    assert.equal(await say(printer.port, `\x1b@\x1bt\x10Caf\xe9\n${CUT}${ASK}`), 0);
    assert.deepEqual(printer.papers(), ['Café\n']);
    assert.deepEqual(readdirSync(join(folder, 'one')), ['0001.bin', '0001.txt']);
    assert.equal(await say(printer.port, '\x10\x04\x01'), 0x12);
    await printer.switchOff();
  });

  it('goes on counting where it was before a restart', async () => {
    const again = await startPrinter({ port: 0, folder: join(folder, 'one') });
    await say(again.port, `second\n${CUT}${ASK}`);
    assert.deepEqual(again.papers(), ['Café\n', 'second\n']);
    await again.switchOff();
  });

  it('serves one till at a time, and resets the others', async () => {
    const printer = await startPrinter({ port: 0, folder: join(folder, 'two') });
    const first = net.connect(printer.port, '127.0.0.1');
    await once(first, 'connect');
    first.write('slow');
    await assert.rejects(say(printer.port, `quick\n${CUT}${ASK}`), { code: 'ECONNRESET' });
    first.end(` and steady\n${CUT}`);
    await printer.paper(1);
    assert.deepEqual(printer.papers(), ['slow and steady\n']);
    await printer.switchOff();
  });

  it('runs as a process that says when it is ready, and ends when it is told', async () => {
    const probe = await startPrinter({ port: 0, folder: join(folder, 'probe') });
    await probe.switchOff(); // its port is free now
    const env = {
      POS_DATA_DIR: folder,
      POS_STATE_DIR: folder,
      POS_DEMO_PRINTER_PORT: String(probe.port),
    };
    const main = fork(join(import.meta.dirname, 'main.ts'), { env });
    assert.deepEqual((await once(main, 'message'))[0], 'ready');
    await say(probe.port, `hello\n${CUT}${ASK}`);
    assert.deepEqual(readdirSync(join(folder, 'demo-printer')), ['0001.bin', '0001.txt']);
    main.send('shutdown');
    assert.deepEqual(await once(main, 'exit'), [0, null]);
  });
});

describe('its panel', () => {
  it('makes it as it is told, over HTTP, and tells how it is; nothing else', async () => {
    const printer = await startPrinter({ port: 0, folder: join(folder, 'panel') });
    const server = createServer((request, response) => {
      void openControl(printer)(request, response);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const post = (body: string, type = 'application/json') =>
      fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
    assert.equal((await post('{"paper":"out","ticket_ms":20}')).status, 200);
    const how = (await (await fetch(url)).json()) as Record<string, unknown>;
    assert.deepEqual([how.paper, how.ticket_ms, how.cover], ['out', 20, 'shut']);
    for (const wrong of ['{"paper":"wet"}', '{"papers":"in"}', 'paper']) {
      assert.equal((await post(wrong)).status, 422, wrong);
    }
    assert.equal((await post('{"paper":"in"}', 'text/plain')).status, 415);
    assert.equal(printer.state.paper, 'out');
    server.closeAllConnections();
    server.close();
    await printer.switchOff();
  });
});

describe('what is printed', () => {
  const read = (text: string) => decode(Buffer.from(text, 'latin1'), 48);

  it('depends on the code page', () => {
    const texts = ['\x00', '\x10', '\x13'].map((page) => read(`\x1bt${page}\x82 \xd5`)[0]?.text);
    assert.deepEqual(texts, ['é ╒', '‚ Õ', 'é €']);
  });

  it('goes on in the next line where the paper ends, sooner for wide letters', () => {
    const lines = read(`\x1d!\x11${'x'.repeat(30)}\n`);
    assert.deepEqual(
      lines.map(({ text, width }) => [text.length, width]),
      [
        [24, 2],
        [6, 2],
      ],
    );
  });

  it('shows nothing of pictures, codes and drawers', () => {
    const picture = '\x1dv0\x00\x01\x00\x02\x00\x1br';
    const code = '\x1d(k\x03\x001Q0';
    assert.deepEqual(
      read(`${picture}${code}\x1bp\x00\x19\xfaend`).map(({ text }) => text),
      ['end'],
    );
  });
});
