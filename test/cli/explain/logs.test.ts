import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { main } from '../../../cli/main.ts';
import { listen, stop } from '../../../sandbox/http.ts';
import { writeKubeconfig } from '../../../sandbox/kube-api/kubeconfig.ts';
import { catchOutput } from '../../builders/command-output.ts';

const canary = 'c4nary-c4nary-c4nary';

const output = catchOutput();

const logOf = (text: string): Promise<string> => {
  const file = join(output.folder, 'pod.log');
  return writeFile(file, text).then(() => file);
};

type Pod = {
  readonly status: number;
  readonly logs: Readonly<Record<string, string>>;
  readonly restarts?: number;
};

/** An API server with one pod of one container, whose logs a kubelet would serve. */
const withPod = async (pod: Pod, work: (kubeconfig: string) => Promise<void>): Promise<void> => {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://api');
    const isLog = pathname.endsWith('/log');
    const key = searchParams.has('previous') ? 'previous' : 'current';
    response.writeHead(pod.status, { 'content-type': isLog ? 'text/plain' : 'application/json' });
    if (isLog) response.end(pod.logs[key]);
    else
      response.end(
        JSON.stringify({
          kind: 'Pod',
          message: 'as the API says',
          spec: { containers: [{ name: 'inference-server' }] },
          status: { containerStatuses: [{ name: 'inference-server', restartCount: pod.restarts ?? 0 }] },
        }),
      );
  });
  const apiUrl = await listen(server, 0, 'the API');
  const kubeconfig = await writeKubeconfig({
    apiUrl,
    namespace: 'default',
    token: canary,
    folder: output.folder,
  });
  await work(kubeconfig.path).finally(() => stop(server));
};

describe('headroom explain --logs', () => {
  it('reads what Windows PowerShell wrote, in UTF-16', async () => {
    const file = join(output.folder, 'windows.log');
    await writeFile(file, Buffer.from('\ufeff[7] [CRITICAL] WORKER TIMEOUT (pid:31)\r\n', 'utf16le'));
    expect(await main(['explain', '--logs', file])).toBe(0);
    expect(output.printed.join('\n')).toContain('a worker answered nothing for the worker timeout');
  });

  it('refuses a file that holds no text: nothing was looked at in it', async () => {
    for (const [content, why] of [
      [gzipSync('WORKER TIMEOUT (pid:31)'), 'it is packed: unpack it first, with gunzip'],
      [Buffer.from('\0\x01\x02'), 'it is not text, or its encoding is unknown'],
    ] as const) {
      const file = join(output.folder, 'pod.log');
      await writeFile(file, content);
      expect(await main(['explain', '--logs', file])).toBe(2);
      expect(output.errors.at(-1)).toContain(why);
    }
  });

  it('prints what a file tells: counted, timed, quoted, with what to do', async () => {
    const file = await logOf(
      "2026-11-28 10:00:03,001 E [71] azmlinfsrv - User's init function failed\n" +
        '2026-11-28 10:00:03,002 E [71] azmlinfsrv - Encountered Exception Traceback (most recent call last):\n' +
        "FileNotFoundError: [Errno 2] No such file or directory: 'model.pkl'\n",
    );
    expect(await main(['explain', '--logs', file])).toBe(0);
    const text = output.printed.join('\n');
    expect(text).toContain('1 × init() raised an exception');
    expect(text).toContain('2026-11-28 10:00:03 UTC');
    expect(text).toContain('line 1: FileNotFoundError: [Errno 2]');
    for (const line of text.split('\n').slice(1)) expect(line.length).toBeLessThanOrEqual(80);
  });

  it('shows no secret and sends no escape sequence of the log to the terminal', async () => {
    const file = await logOf(
      `MemoryError: \u001b]0;owned\u0007 Authorization: Bearer ${canary}\u202e password=${canary}\n`,
    );
    expect(await main(['explain', '--logs', file, '--json'])).toBe(0);
    expect(await main(['explain', '--logs', file])).toBe(0);
    expect(output.printed.join('\n')).not.toContain('c4nary');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these characters must not come out
    expect(output.printed.at(-1)).not.toMatch(/[\u001b\u0007\u202e]/);
  });

  it('reads the logs of a pod, that of the run before its restart first', async () => {
    const logs = {
      current: '2026-11-28T10:00:20Z [7] [INFO] Booting worker with pid: 93\n',
      previous: '2026-11-28T10:00:00Z MemoryError: no room\n',
    };
    await withPod({ status: 200, logs, restarts: 1 }, async (kubeconfig) => {
      expect(await main(['explain', '--logs', 'scoring-1', '--kubeconfig', kubeconfig, '--json'])).toBe(0);
    });
    const { logs: readings } = JSON.parse(output.printed[0]!) as {
      logs: { name: string; reading: { entries: { code: string }[] } }[];
    };
    expect(readings.map(({ name, reading }) => [name, reading.entries.map(({ code }) => code)])).toEqual([
      ['scoring-1/inference-server, the run before its restart', ['outOfMemory']],
      ['scoring-1/inference-server', ['bootingWorker']],
    ]);
  });

  it.each([
    [403, 'may not read the log of the pod', 'pods/log'],
    [404, 'there is no pod scoring-1', 'kubectl get pods'],
    [401, 'does not accept the credentials', 'kubeconfig'],
  ])('says what to do where the cluster answers %s', async (status, what, fix) => {
    await withPod({ status, logs: {} }, async (kubeconfig) => {
      expect(await main(['explain', '--logs', 'scoring-1', '--kubeconfig', kubeconfig])).toBe(7);
    });
    expect(output.errors.join('\n')).toContain(what);
    expect(output.errors.join('\n')).toContain(fix);
    expect(output.errors.join('\n')).not.toContain(canary);
  });

  it('refuses what is neither a file nor the name of a pod', async () => {
    expect(await main(['explain', '--logs', './not/there.log'])).toBe(2);
    expect(output.errors.join('\n')).toContain('there is no such file');
  });
});
