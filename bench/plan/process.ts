/**
 * One plan of the built package, measured: gets a recording from the process that forked it, and answers with what its plan took.
 * A plan from source would also translate the TypeScript of three threads.
 */
import { once } from 'node:events';
import type * as planning from '../../cli/plan/plan-in-thread.ts';
import type { Recording } from '../../planner/timeline/recording.ts';

const received = once(process, 'message');
const built = new URL('../../dist/cli/plan/plan-in-thread.js', import.meta.url);
const { planInThread }: typeof planning = await import(built.href);

/** What a plan took. */
export type PlanCost = {
  /** Of all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The most that the whole process ever held. */
  readonly memoryMb: number;
  readonly requests: number;
};

const [recording] = (await received) as [Recording];
const cpuBefore = process.cpuUsage();
const startedAtMs = performance.now();
const { advice } = await planInThread({ recordings: [recording], choices: {} }, { onProgress: () => {} });
const { user, system } = process.cpuUsage(cpuBefore);
const cost: PlanCost = {
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: (performance.now() - startedAtMs) / 1000,
  memoryMb: process.resourceUsage().maxRSS / 1024,
  requests: advice.kind === 'advice' ? advice.search.simulatedRequests : 0,
};
process.send?.(cost);
process.disconnect();
