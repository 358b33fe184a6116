import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resultSchema } from '../../runs/schema/result.ts';
import { runCli, sandboxFor, temporaryFolder, writeConfig } from './support.ts';

/** Counts whatever reaches it: connections, so that not even an empty one goes unseen. */
const forbiddenServer = async (host: string) => {
  let connections = 0;
  const server = createServer((_request, response) => response.end('reached'));
  server.on('connection', () => {
    connections++;
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    url: `http://${host}:${(server.address() as AddressInfo).port}/`,
    connections: () => connections,
    close: () => server.close(),
  };
};

const runScript = async (script: string, { rate = 5, seconds = 3 } = {}) => {
  const folder = await temporaryFolder();
  const sandbox = await sandboxFor(folder, { policy: { kind: 'fixed', replicas: 4 } });
  await writeFile(join(folder, 'mine.ts'), script.replaceAll('SCORE_URL', sandbox.scoreUrl));
  const config = await writeConfig(
    folder,
    `{
      target: { url: '${sandbox.scoreUrl}', requestTimeoutMs: 2000 },
      load: { scenario: 'soak', ratePerSecond: ${rate}, soakSeconds: ${seconds} },
      script: './mine.ts',
    }`,
  );
  return {
    folder,
    run: () => runCli(['test', '--config', config, '--runs', join(folder, 'runs'), '--json']),
  };
};

describe("a user's own scenario", () => {
  it('can send nothing to a host that is not allowed, by name or by address, and the report says so', async () => {
    const [sameAddress, otherAddress] = await Promise.all([
      forbiddenServer('127.0.0.1'),
      forbiddenServer('127.0.0.2'),
    ]);
    const { run } = await runScript(`
      import http from 'k6/http';
      import ws from 'k6/ws';
      export default function () {
        http.get('${sameAddress.url}');
        http.get('${otherAddress.url}');
        try { ws.connect('${otherAddress.url.replace('http', 'ws')}', {}, () => {}); } catch {}
        http.post('SCORE_URL', '{"data":[[1]]}', { headers: { 'Content-Type': 'application/json' } });
      }
    `);
    const { stdout, stderr } = await run();
    const result = resultSchema.parse(JSON.parse(stdout));
    sameAddress.close();
    otherAddress.close();
    expect(sameAddress.connections(), stderr).toBe(0);
    expect(otherAddress.connections()).toBe(0);
    expect(result.totals.outcomes['blocked'], 'two by http and one by ws').toBe(
      3 * (result.totals.outcomes['200'] ?? 0),
    );
    expect(result.totals.outcomes['200']).toBeGreaterThan(10);
    expect(result.findings.map(({ cause }) => cause)).toEqual(['hostBlocked']);
    expect(result.run.problems.map(({ code }) => code)).toContain('hostRefused');
  });

  it('may import packages, and its stack traces point at the line of its TypeScript', async () => {
    const { folder, run } = await runScript(`
      import http from 'k6/http';
      import { twice } from 'tiny-package';
      type Row = { readonly n: number };
      const row: Row = { n: twice(21) };

      export default function (): void {
        if (row.n !== 42) throw new Error('the package is not there');
        http.post('SCORE_URL', JSON.stringify({ data: [[row.n]] }));
        failOnPurpose(row);
      }

      function failOnPurpose(value: Row): never {
        throw new Error('on purpose ' + value.n);
      }
    `);
    const tiny = join(folder, 'node_modules/tiny-package');
    await mkdir(tiny, { recursive: true });
    await writeFile(join(tiny, 'package.json'), '{"name":"tiny-package","type":"module","main":"index.js"}');
    await writeFile(join(tiny, 'index.js'), 'export const twice = (n) => 2 * n;\n');
    const { stdout } = await run();
    const result = resultSchema.parse(JSON.parse(stdout));
    expect(result.totals.outcomes['200']).toBeGreaterThan(10);
    const exception = result.run.problems.find((problem) => problem.code === 'scriptThrew');
    expect(exception?.thrown, 'k6 itself ends with exit code 0').toContain('on purpose 42');
    expect(exception?.place).toMatch(/mine\.ts:14:\d+/);
    expect(result.run.k6Exit?.exitCode).toBe(0);
    expect(result.verdict.met, 'every arrival threw: the load is not the planned one').toBeNull();
    expect(result.loadAsPlanned.faults.map(({ code }) => code)).toContain('scriptExceptions');
    expect(result.totals.exceptions).toBe(result.totals.arrivals);
    expect(await readdir(folder), 'the bundle was never a file').toEqual(
      expect.not.arrayContaining(['bundle.js', 'headroom-bundle.js']),
    );
  });
});
