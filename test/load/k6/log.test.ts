import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, readFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleForK6, ownModule } from '../../../config/bundle.ts';
import { type K6LogSummary, readK6Log, summariseK6Log } from '../../../load/k6/log.ts';
import { realK6, realK6TimeLimitMs, temporaryFolder } from './stand-ins.ts';

const scenario = join(import.meta.dirname, '../../fixtures/scenarios/trouble.ts');

const servers: Server[] = [];
const listen = async (server: Server): Promise<number> => {
  servers.push(server.listen(0, '127.0.0.1'));
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
};

/** A port that refuses connections: one that was free a moment ago. */
const closedPort = async (): Promise<number> => {
  const server = createServer();
  const port = await listen(server);
  server.close();
  await once(server, 'close');
  return port;
};

let folder: string;
let exitCode: number;
let summary: K6LogSummary;

beforeAll(async () => {
  folder = await temporaryFolder();
  const bundle = join(folder, 'bundle.js');
  await bundleForK6(scenario, bundle, { 'k6/http': ownModule('scenarios/lib/http') });
  const closed = await closedPort();
  const environment = {
    ...process.env,
    CLOSED_PORT: String(closed),
    SILENT_PORT: String(await listen(createServer())),
    RESET_PORT: String(
      await listen(createServer((socket) => socket.once('data', () => socket.resetAndDestroy()))),
    ),
    HEADROOM_RUN: JSON.stringify({ allowedHosts: ['127.0.0.1', '10.1.2.3'] }),
    K6_OTEL_EXPORTER_PROTOCOL: 'http/protobuf',
    K6_OTEL_HTTP_EXPORTER_INSECURE: 'true',
    K6_OTEL_HTTP_EXPORTER_ENDPOINT: `127.0.0.1:${closed}`,
    K6_OTEL_EXPORT_INTERVAL: '1s',
  };
  const child = spawn(
    await realK6(),
    [
      'run',
      '--quiet',
      '--no-usage-report',
      '--summary-mode=disabled',
      '--out=opentelemetry',
      `--log-output=file=${join(folder, 'k6.log')}`,
      bundle,
    ],
    { env: environment, stdio: 'inherit' },
  );
  [exitCode] = (await once(child, 'exit')) as [number];
  summary = await readK6Log(join(folder, 'k6.log'));
}, realK6TimeLimitMs);

afterAll(() => {
  for (const server of servers) server.close();
});

describe('the log of a real k6, whose exit code is 0 all the same', () => {
  it('tells of uncaught exceptions, with the lines of the TypeScript source', () => {
    expect(exitCode).toBe(0);
    const { count, kinds } = summary.uncaughtExceptions;
    expect(count).toBe(5);
    const [thrown, rejected] = kinds.toSorted((a, b) => b.count - a.count);
    expect(thrown).toEqual({
      scenario: 'throws',
      message: 'Error: three levels down:\n"quoted" and\ttabbed',
      stack: [
        expect.stringMatching(/^throwDeep \(.*test\/fixtures\/scenarios\/trouble-deep\.ts:2:\d+\)$/),
        expect.stringMatching(/^throws \(.*test\/fixtures\/scenarios\/trouble\.ts:\d+:\d+\)$/),
      ],
      count: 3,
    });
    expect(rejected).toMatchObject({
      scenario: 'rejects',
      message: 'Uncaught (in promise) TypeError: nobody awaits this',
      stack: [expect.stringContaining('trouble.ts:')],
      count: 2,
    });
  });

  it('tells of requests without an answer, by cause', () => {
    const { count, byMessage } = summary.failedRequests;
    expect(count).toBe(4 + 2 + 3 + 5);
    expect(byMessage).toEqual([
      { message: 'IP (10.1.2.3) is in a blacklisted range (10.0.0.0/8)', count: 5 },
      {
        message: expect.stringMatching(/^dial tcp 127\.0\.0\.1:\d+: connect: connection refused$/),
        count: 4,
      },
      {
        message: expect.stringMatching(
          /^read tcp 127\.0\.0\.1->127\.0\.0\.1:\d+: read: connection reset by peer$/,
        ),
        count: 3,
      },
      { message: 'request timeout', count: 2 },
    ]);
  });

  it('tells of telemetry that was lost', () => {
    const { count, byMessage } = summary.failedUploads;
    expect(count).toBeGreaterThanOrEqual(2);
    expect(byMessage).toEqual([{ message: expect.stringMatching(/^dial tcp .*connection refused$/), count }]);
  });

  it('tells of scenarios that ran out of virtual users', () => {
    expect(summary.insufficientVus).toEqual([{ scenario: 'starved', activeVus: 1 }]);
  });

  it('tells of hosts that were not allowed, without the secrets of their URLs', () => {
    expect(summary.blockedHosts.byMessage).toEqual([
      { message: 'elsewhere.example:8443', count: 6 },
      { message: '10.1.2.3', count: 5 },
    ]);
  });

  it('does not take what the script itself prints for trouble of k6', () => {
    expect(summary.otherProblems).toEqual({ count: 0, byMessage: [], unlisted: 0 });
    expect(summary.brokenLines).toBe(0);
  });

  it('is read the same up to a last line that was cut', async () => {
    const path = join(folder, 'cut.log');
    await appendFile(path, await readFile(join(folder, 'k6.log')));
    await appendFile(path, 'time="2026-11-23T03:59:52Z" level=error msg="Error: cu');
    expect(await readK6Log(path)).toEqual({ ...summary, brokenLines: 1 });
  });
});

describe('readK6Log', () => {
  it('keeps what k6 says as it gives up', async () => {
    const text = 'level=error msg="could not initialize \'s.js\': Unexpected end of input"\n';
    expect((await summariseK6Log([text])).otherProblems.byMessage).toEqual([
      { message: "could not initialize 's.js': Unexpected end of input", count: 1 },
    ]);
  });

  it('has nothing to tell of a file that k6 never opened', async () => {
    expect(await readK6Log(join(folder, 'none.log'))).toMatchObject({ lines: 0, brokenLines: 0 });
  });

  it('counts on, but lists no more, when every message differs', async () => {
    const lines = Array.from({ length: 100_000 }, (_, i) => `level=warning msg="trouble number ${i}"\n`);
    const { count, byMessage, unlisted } = (await summariseK6Log(lines)).otherProblems;
    expect({ count, unlisted }).toEqual({ count: 100_000, unlisted: 100_000 - byMessage.length });
  });
});
