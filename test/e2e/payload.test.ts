import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { runCli, temporaryFolder, writeConfig } from './support.ts';

/** Keeps what it was sent. */
const recordingServer = async () => {
  const requests: { body: string; authorization: string | undefined }[] = [];
  const server = createServer(async (request, response) => {
    requests.push({ body: await text(request), authorization: request.headers.authorization });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`,
    requests,
    close: () => server.close(),
  };
};

const fire = async (payload: string, files: Record<string, string> = {}) => {
  const folder = await temporaryFolder();
  const server = await recordingServer();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const config = await writeConfig(
    folder,
    `{
      target: { url: '${server.url}', requestTimeoutMs: 1000, auth: { env: 'HEADROOM_TEST_KEY' }, ${payload} },
      load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 2, arrivals: 'even' },
    }`,
  );
  const runs = join(folder, 'runs');
  const { code, stderr } = await runCli(['test', '--config', config, '--runs', runs], {
    HEADROOM_TEST_KEY: 'a-secret-key',
  });
  server.close();
  expect(code, stderr).toBe(0);
  const [preflight, ...load] = server.requests;
  return { preflight, load, runs };
};

describe('the payload', () => {
  it("is the help page's example by default, sent with the key that no file of the run holds", async () => {
    const { preflight, load, runs } = await fire('');
    for (const { body, authorization } of [preflight ?? { body: '', authorization: '' }, ...load]) {
      expect(JSON.parse(body)).toEqual({
        data: [
          [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
          [10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
        ],
      });
      expect(authorization).toBe('Bearer a-secret-key');
    }
    expect(load.length).toBeGreaterThanOrEqual(8);
    expect(() => execFileSync('grep', ['-r', 'a-secret-key', runs]), 'grep finds nothing').toThrow();
  });

  it('may be a function of the iteration', async () => {
    const { load } = await fire('payload: (iteration) => ({ data: [[iteration, iteration * 2]] })');
    const rows = load.map(({ body }) => (JSON.parse(body) as { data: number[][] }).data[0]);
    expect(rows.map((row) => row?.[0]).sort((a, b) => (a ?? 0) - (b ?? 0))).toEqual(rows.map((_, i) => i));
    expect(rows.every((row) => row?.[1] === 2 * (row?.[0] ?? Number.NaN))).toBe(true);
  });

  it('may be the lines of a file, in turn', async () => {
    const { load } = await fire("payload: { jsonLines: './rows.jsonl' }", {
      'rows.jsonl': '{"n":1}\n{"n":2}\n\n{"n":3}\n',
    });
    const counts = Map.groupBy(load, ({ body }) => body);
    expect([...counts.keys()].sort()).toEqual(['{"n":1}', '{"n":2}', '{"n":3}']);
    const sizes = [...counts.values()].map((same) => same.length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });
});
