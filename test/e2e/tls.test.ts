import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultSchema } from '../../runs/schema/result.ts';
import { answeredCodes, runCli, temporaryFolder, writeConfig } from './support.ts';

const openssl = (folder: string, args: readonly string[]): void => {
  execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
};

/** An authority of our own, a server certificate for 127.0.0.1 and a client certificate, both signed by it. */
const makeCertificates = (folder: string): void => {
  const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'];
  openssl(folder, [
    'req',
    '-x509',
    ...key,
    '-keyout',
    'ca.key',
    '-out',
    'ca.crt',
    '-subj',
    '/CN=headroom test authority',
  ]);
  const signed = (name: string, extension: string): void => {
    const ca = ['-CA', 'ca.crt', '-CAkey', 'ca.key'];
    openssl(folder, [
      'req',
      '-x509',
      ...key,
      ...ca,
      '-keyout',
      `${name}.key`,
      '-out',
      `${name}.crt`,
      '-subj',
      `/CN=${name}`,
      '-addext',
      extension,
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ]);
  };
  signed('server', 'subjectAltName=IP:127.0.0.1');
  signed('client', 'extendedKeyUsage=clientAuth');
};

describe('an endpoint behind TLS', () => {
  it('is reached with an authority of its own and a client certificate, whose key stays out of the run folder', async () => {
    const folder = await temporaryFolder();
    makeCertificates(folder);
    const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
    const clients = new Set<string>();
    const server = createServer(
      {
        key: read('server.key'),
        cert: read('server.crt'),
        ca: read('ca.crt'),
        requestCert: true,
        rejectUnauthorized: true,
      },
      (request, response) => {
        clients.add(
          (request.socket as import('node:tls').TLSSocket).getPeerCertificate().subject.CN as string,
        );
        response.end('{}');
      },
    );
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const config = await writeConfig(
      folder,
      `{
        target: {
          url: 'https://127.0.0.1:${port}/score',
          requestTimeoutMs: 2000,
          tls: { caFile: './ca.crt', certFile: './client.crt', keyFile: './client.key' },
        },
        load: { scenario: 'soak', ratePerSecond: 10, soakSeconds: 2, arrivals: 'even' },
      }`,
    );
    const runs = join(folder, 'runs');
    await mkdir(runs);
    const { code, stdout, stderr } = await runCli(['test', '--config', config, '--runs', runs, '--json']);
    server.close();
    server.closeAllConnections();
    expect(answeredCodes, stderr).toContain(code);
    expect(resultSchema.parse(JSON.parse(stdout)).totals.outcomes).toEqual({ '200': expect.closeTo(20, -1) });
    expect([...clients]).toEqual(['client']);
    const secret = read('client.key').split('\n')[1] ?? '';
    expect(secret.length).toBeGreaterThan(20);
    expect(() => execFileSync('grep', ['-r', secret, runs]), 'grep finds nothing').toThrow();
  });
});
