import { createServer, type RequestListener, request as send } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { runCli, temporaryFolder, writeConfig } from './support.ts';

const listening = async (server: ReturnType<typeof createServer>): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return (server.address() as AddressInfo).port;
};

/** A forward proxy on loopback that counts what it passes on, plain and through CONNECT. */
const startProxy = async () => {
  const passed = { requests: 0, tunnels: 0 };
  const pass: RequestListener = (request, response) => {
    passed.requests += 1;
    const onward = send(request.url ?? '', { method: request.method, headers: request.headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    request.pipe(onward);
  };
  const server = createServer(pass);
  server.on('connect', (request, client: Socket) => {
    passed.tunnels += 1;
    const [host, port] = (request.url ?? '').split(':');
    const onward = connect(Number(port), host, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(onward).pipe(client);
    });
    for (const side of [client, onward]) side.on('error', () => client.destroy());
  });
  return { port: await listening(server), passed };
};

const startTarget = async () => {
  let requests = 0;
  const port = await listening(
    createServer((request, response) => {
      requests += 1;
      request.resume().once('end', () => response.end('{}'));
    }),
  );
  return { port, requests: () => requests };
};

describe('a proxy', () => {
  it('is used for the first request and the load when the config names it', async () => {
    const [proxy, target, folder] = [await startProxy(), await startTarget(), await temporaryFolder()];
    const config = await writeConfig(
      folder,
      `{
        target: { kind: 'local', url: 'http://127.0.0.1:${target.port}/score', requestTimeoutMs: 2000, proxy: 'http://127.0.0.1:${proxy.port}' },
        load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 2, arrivals: 'even' },
      }`,
    );
    const { stdout, stderr } = await runCli(['test', '--config', config, '--runs', join(folder, 'runs')]);
    expect(stdout, stderr).toContain('10 sent');
    expect([proxy.passed.requests, target.requests()], 'the first request, and ten').toEqual([11, 11]);
  });

  it('is not used because the environment names one', async () => {
    const [proxy, target, folder] = [await startProxy(), await startTarget(), await temporaryFolder()];
    const config = await writeConfig(
      folder,
      `{
        target: { kind: 'local', url: 'http://127.0.0.1:${target.port}/score', requestTimeoutMs: 2000 },
        load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 1, arrivals: 'even' },
      }`,
    );
    const address = `http://127.0.0.1:${proxy.port}`;
    const environment = {
      HTTP_PROXY: address,
      http_proxy: address,
      HTTPS_PROXY: address,
      ALL_PROXY: address,
    };
    await runCli(['test', '--config', config, '--runs', join(folder, 'runs')], environment);
    expect([proxy.passed, target.requests()]).toEqual([{ requests: 0, tunnels: 0 }, 6]);
  });
});
