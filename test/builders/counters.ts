import type { RunningSandbox } from '../../cli/sandbox/sandbox-process.ts';
import type { CountersSnapshot } from '../../sandbox/counters.ts';

/** What a sandbox has counted itself. */
export const countersOf = async ({ apiUrl }: RunningSandbox): Promise<CountersSnapshot> =>
  (await (await fetch(`${apiUrl}/sandbox/counters`)).json()) as CountersSnapshot;
