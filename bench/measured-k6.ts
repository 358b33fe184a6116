/** Runs k6 bare or under Headroom against one target and tells what it cost. */
import { spawn } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Options, Scenario } from 'k6/options';
import { resolveConfig } from '../config/resolve.ts';
import { bundleScenario } from '../load/bundle-scenario.ts';
import { k6OptionsOf } from '../load/k6-options.ts';
import { startLoad } from '../load/run-load.ts';
import { runSpecOf } from '../load/run-spec.ts';

export type Cost = {
  readonly requests: number;
  readonly k6CpuSeconds: number;
  /** CPU of the tool itself: receiver, decoder, recorder. */
  readonly toolCpuSeconds: number;
};

export type Shape = { readonly scenario: Scenario; readonly seconds: number };

const body = JSON.stringify({ data: [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]] });

/** A shell in front of k6 that writes down what k6 cost: user and system seconds of its children. */
const timed = async (
  folder: string,
  k6: string,
): Promise<{ path: string; cpuSeconds: () => Promise<number> }> => {
  const [path, times] = [join(folder, 'timed-k6.sh'), join(folder, 'times')];
  await writeFile(path, `#!/bin/sh\n"${k6}" "$@"\ncode=$?\ntimes > "${times}"\nexit $code\n`);
  await chmod(path, 0o755);
  const cpuSeconds = async (): Promise<number> => {
    const children = (await readFile(times, 'utf8')).trim().split('\n').at(-1) ?? '';
    return children.split(/\s+/).reduce((sum, text) => {
      const [, minutes = 0, seconds = 0] = /(\d+)m([\d.]+)s/.exec(text) ?? [];
      return sum + Number(minutes) * 60 + Number(seconds);
    }, 0);
  };
  return { path, cpuSeconds };
};

const inFolder = async <T>(work: (folder: string) => Promise<T>): Promise<T> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-bench-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** k6 alone: no output, no statistics, only the tags that Headroom keeps too. */
export const bareK6 = (k6: string, url: string, { scenario }: Shape): Promise<Cost> =>
  inFolder(async (folder) => {
    const { path, cpuSeconds } = await timed(folder, k6);
    const options = join(folder, 'options.json');
    await writeFile(options, JSON.stringify({ scenarios: { load: scenario } } satisfies Options));
    const child = spawn(
      path,
      [
        'run',
        '--quiet',
        '--no-thresholds',
        '--no-usage-report',
        '--summary-mode=disabled',
        '--system-tags=scenario,status,error_code',
        `--config=${options}`,
        join(import.meta.dirname, 'bare.js'),
      ],
      { env: { ...process.env, TARGET: url, BODY: body }, stdio: 'ignore' },
    );
    const before = await servedBy(url);
    await new Promise((resolve, reject) => child.once('close', resolve).once('error', reject));
    const requests = (await servedBy(url)) - before - 1;
    return { requests, k6CpuSeconds: await cpuSeconds(), toolCpuSeconds: 0 };
  });

/** Requests that the target has answered so far, this one included. */
const servedBy = async (url: string): Promise<number> =>
  Number(await (await fetch(new URL('/served', url))).text());

/** The same load as Headroom runs it: its bundle, its telemetry, its recorder in this process. */
export const headroomK6 = (k6: string, url: string, { scenario, seconds }: Shape): Promise<Cost> =>
  inFolder(async (folder) => {
    const { path, cpuSeconds } = await timed(folder, k6);
    const config = resolveConfig(
      {
        target: { url, requestTimeoutMs: 2000, payload: body },
        load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: seconds },
      },
      join(folder, 'k6.config.ts'),
    );
    const [bundle, options] = [join(folder, 'bundle.js'), join(folder, 'plan.json')];
    await bundleScenario(config, bundle);
    const { scenarios, ...rest } = k6OptionsOf(config, []);
    await writeFile(options, JSON.stringify({ ...rest, scenarios: { ...scenarios, soak: scenario } }));
    const before = await servedBy(url);
    const cpuBefore = process.cpuUsage();
    const load = await startLoad({
      paths: { k6: path, bundle, options, log: join(folder, 'k6.log') },
      specOf: (controlUrl) => runSpecOf(config, controlUrl),
      environment: {},
      requestTimeoutMs: 2000,
      now: Date.now,
      onStart: () => {},
      onLines: () => {},
    });
    await load.ended;
    const cpu = process.cpuUsage(cpuBefore);
    const requests = (await servedBy(url)) - before - 1;
    return { requests, k6CpuSeconds: await cpuSeconds(), toolCpuSeconds: (cpu.user + cpu.system) / 1e6 };
  });
