import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createServer as createPlainServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type CliEnd, runCli, temporaryFolder, writeConfig } from '../e2e/support.ts';

/** Every planted secret begins so; the rest tells where it was planted. */
const canary = 'c4n4ry';
const planted = (place: string): string => `${canary}-${place}-0123456789`;

/** All files of a folder that hold a text, also inside binary files. */
const filesWith = (text: string, folder: string): string[] => {
  try {
    return execFileSync('grep', ['-rlaF', text, folder], { encoding: 'utf8' }).trim().split('\n');
  } catch (error) {
    if ((error as { status?: number }).status === 1) return []; // grep found none
    throw error;
  }
};

/** Command line and environment of every running k6, as any user of the machine, or root, could read them. */
const processesOfK6 = async (): Promise<string> => {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string): Promise<string> =>
    readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => ''); // it has ended meanwhile
  const texts = await Promise.all(
    pids.map(async (pid) => {
      const commandLine = await read(pid, 'cmdline');
      return commandLine.includes('--out=headroom') ? commandLine + (await read(pid, 'environ')) : '';
    }),
  );
  return texts.join('');
};

/** A server that fails and echoes what it was sent, as a debugging endpoint would; it looks at k6 meanwhile. */
const echoing = () => {
  const seen = { requests: '', processes: '' };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const echo =
      JSON.stringify({ url: request.url, headers: request.headers }) + Buffer.concat(chunks).toString();
    seen.requests += echo;
    if (seen.processes === '') seen.processes = await processesOfK6();
    // The request that checks the endpoint before the load passes; those of the load fail.
    response.statusCode = seen.requests.length > echo.length ? 503 : 200;
    response.end(`you sent ${echo}`);
  };
  return {
    seen,
    answer: (request: IncomingMessage, response: ServerResponse) => void answer(request, response),
  };
};

type Planting = {
  readonly folder: string;
  readonly config: string;
  readonly environment?: Readonly<Record<string, string>>;
};

/** Runs a test in folders of its own: run folder, home, caches, temporary files. */
const runIn = async ({
  folder,
  config,
  environment = {},
}: Planting): Promise<CliEnd & { readonly left: string }> => {
  const left = join(folder, 'left');
  const places = { HOME: 'home', XDG_CACHE_HOME: 'cache', XDG_CONFIG_HOME: 'config', TMPDIR: 'tmp' };
  const folders = Object.fromEntries(
    Object.entries(places).map(([name, place]) => [name, join(left, place)]),
  );
  await Promise.all(Object.values(folders).map((path) => mkdir(path, { recursive: true })));
  const end = await runCli(['test', '--config', config, '--runs', join(left, 'runs')], {
    ...folders,
    ...environment,
  });
  return { ...end, left };
};

const expectNoCanary = (end: CliEnd & { readonly left: string }, processes: string): void => {
  expect(filesWith(canary, end.left)).toEqual([]);
  expect(end.stdout + end.stderr).not.toContain(canary);
  expect(processes).not.toContain(canary);
};

const certificates = (folder: string): void => {
  const make = (name: string): void => {
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
        '-keyout',
        `${name}.key`,
        '-out',
        `${name}.crt`,
        '-subj',
        `/CN=${name}`,
        '-addext',
        'subjectAltName=IP:127.0.0.1',
      ],
      { cwd: folder, stdio: 'ignore' },
    );
  };
  make('server');
  make('client');
};

describe('a secret that is planted', () => {
  it('in key, header, query, payload, client key or an echoing body stays out of all that is left', async () => {
    const folder = await temporaryFolder();
    certificates(folder);
    const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
    const { seen, answer } = echoing();
    const tls = { key: await read('server.key'), cert: await read('server.crt'), requestCert: true };
    const server = createServer({ ...tls, rejectUnauthorized: false }, answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = await writeConfig(
      folder,
      `{
        target: {
          url: 'https://127.0.0.1:${port}/score?code=${planted('query')}',
          requestTimeoutMs: 2000,
          auth: { env: 'CANARY_KEY' },
          headers: { 'X-Api-Key': '${planted('header')}' },
          payload: { json: { text: '${planted('payload')}' } },
          tls: { caFile: './server.crt', certFile: './client.crt', keyFile: './client.key' },
        },
        load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 3 },
      }`,
    );
    const end = await runIn({ folder, config, environment: { CANARY_KEY: planted('auth') } });
    server.close();
    server.closeAllConnections();
    for (const place of ['auth', 'header', 'query', 'payload'])
      expect(seen.requests).toContain(planted(place));
    expect(seen.processes, 'k6 was looked at').toContain('--out=headroom');
    expect(filesWith('you sent', end.left), 'the echo is shown as a sample').not.toEqual([]);
    expectNoCanary(end, seen.processes);
    const keyLine = (await read('client.key')).split('\n')[1] ?? '';
    expect(keyLine.length).toBeGreaterThan(20);
    expect(filesWith(keyLine, end.left)).toEqual([]);
    expect(seen.processes).not.toContain(keyLine);
  });

  it('in a payload function stays out of all that is left', async () => {
    const folder = await temporaryFolder();
    const { seen, answer } = echoing();
    const server = createPlainServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = await writeConfig(
      folder,
      `{
        target: {
          url: 'http://127.0.0.1:${port}/score',
          requestTimeoutMs: 2000,
          auth: { env: 'CANARY_KEY' },
          payload: (n) => ({ n, text: '${planted('function')}' }),
        },
        load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 3 },
      }`,
    );
    const end = await runIn({ folder, config, environment: { CANARY_KEY: planted('auth') } });
    server.close();
    server.closeAllConnections();
    expect(seen.requests).toContain(planted('function'));
    expectNoCanary(end, seen.processes);
  });

  it('in a script, its error text or a body that echoes it stays out of all that is left', async () => {
    const folder = await temporaryFolder();
    const { seen, answer } = echoing();
    const server = createPlainServer(answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/score`;
    await writeFile(
      join(folder, 'mine.ts'),
      `
      import http from 'k6/http';
      import secrets from 'k6/secrets';
      const own = '${planted('script')}';
      export default async function () {
        const key = await secrets.get('CANARY_KEY');
        http.post('${url}?sig=' + own, '{}', { headers: { Authorization: 'Bearer ' + key, 'X-Api-Key': own } });
        http.get('http://127.0.0.1:1/?sig=' + own);
        console.log('the key is ' + key);
        throw new Error('failed with ' + key);
      }`,
    );
    const config = await writeConfig(
      folder,
      `{
        target: { url: '${url}', requestTimeoutMs: 2000, auth: { env: 'CANARY_KEY' } },
        safety: { allowedHosts: ['127.0.0.1'] },
        load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 3 },
        script: './mine.ts',
      }`,
    );
    const end = await runIn({ folder, config, environment: { CANARY_KEY: planted('auth') } });
    server.close();
    server.closeAllConnections();
    for (const place of ['auth', 'script']) expect(seen.requests).toContain(planted(place));
    expect(filesWith('failed with', end.left), 'the exception is shown').not.toEqual([]);
    expectNoCanary(end, seen.processes);
  });

  it('in the user or password of a URL is refused, and the error does not repeat it', async () => {
    const folder = await temporaryFolder();
    const config = await writeConfig(
      folder,
      `{
        target: { url: 'http://me:${planted('password')}@127.0.0.1:1/score?code=${planted('query')}' },
        load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 3 },
      }`,
    );
    const end = await runIn({ folder, config });
    expect(end.code).not.toBe(0);
    expect(end.stderr).toContain('target.url');
    expectNoCanary(end, '');
  });
});
