import net from 'node:net';
import fc from 'fast-check';

/** A server that does not end a connection of its own accord within this keeps it for the next. */
const QUIET_MS = 150;

const HOST = 'Host: localhost\r\n';
const get = (headers: string) => `GET /health HTTP/1.1\r\n${HOST}${headers}\r\n\r\n`;
const post = (headers: string, body: string) =>
  `POST /auth/login HTTP/1.1\r\n${HOST}Content-Type: application/json\r\n${headers}\r\n\r\n${body}`;
const long = (count: number) => 'x'.repeat(count);

/** What no client library sends. */
export const RAW: Record<string, string> = {
  nothing: '',
  'an empty line': '\r\n\r\n',
  'no version': 'GET /health\r\n\r\n',
  'another protocol': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a TLS greeting': '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03',
  'a method that nobody knows': `BREW /orders HTTP/1.1\r\n${HOST}\r\n`,
  'no host': 'GET /health HTTP/1.1\r\n\r\n',
  'two hosts': get('Host: evil.example'),
  'a whole address': `GET http://evil.example/health HTTP/1.1\r\n${HOST}\r\n`,
  'an address too long': `GET /${long(100_000)} HTTP/1.1\r\n${HOST}\r\n`,
  'a header too long': get(`X-Long: ${long(100_000)}`),
  'ten thousand headers': get(Array.from({ length: 10_000 }, (_, i) => `X-${i}: 1`).join('\r\n')),
  'a NUL in a header': get('X-Till: a\0b'),
  'a line end in a header': get('X-Till: a\nX-Evil: 1'),
  'two lengths': post('Content-Length: 2\r\nContent-Length: 40', '{}'),
  'a length and pieces': post('Content-Length: 2\r\nTransfer-Encoding: chunked', '0\r\n\r\n{}'),
  'a length below nothing': post('Content-Length: -1', '{}'),
  'a length beyond everything': post('Content-Length: 99999999999999999999', '{}'),
  'a piece that is none': post('Transfer-Encoding: chunked', 'zz\r\n{}\r\n0\r\n\r\n'),
  'a huge piece': post('Transfer-Encoding: chunked', 'fffffffffffffff\r\n{}'),
  'an upgrade to what is not': get('Connection: Upgrade\r\nUpgrade: h2c'),
  'an upgrade without a key': get('Connection: Upgrade\r\nUpgrade: websocket').replace(
    '/health',
    '/mqtt',
  ),
  'a hundred questions at once': get('').repeat(100),
};

/** One of these with bytes of its own somewhere. */
export const anyRaw = fc
  .tuple(fc.constantFrom(...Object.values(RAW)), fc.nat(), fc.uint8Array({ maxLength: 30 }))
  .map(([text, at, bytes]) => {
    const whole = Buffer.from(text, 'latin1');
    const where = whole.length ? at % whole.length : 0;
    return Buffer.concat([whole.subarray(0, where), bytes, whole.subarray(where)]);
  });

/** The statuses that are answered to it. */
export function answersTo(port: number, bytes: Buffer): Promise<number[]> {
  return new Promise((told) => {
    let text = '';
    const socket = net.connect(port, '127.0.0.1', () => socket.write(bytes));
    socket.setTimeout(QUIET_MS, () => socket.destroy());
    socket.on('data', (part: Buffer) => (text += part.toString('latin1')));
    socket.on('error', () => undefined);
    socket.once('close', () =>
      told([...text.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status))),
    );
  });
}
