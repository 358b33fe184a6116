import { writeFile } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultSchema } from '../../runs/schema/result.ts';
import { runCli, temporaryFolder, writeConfig } from '../e2e/support.ts';

/** A port outside the fence: every connection that reaches it is a hole. */
const trap = async (host: string) => {
  const caught = { connections: 0 };
  const server = createServer((socket) => {
    caught.connections += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const { port } = server.address() as AddressInfo;
  const name = host.includes(':') ? `[${host}]` : host;
  return { caught, port, address: `${name}:${port}`, close: () => server.close() };
};

/** The endpoint: answers, and redirects to where a query asks. */
const endpoint = async () => {
  const server = createHttpServer((request, response) => {
    const to = new URL(request.url ?? '/', 'http://here').searchParams.get('to');
    if (to !== null) response.writeHead(302, { location: to });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    address: `127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

type Campaign = {
  readonly script: string;
  readonly inside: { readonly address: string };
  readonly environment?: Readonly<Record<string, string>>;
};

const runScript = async ({ script, inside, environment = {} }: Campaign) => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'mine.ts'), script);
  const config = await writeConfig(
    folder,
    `{
      target: { url: 'http://${inside.address}/score', requestTimeoutMs: 2000 },
      safety: { allowedHosts: ['${inside.address}'] },
      load: { scenario: 'soak', ratePerSecond: 4, soakSeconds: 3 },
      script: './mine.ts',
    }`,
  );
  return runCli(['test', '--config', config, '--runs', join(folder, 'runs'), '--json'], environment);
};

describe('the fence around a load', () => {
  it('lets no protocol out: requests, batches, redirects, sockets, setup(), and proxies that nobody configured', async () => {
    const [inside, outside, outside6] = await Promise.all([endpoint(), trap('127.0.0.1'), trap('::1')]);
    const script = `
      import grpc from 'k6/net/grpc';
      import http from 'k6/http';
      import ws from 'k6/ws';
      const client = new grpc.Client();
      const tried = (send) => { try { send(); } catch {} };
      const all = async () => {
        for (const host of ['${outside.address}', '${outside6.address}', 'localhost:${outside.port}', '127.1:${outside.port}'])
          http.get('http://' + host + '/');
        http.batch(['http://${outside.address}/1', 'http://${outside6.address}/2']);
        await http.asyncRequest('GET', 'http://${outside.address}/3');
        http.get('http://${inside.address}/?to=' + encodeURIComponent('http://${outside.address}/4'), { redirects: 3 });
        tried(() => ws.connect('ws://${outside.address}/5', {}, () => {}));
        tried(() => client.connect('${outside.address}', { plaintext: true, timeout: '1s' }));
      };
      export const setup = all;
      export default all;`;
    const proxy = `http://${outside.address}`;
    const { stdout, stderr } = await runScript({
      script,
      inside,
      environment: { HTTP_PROXY: proxy, http_proxy: proxy, HTTPS_PROXY: proxy, ALL_PROXY: proxy },
    });
    for (const one of [inside, outside, outside6]) one.close();
    expect(outside.caught.connections + outside6.caught.connections, stderr).toBe(0);
    const { outcomes } = resultSchema.parse(JSON.parse(stdout)).totals;
    // k6 expects answers from 200 to 399 unless a script says otherwise.
    const redirected = outcomes['302 expected'] ?? 0;
    expect(redirected).toBeGreaterThan(5);
    expect(outcomes['blocked']).toBe(9 * redirected);
  });

  it('refuses nothing inside, however its address is written', async () => {
    const inside = await endpoint();
    const script = `
      import http from 'k6/http';
      export default function () {
        for (const host of ['127.0.0.1', '127.1', '0x7f.1', '2130706433', '[::ffff:127.0.0.1]', 'localhost', 'LocalHost.'])
          http.post('http://' + host + ':${inside.port}/score', '{}');
      }`;
    const { stdout, stderr } = await runScript({ script, inside });
    inside.close();
    const { outcomes } = resultSchema.parse(JSON.parse(stdout)).totals;
    expect(Object.keys(outcomes), stderr).toEqual(['200']);
    expect((outcomes['200'] ?? 0) % 7).toBe(0);
  });

  it('names what a script imports from a host that is not allowed, before k6 reads it', async () => {
    const [inside, outside] = await Promise.all([endpoint(), trap('127.0.0.1')]);
    const script = `
      import 'https://${outside.address}/library.js';
      export default function () {}`;
    const { code, stderr } = await runScript({ script, inside });
    for (const one of [inside, outside]) one.close();
    expect(outside.caught.connections).toBe(0);
    expect(code).not.toBe(0);
    expect(stderr).toContain(`${outside.address} is not in safety.allowedHosts`);
  });

  it('holds for what a script loads from an address that it makes up', async () => {
    const [inside, outside] = await Promise.all([endpoint(), trap('127.0.0.1')]);
    const script = `
      require(['https:', '', '${outside.address}', 'library.js'].join('/'));
      export default function () {}`;
    const { code, stderr } = await runScript({ script, inside });
    for (const one of [inside, outside]) one.close();
    expect(outside.caught.connections).toBe(0);
    expect(code).not.toBe(0);
    expect(stderr).toContain('outside the fence');
  });

  it("refuses a script that imports what it can't hold, unless the config vouches for it", async () => {
    const inside = await endpoint();
    const script = `
      import { browser } from 'k6/browser';
      export default function () { return browser; }`;
    const { code, stderr } = await runScript({ script, inside });
    inside.close();
    expect(code).not.toBe(0);
    expect(stderr).toContain('E_SAFETY: k6/browser opens connections of its own');
    expect(stderr).toContain("safety.allowUnfenced: ['k6/browser']");
  });
});
