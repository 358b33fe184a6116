import { mkdir, readdir } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder, writeConfig } from './support.ts';

/** Runs `headroom test` against a server; tells how it ended, how much was sent and how many runs were recorded. */
const ask = async (answer: RequestListener, { target = '', options = [] as string[] } = {}) => {
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    request.resume();
    request.on('end', () => answer(request, response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const folder = await temporaryFolder();
  const runs = join(folder, 'runs');
  await mkdir(runs);
  const config = await writeConfig(
    folder,
    `{
      target: { url: 'http://127.0.0.1:${(server.address() as AddressInfo).port}/score', requestTimeoutMs: 1000, ${target} },
      load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 1, arrivals: 'even' },
    }`,
  );
  const end = await runCli(['test', '--config', config, '--runs', runs, ...options], {
    HEADROOM_TEST_KEY: 'a-secret-key',
  });
  server.close();
  return { ...end, requests, runs: (await readdir(runs)).length };
};

const missing: RequestListener = (_request, response) => {
  response.writeHead(400, { 'content-type': 'text/plain', server: 'gunicorn', 'x-ms-request-id': '77' });
  response.end("A value is not provided for the 'input_data' parameter.");
};

describe('the first request', () => {
  it('stops the test before its load when it is refused, and shows what was sent and what came', async () => {
    const { code, stderr, requests, runs } = await ask(missing);
    expect([code, requests, runs]).toEqual([7, 1, 0]);
    expect(stderr).toContain('E_PREFLIGHT: the endpoint answers 400 Bad Request to the first request');
    expect(stderr).toContain("A value is not provided for the 'input_data' parameter.");
    expect(stderr).toContain("payload: { sample: 'input-data' }");
    expect(stderr).toMatch(/at POST http:.*\/score, 56 bytes of application\/json; after \d+ ms, HTTP\/1\.1/);
    expect(stderr).toContain('server: gunicorn');
    expect(stderr).toContain('--force');
  });

  it('says of a 200 whose body tells of an error that the load counts it as a success', async () => {
    const { code, stdout, stderr } = await ask((_request, response) =>
      response.end('{"error": "model not loaded"}'),
    );
    expect(code).toBe(0);
    expect(stderr).toMatch(/200 OK .*model not loaded.*the load counts every 2xx as a success/);
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain(
      'The SLO is met: 0 % of the requests failed (limit 1 %). But the request before the load was answered 200 with a body that reports an error: {"error": "model not loaded"}.',
    );
  });

  it.each([
    [301, { location: 'https://scoring.example/' }, 'target.url'],
    [403, {}, 'target.auth'],
    [405, { allow: 'GET' }, 'it allows GET'],
    [500, {}, 'the log of the service'],
    [504, {}, 'takes longer'],
  ])('stops at %d', async (status, headers, told) => {
    const { code, stderr, requests } = await ask((_request, response) =>
      response.writeHead(status, headers).end(),
    );
    expect([code, requests]).toEqual([7, 1]);
    expect(stderr).toContain(told);
  });

  it('does not stop a load that is forced, nor at 429 and 503', async () => {
    const forced = await ask(missing, { options: ['--force'] });
    expect(forced.requests).toBe(6);
    expect(forced.stderr).toMatch(/first request: .*400 Bad Request .*the load goes on: --force/);
    let first = true;
    const busy = await ask((_request, response) => {
      response.writeHead(first ? 503 : 200).end('starting');
      first = false;
    });
    expect([busy.code, busy.requests]).toEqual([0, 6]);
    expect(busy.stderr).toMatch(/503 Service Unavailable .*: starting; the load goes on/);
  });

  it('shows no key, also one that the service echoes', async () => {
    const { stderr } = await ask(
      (request, response) =>
        response.writeHead(422).end(`you sent ${request.headers.authorization} patient-4711`),
      { target: "auth: { env: 'HEADROOM_TEST_KEY' }, payload: { json: { id: 'patient-4711' } }" },
    );
    expect(stderr).toContain('you sent');
    expect(stderr).not.toContain('a-secret-key');
    expect(stderr).not.toContain('patient-4711');
  });
});
