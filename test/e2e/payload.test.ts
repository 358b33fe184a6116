import { execFileSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { exit } from '../../errors/exit-codes.ts';
import { runCli, temporaryFolder, writeConfig } from './support.ts';

type Sent = {
  body: string;
  bytes: Buffer;
  authorization: string | undefined;
  contentType: string | undefined;
};

/** Keeps what it was sent. */
const recordingServer = async () => {
  const requests: Sent[] = [];
  const server = createServer(async (request, response) => {
    const bytes = await buffer(request);
    const { authorization, 'content-type': contentType } = request.headers;
    requests.push({ body: bytes.toString(), bytes, authorization, contentType });
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/score`,
    requests,
    close: () => server.close(),
  };
};

const fire = async (payload: string, files: Record<string, string | Buffer> = {}, code = 0) => {
  const folder = await temporaryFolder();
  const server = await recordingServer();
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const config = await writeConfig(
    folder,
    `{
      target: { url: '${server.url}', requestTimeoutMs: 5000, auth: { env: 'HEADROOM_TEST_KEY' }, ${payload} },
      load: { scenario: 'soak', ratePerSecond: 10, soakSeconds: 1, arrivals: 'even' },
    }`,
  );
  const runs = join(folder, 'runs');
  const end = await runCli(['test', '--config', config, '--runs', runs], {
    HEADROOM_TEST_KEY: 'a-secret-key',
  });
  server.close();
  // A busy machine may cost the verdict; what was sent is what this is about.
  expect([code, exit.cantTell], end.stderr).toContain(end.code);
  const [preflight, ...load] = server.requests;
  return { preflight, load, runs, stderr: end.stderr };
};

const allOf = (preflight: Sent | undefined, load: readonly Sent[]): readonly Sent[] => [
  ...(preflight === undefined ? [] : [preflight]),
  ...load,
];

describe('the payload', () => {
  it("is the help page's example by default, sent with the key that no file of the run holds", async () => {
    const { preflight, load, runs } = await fire('');
    for (const { body, authorization } of allOf(preflight, load)) {
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

  it('is the same bytes before the load and in it, with the type of the file', async () => {
    const photo = Buffer.from(Uint8Array.from({ length: 2048 }, (_, i) => i % 256));
    const { preflight, load, stderr } = await fire("payload: { file: './photo.jpg' }", {
      'photo.jpg': photo,
    });
    for (const sent of allOf(preflight, load)) {
      expect(sent.bytes.equals(photo)).toBe(true);
      expect(sent.contentType).toBe('image/jpeg');
    }
    expect(load).toHaveLength(10);
    expect(stderr).toMatch(
      /first request: POST .*\/score, 2048 bytes of image\/jpeg → 200 OK after \d+ ms, HTTP\/1.1 over a new connection to 127\.0\.0\.1:\d+/,
    );
  });

  it('may be drawn from lines by the seed, and a form', async () => {
    const lines = Array.from({ length: 3 }, (_, i) => `{"n":${i}}`);
    const { load } = await fire("payload: { jsonLines: './rows.jsonl', order: 'random' }", {
      'rows.jsonl': lines.join('\n'),
    });
    const order = load.map(({ body }) => lines.indexOf(body));
    expect(order.every((line) => line >= 0)).toBe(true);
    expect(order).not.toEqual(order.map((_, i) => i % 3));
    const form = await fire("payload: { multipart: { files: { clip: './a.wav' }, fields: { n: '1' } } }", {
      'a.wav': Buffer.from([0, 255, 10]),
    });
    for (const { contentType, bytes } of allOf(form.preflight, form.load)) {
      expect(contentType).toMatch(/^multipart\/form-data; boundary=headroom-/);
      expect(bytes.includes(Buffer.from([0, 255, 10, 13, 10]))).toBe(true);
    }
  });

  it('may be of 10 MB, and comes byte by byte', async () => {
    // Bytes that repeat only after a prime number of them, so that a lost or doubled part shows.
    const bytes = Buffer.from(Array.from({ length: 7_500_000 }, (_, i) => (i % 8191) & 0xff));
    const image = JSON.stringify({ image: bytes.toString('base64') });
    const { preflight, load } = await fire("payload: { file: './image.json' }", { 'image.json': image });
    expect(allOf(preflight, load).filter(({ body }) => body !== image)).toHaveLength(0);
    expect(load).toHaveLength(10);
  });

  it('of a function that fails under load is named, with the iteration and the line', async () => {
    const source = `payload: (iteration) => {
        if (iteration === 3) throw new Error('no rows left');
        if (iteration === 4) return undefined;
        return Promise && iteration === 5 ? Promise.resolve('x') : process.env.PORT ?? { n: iteration };
      }`;
    const { load, runs } = await fire(source, {}, 8);
    expect(load).toHaveLength(7);
    const report = execFileSync('grep', [
      '-rh',
      'target.payload failed',
      runs,
      '--include=run.json',
    ]).toString();
    expect(report).toMatch(/target\.payload failed for iteration 3: no rows left/);
    expect(report).toContain('iteration 4: it returned nothing to send');
    expect(report).toContain('iteration 5: it returned a promise');
  });
});
