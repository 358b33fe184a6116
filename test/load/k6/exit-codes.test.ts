import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { k6Verdicts, verdictOfExit } from '../../../load/k6/exit-codes.ts';
import { realK6, realK6TimeLimitMs, temporaryFolder } from './stand-ins.ts';

let k6: string;
beforeAll(async () => {
  k6 = await realK6();
}, realK6TimeLimitMs);

const startK6 = async (script: string, ...options: readonly string[]): Promise<ChildProcess> => {
  const folder = await temporaryFolder();
  await writeFile(join(folder, 'script.js'), script);
  return spawn(k6, ['run', '--quiet', '--no-usage-report', ...options, join(folder, 'script.js')]);
};

const codeOf = async (script: string, ...options: readonly string[]): Promise<number> => {
  const [code] = await once(await startK6(script, ...options), 'exit');
  return code as number;
};

const idle = 'export default function () {}';

describe('each code that a script or a person can bring about, from the real k6', () => {
  it.each([
    [0, 'a run to the end', idle],
    [0, 'an exception in an iteration', 'export default function () { throw new Error("lost") }'],
    [99, 'a threshold missed', `export const options = { thresholds: { iterations: ['count>9'] } }; ${idle}`],
    [
      100,
      'setup() that hangs',
      `export const options = { setupTimeout: '50ms' }; export function setup() { for (;;); } ${idle}`,
    ],
    [
      101,
      'teardown() that hangs',
      `export const options = { teardownTimeout: '50ms' }; export function teardown() { for (;;); } ${idle}`,
    ],
    [104, 'an option that is refused', `export const options = { stages: [{ target: 'many' }] }; ${idle}`],
    [107, 'an exception while loading', `throw new Error('early'); ${idle}`],
    [107, 'an exception in setup()', `export function setup() { throw new Error('early') } ${idle}`],
    [
      108,
      'test.abort()',
      `import exec from 'k6/execution'; export default function () { exec.test.abort('enough') }`,
    ],
    [
      110,
      'test.fail()',
      `import exec from 'k6/execution'; export default function () { exec.test.fail('bad') }`,
    ],
  ])('%i: %s', async (code, _cause, script) => {
    expect(await codeOf(script)).toBe(code);
    expect(Object.keys(k6Verdicts)).toContain(String(code));
  });

  it('106: a port that is taken', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    expect(
      await codeOf(
        `import { sleep } from 'k6'; export default function () { sleep(30) }`,
        `--address=127.0.0.1:${port}`,
      ),
    ).toBe(106);
    server.close();
  });

  it('255: an option that does not exist', async () => {
    expect(await codeOf(idle, '--nonsense')).toBe(255);
  });

  it.each([
    ['SIGINT', 105, null],
    ['SIGTERM', 105, null],
    ['SIGKILL', null, 'SIGKILL'],
  ] as const)('%s ends it with code %s and signal %s: an interrupted run', async (sent, code, signal) => {
    const child = await startK6(
      `import { sleep } from 'k6'; export default function () { console.log('started'); sleep(30) }`,
    );
    await once(child.stderr!, 'data');
    child.kill(sent);
    expect(await once(child, 'exit')).toEqual([code, signal]);
    expect(verdictOfExit(code)).toBe('interrupted');
  });
});

describe('verdictOfExit', () => {
  it('knows each code that k6 documents', () => {
    const documented = [0, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110];
    const known = Object.keys(k6Verdicts).map(Number);
    expect(known.sort((a, b) => a - b)).toEqual([...documented, 2, 255].sort((a, b) => a - b));
  });

  it('calls a run complete whose load was fired to its end, whatever was said of it', () => {
    expect([0, 99, 101, 110].map(verdictOfExit)).toEqual(new Array(4).fill('complete'));
  });

  it('takes a code that it does not know for a failure', () => {
    expect(verdictOfExit(42)).toBe('failed');
  });
});
