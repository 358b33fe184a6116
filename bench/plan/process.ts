/** One plan, measured: gets a recording from the process that forked it, and answers with what its plan took. */
import { once } from 'node:events';
import { planInThread } from '../../cli/plan/plan-in-thread.ts';
import type { Recording } from '../../planner/timeline/recording.ts';

/** What a plan took. */
export type PlanCost = {
  /** Of all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The most that the whole process ever held. */
  readonly memoryMb: number;
  readonly requests: number;
};

const [recording] = (await once(process, 'message')) as [Recording];
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
