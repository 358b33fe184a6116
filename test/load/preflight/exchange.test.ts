import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createSecureServer } from 'node:http2';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../config/resolve.ts';
import { exchange } from '../../../load/preflight/exchange.ts';

const folder = mkdtempSync(join(tmpdir(), 'headroom-exchange-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const certificate = () => {
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '1',
      '-subj',
      '/CN=x',
    ].concat(['-keyout', 'x.key', '-out', 'x.crt', '-addext', 'subjectAltName=IP:127.0.0.1']),
    { cwd: folder, stdio: 'ignore' },
  );
  return { key: readFileSync(join(folder, 'x.key')), cert: readFileSync(join(folder, 'x.crt')) };
};

/** Sends to a server behind TLS that offers HTTP/2 or not; gives the answer and what the server got. */
const ask = async (allowHTTP2: boolean) => {
  const got: { body: Buffer; headers: Record<string, unknown>; version: string }[] = [];
  const answerOf: RequestListener = async (request, response) => {
    got.push({ body: await buffer(request), headers: request.headers, version: request.httpVersion });
    response.writeHead(422, { 'content-type': 'text/plain', server: 'envoy' });
    response.end('no');
  };
  const server = allowHTTP2
    ? createSecureServer(certificate(), (request, response) =>
        answerOf(request as never as IncomingMessage, response as never as ServerResponse<IncomingMessage>),
      )
    : createServer(certificate(), answerOf);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const { target } = resolveConfig(
    {
      target: { url: `https://127.0.0.1:${port}/score?v=1`, tls: { caFile: './x.crt' } },
      load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: 1 },
    },
    join(folder, 'k6.config.ts'),
  );
  const body = Buffer.from([0, 255, 13, 10]);
  const headers = { 'Content-Type': 'application/octet-stream', Connection: 'keep-alive' };
  const answer = await exchange(target, { headers, body, signal: AbortSignal.timeout(5000) });
  server.close();
  return { answer, got, port, body };
};

describe('the exchange before a load', () => {
  it.each([
    [true, '2.0', /^HTTP\/2 with TLSv1\.[23]$/],
    [false, '1.1', /^HTTP\/1\.1 with TLSv1\.[23]$/],
  ])('speaks HTTP/2 behind TLS where the server offers it: %j', async (offered, version, protocol) => {
    const { answer, got, port, body } = await ask(offered);
    expect(answer).toMatchObject({ status: 422, body: 'no', remote: `127.0.0.1:${port}` });
    expect(answer.protocol).toMatch(protocol);
    expect(answer.headers['server']).toBe('envoy');
    expect(got).toHaveLength(1);
    expect(got[0]?.version).toBe(version);
    expect(got[0]?.body.equals(body)).toBe(true);
    expect(got[0]?.headers['content-type']).toBe('application/octet-stream');
  });
});
