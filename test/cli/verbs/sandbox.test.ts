import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { headroomHere } from '../../builders/in-process.ts';
import { startForTest } from '../../sandbox/start.ts';

const root = join(import.meta.dirname, '../../..');

const temporaryFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

/** `headroom sandbox` as a process of its own, on free ports unless told otherwise. */
const run = async (
  args: readonly string[],
  { port = '0', env = {} }: { readonly port?: string; readonly env?: Record<string, string> } = {},
) => {
  const folder = await temporaryFolder();
  const child: ChildProcess = spawn(
    process.execPath,
    [join(root, 'bin/headroom.js'), 'sandbox', '--port', port, '--api-port', '0', ...args],
    { cwd: folder, env: { ...process.env, ...env }, stdio: 'pipe' },
  );
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    errors += text;
  });
  const exited = once(child, 'exit').then(([code]) => ({ code, errors }));
  const firstLine = once(createInterface(child.stdout!), 'line').then(([line]) => String(line));
  return { child, folder, exited, firstLine };
};

describe('headroom sandbox', () => {
  it('prints one line of JSON when it is ready, and ends with its standard input, not with Ctrl-C', async () => {
    const { child, exited, firstLine, folder } = await run(['--json', '--exit-with-stdin', '--min', '2']);
    const ready = JSON.parse(await firstLine);
    expect(ready).toMatchObject({ ready: true, serviceName: 'demo', namespace: 'default', pid: child.pid });
    expect(ready.kubeconfigPath).toBe('.headroom/sandbox/kubeconfig');
    const kubeconfig = join(folder, ready.kubeconfigPath);
    expect(existsSync(kubeconfig)).toBe(true);
    child.kill('SIGINT');
    expect((await fetch(ready.scoreUrl, { method: 'POST' })).status).toBe(200);
    child.stdin?.end();
    expect(await exited).toEqual({ code: 0, errors: '' });
    expect(existsSync(kubeconfig)).toBe(false);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('ends cleanly on %s', async (signal) => {
    const { child, exited, firstLine } = await run([]);
    expect(await firstLine).toBe('Service "demo" with 3 ready replicas. Ctrl-C ends it.');
    child.kill(signal);
    expect(await exited).toEqual({ code: 0, errors: '' });
  });

  it('takes options from a file, and flags above them', async () => {
    const file = join(await temporaryFolder(), 'options.json');
    await writeFile(file, JSON.stringify({ serviceName: 'from-file', namespace: 'from-file' }));
    const { firstLine } = await run(['--json', '--options', file, '--name', 'from-flag']);
    expect(JSON.parse(await firstLine)).toMatchObject({ serviceName: 'from-flag', namespace: 'from-file' });
  });

  it('takes options from a line on standard input', async () => {
    const { child, firstLine } = await run(['--json', '--options', '-']);
    child.stdin?.write(`${JSON.stringify({ serviceName: 'from-a-pipe' })}\n`);
    expect(JSON.parse(await firstLine)).toMatchObject({ serviceName: 'from-a-pipe' });
  });

  it('takes the key from the environment', async () => {
    const { firstLine } = await run(['--json', '--key-env', 'MY_KEY'], { env: { MY_KEY: 'secret' } });
    const line = await firstLine;
    expect(line).not.toContain('secret');
    const { scoreUrl } = JSON.parse(line);
    const statusWith = async (headers: Record<string, string>) =>
      (await fetch(scoreUrl, { method: 'POST', headers })).status;
    expect(await statusWith({})).toBe(401);
    expect(await statusWith({ authorization: 'Bearer secret' })).toBe(200);
  });

  it('says which port is taken and what to do', async () => {
    const port = new URL((await startForTest()).scoreUrl).port;
    const { exited } = await run([], { port });
    const { code, errors } = await exited;
    expect(code).toBe(2);
    expect(errors).toContain(`E_PORT: port ${port} can't be used`);
    expect(errors).toContain('fix: end the process that listens there, or choose another port');
  });

  it('names every fault of its options at once', async () => {
    const { code, stderr } = await headroomHere(['sandbox', '--target', '70', '--slots', '0']);
    expect(code).toBe(2);
    expect(stderr).toContain('--slots is 0');
    expect(stderr).toContain('--target is 70');
    expect(stderr).toContain('0.7 for 70 %');
  });
});
