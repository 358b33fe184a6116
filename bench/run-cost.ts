/** What Headroom costs k6: interleaved rounds of bare k6 and k6 under Headroom on the same target. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { findK6 } from '../load/k6/find.ts';
import { bareK6, type Cost, headroomK6, type Shape } from './measured-k6.ts';
import { medianOf, row } from './print.ts';

const rounds = 3;
const closedLoopSeconds = 10;
const openLoopSeconds = 10;
const openLoopRatePerSecond = 1500;

const closedLoop: Shape = {
  seconds: closedLoopSeconds,
  scenario: { executor: 'constant-vus', vus: 50, duration: `${closedLoopSeconds}s` },
};

const openLoop: Shape = {
  seconds: openLoopSeconds,
  scenario: {
    executor: 'constant-arrival-rate',
    rate: openLoopRatePerSecond,
    timeUnit: '1s',
    duration: `${openLoopSeconds}s`,
    preAllocatedVUs: 200,
  },
};

const startTarget = async (): Promise<{ url: string; child: ChildProcess }> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'target.ts')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = (await once(child.stdout as NonNullable<typeof child.stdout>, 'data')) as [Buffer];
  return { url: `http://127.0.0.1:${Number(port.toString())}/score`, child };
};

/** Runs both in turn and gives the ratios Headroom / bare, round by round. */
const compare = async (k6: string, url: string, shape: Shape, figure: (cost: Cost) => number) => {
  const ratios: number[] = [];
  const costs: Cost[] = [];
  for (let round = 0; round < rounds; round++) {
    const bare = await bareK6(k6, url, shape);
    const headroom = await headroomK6(k6, url, shape);
    costs.push(headroom);
    ratios.push(figure(headroom) / figure(bare));
  }
  return { ratios, costs };
};

export const runCost = async (): Promise<void> => {
  const { path: k6 } = await findK6();
  const { url, child } = await startTarget();
  try {
    const throughput = await compare(k6, url, closedLoop, ({ requests }) => requests);
    row('throughput, 50 users, Headroom / bare', throughput.ratios, 'goal >= 0.95');
    const cpu = await compare(k6, url, openLoop, ({ k6CpuSeconds, requests }) => k6CpuSeconds / requests);
    row(`CPU per request of k6 at ${openLoopRatePerSecond}/s, Headroom / bare`, cpu.ratios, 'goal <= 1.1');
    const per10k = cpu.costs.map(({ toolCpuSeconds, requests }) => (toolCpuSeconds / requests) * 10_000);
    row('CPU seconds of the tool per 10,000 requests', per10k, 'goal <= 0.02');
    row('requests per open-loop round', [medianOf(cpu.costs.map(({ requests }) => requests))], '');
  } finally {
    child.stdin?.end();
  }
};
