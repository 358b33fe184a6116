import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import { text } from 'node:stream/consumers';
import { resolveConfig } from '../../../config/resolve.ts';
import { bundleScript } from '../../../load/generator/bundle-script.ts';
import { type Examined, examineScript } from '../../../load/generator/examine-script.ts';
import { type LoadEnded, startLoad } from '../../../load/generator/start-load.ts';
import { loadPlanOf } from '../../../load/plan/load-plan.ts';
import { readAllPayloads } from '../../../load/plan/payloads.ts';
import { plannedArrivalsFor } from '../../../load/plan/planned-arrivals.ts';
import { loadSecretOf } from '../../../load/plan/secrets.ts';
import { type FoldedLoad, foldLoad } from '../../../planner/timeline/fold-load.ts';
import { type LoadLine, loadLineSchema } from '../../../runs/schema/load-series.ts';

/** Where the scripts of the tests lie. */
export const scriptsFolder = join(import.meta.dirname, '..', '..', 'fixtures', 'k6-scripts');

/** Accepts a WebSocket, and closes it after the first frame from the other side. */
export const acceptSocket = (request: IncomingMessage, socket: Duplex): void => {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const accept = createHash('sha1').update(key).digest('base64');
  socket.on('error', () => socket.destroy());
  socket.once('data', () => socket.end(Buffer.from([0x88, 0x00])));
  socket.write(
    `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
  );
};

/** Passes and fails of each check. */
export const sumOfChecks = (lines: readonly LoadLine[]): Record<string, number[]> => {
  const sums: Record<string, number[]> = {};
  for (const line of lines) {
    if (line.kind !== 'script') continue;
    for (const [name, [passes, fails]] of Object.entries(line.checks ?? {})) {
      const [p = 0, f = 0] = sums[name] ?? [];
      sums[name] = [p + passes, f + fails];
    }
  }
  return sums;
};

/** Answers as the scripts want it, and counts what it was asked. */
export const scriptTarget = async () => {
  const seen: Record<string, number> = {};
  let votes = 0;
  const server = createServer(async (request, response) => {
    const path = request.url?.split('?')[0] ?? '';
    seen[path] = (seen[path] ?? 0) + 1;
    const body = await text(request);
    const { authorization, cookie } = request.headers;
    if (path === '/votes') response.statusCode = ++votes % 3 === 0 ? 409 : 201;
    if (path === '/missing') response.statusCode = 404;
    if (path === '/upload')
      response.statusCode =
        request.headers['content-type']?.startsWith('multipart/form-data') && body.includes('RIFF')
          ? 200
          : 415;
    if (path === '/page') return void response.end('<html><head><title>Scoring</title></head></html>');
    if (path === '/login') return void response.end(JSON.stringify({ token: 't1' }));
    response.end(JSON.stringify({ authorization, cookie, body, key: request.headers['x-key'] }));
  });
  server.on('upgrade', acceptSocket);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, seen, close: () => server.close() };
};

type Firing = {
  readonly mix?: Record<string, number>;
  /** Names an environment variable as the key of the target. */
  readonly keyVariable?: string;
};

const configFor = (name: string, port: number, { mix, keyVariable }: Firing) =>
  resolveConfig(
    {
      target: {
        url: `http://127.0.0.1:${port}/score`,
        requestTimeoutMs: 1000,
        ...(keyVariable !== undefined && { auth: { env: keyVariable } }),
      },
      load: { scenario: 'soak', ratePerSecond: 5, soakSeconds: 2, arrivals: 'even', ...(mix && { mix }) },
      script: `./${name}`,
    },
    join(scriptsFolder, 'k6.config.ts'),
  );

const examine = async (name: string, port: number, firing: Firing) => {
  const config = configFor(name, port, firing);
  const script = await bundleScript(config);
  const k6 = process.env['HEADROOM_K6'] ?? '';
  return { config, script, k6, examined: await examineScript({ k6, script, config, redact: (one) => one }) };
};

/** What came of the load of one script. */
type Fired = {
  readonly examined: Examined;
  readonly lines: readonly LoadLine[];
  readonly load: FoldedLoad;
  readonly ended: LoadEnded;
  readonly log: string;
};

/** Fires a script as `headroom test` does: ten arrivals in two seconds. @throws HeadroomError where it is refused */
export const fireScript = async (name: string, port: number, firing: Firing = {}): Promise<Fired> => {
  const { config, script, k6, examined } = await examine(name, port, firing);
  const [payloads, arrivals] = [await readAllPayloads(config.endpoints), plannedArrivalsFor(config)];
  const folder = await mkdtemp(join(tmpdir(), 'headroom-script-'));
  const lines: LoadLine[] = [];
  const log = join(folder, 'k6.log');
  await using load = startLoad({
    paths: { k6, log },
    script,
    document: {
      plan: loadPlanOf({ config, arrivals, payloads, mix: examined.mix, firstLatencyMs: 10 }),
      secret: await loadSecretOf(config, payloads),
    },
    onText: () => {},
    onLine: (line) => {
      lines.push(loadLineSchema.parse(line));
    },
    onSilence: () => {},
  });
  const ended = await load.ended;
  const logged = await readFile(log, 'utf8').catch(() => '');
  await rm(folder, { recursive: true });
  return { examined, lines, load: foldLoad(lines), ended, log: logged };
};

/** Only looks at a script. */
export const lookAtScript = async (name: string, port: number, firing: Firing = {}): Promise<Examined> =>
  (await examine(name, port, firing)).examined;
