import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { resolveConfig } from '../../../config/resolve.ts';
import type { Payloads } from '../../../load/plan/payloads.ts';
import { preflight } from '../../../load/preflight/preflight.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-no-answer-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const selfSigned = () => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  const files = [
    '-keyout',
    'x.key',
    '-out',
    'x.crt',
    '-subj',
    '/CN=x',
    '-addext',
    'subjectAltName=IP:127.0.0.2',
  ];
  execFileSync('openssl', ['req', '-x509', ...key, ...files], { cwd: folder, stdio: 'ignore' });
  return { key: readFileSync(join(folder, 'x.key')), cert: readFileSync(join(folder, 'x.crt')) };
};

const portOf = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
};

/** Asks a server once; gives what was noted, or the error. The timeout is long, so that on a busy machine the fault comes first. */
const ask = async (server: Server, { scheme = 'http', target = {} } = {}): Promise<string> => {
  const config = resolveConfig(
    {
      target: {
        url: `${scheme}://127.0.0.1:${await portOf(server)}/score`,
        requestTimeoutMs: 30_000,
        ...target,
      },
      load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 1 },
    },
    join(folder, 'k6.config.ts'),
  );
  const notes: string[] = [];
  const payloads = { bodies: [Buffer.from('{}')], contentType: 'application/json' } as unknown as Payloads;
  const stop = new AbortController().signal;
  const note = (text: string): void => void notes.push(text);
  try {
    await preflight({ config, endpoint: config.endpoints[0]!, payloads, isForced: false, note, stop });
  } catch (error) {
    const { what, fix } = (error as { details: { what: string; fix: string }[] }).details[0]!;
    return `${what} | ${fix}`;
  }
  return notes.join('\n');
};

const answers = (answer: RequestListener): Server =>
  createServer((request, response) => {
    request.resume();
    request.on('end', () => answer(request, response));
  });

describe('a first request without a whole answer says', () => {
  it('that the certificate is not trusted, and how to trust it', async () => {
    const said = await ask(createTlsServer(selfSigned()), { scheme: 'https' });
    expect(said).toContain('the certificate of the endpoint is not trusted: self-signed certificate |');
    expect(said).toContain('target.tls: { caFile:');
  });

  it('that the certificate is for another host', async () => {
    const server = createTlsServer(selfSigned());
    const said = await ask(server, { scheme: 'https', target: { tls: { caFile: './x.crt' } } });
    expect(said).toContain('the certificate of the endpoint does not fit: ');
    expect(said).toContain('IP: 127.0.0.1 is not in the cert');
  });

  it('that a port speaks no TLS, and the address without', async () => {
    const said = await ask(
      answers((_request, response) => response.end()),
      { scheme: 'https' },
    );
    expect(said).toMatch(
      /^the endpoint speaks no TLS on this port \| write http:\/\/127\.0\.0\.1:\d+\/score/,
    );
  });

  it('that a server closes without a word, which may be TLS', async () => {
    const said = await ask(createTlsServer(selfSigned()));
    expect(said).toContain('the endpoint closes the connection without an answer: socket hang up');
    expect(said).toContain('https://');
  });

  it.each([
    ['another protocol', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['a header without a colon', 'HTTP/1.1 200 OK\r\nno colon\r\n\r\n'],
  ])('that the answer is no HTTP: %s', async (_, text) => {
    const said = await ask(createTcpServer((socket) => socket.once('data', () => socket.end(text))));
    expect(said).toContain('what the endpoint answers breaks the rules of HTTP: Parse Error');
    expect(said).toContain('check that this port speaks what target.url says');
  });

  it('that an answer breaks off', async () => {
    const said = await ask(
      answers((request, response) => {
        response.writeHead(200, { 'content-length': '100' });
        response.write('{', () => request.socket.destroy());
      }),
    );
    expect(said).toContain(
      'the endpoint answers 200, and the connection breaks before the end of the answer',
    );
    expect(said).not.toContain('does not answer');
  });

  it.each([
    ['nothing at all', () => {}],
    ['half of it', ((_request, response) => void response.write('{')) as RequestListener],
  ])('how long it was waited, when %s came', async (_name, answer) => {
    const said = await ask(answers(answer), { target: { requestTimeoutMs: 200 } });
    expect(said).toContain('no whole answer came within 200 ms | ');
  });

  it('that nobody listens at the port of the endpoint', async () => {
    const free = createTcpServer();
    const port = await portOf(free);
    await new Promise((resolve) => free.close(resolve));
    const said = await ask(createTcpServer(), { target: { url: `http://127.0.0.1:${port}/score` } });
    expect(said).toContain('the endpoint does not answer: connect ECONNREFUSED');
  });
});

describe('the first request', () => {
  it('names the address of a server that closes at once after its answer', async () => {
    const server = createTcpServer((socket) =>
      socket.on('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{"longer": 1}')),
    );
    expect(await ask(server)).toMatch(/200 OK after .* over a new connection to 127\.0\.0\.1:\d+$/);
  });

  it.each([
    ['gzip', gzipSync('row 3 is no number')],
    ['br', brotliCompressSync('row 3 is no number')],
    ['gzip', Buffer.from('row 3 is no number')],
  ])('shows the text of an answer that is packed, or only said to be (%s)', async (encoding, body) => {
    const server = answers((_request, response) =>
      response.writeHead(400, { 'content-encoding': encoding }).end(body),
    );
    expect(await ask(server)).toContain(
      'the endpoint answers 400 Bad Request to the first request: row 3 is no number',
    );
  });
});
