/**
 * `headroom plan` of the built package, measured: plans from the run folder that the argument names, and tells the process that
 * forked it what that took. A plan from source would also translate the TypeScript of three threads.
 */
import module from 'node:module';
import type * as cli from '../../cli/main.ts';

// As bin/headroom.js does: what an earlier plan compiled is not compiled again.
module.enableCompileCache();
const built = new URL('../../dist/cli/main.js', import.meta.url);
const { main }: typeof cli = await import(built.href);

/** What a plan took, from the start of its process to the end of its report. */
export type PlanCost = {
  /** Of all threads. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
  /** The most that the whole process ever held. */
  readonly memoryMb: number;
};

await main(['plan', ...process.argv.slice(2), '--quiet']);
const { user, system } = process.cpuUsage();
const cost: PlanCost = {
  cpuSeconds: (user + system) / 1e6,
  wallSeconds: performance.now() / 1000,
  memoryMb: process.resourceUsage().maxRSS / 1024,
};
process.send?.(cost);
process.disconnect();
