import type { Run } from '../../runs/schema/run.ts';
import type { ScriptResult } from '../../runs/schema/script-result.ts';
import type { FoldedLoad } from '../timeline/fold-load.ts';

/** What a script found out by itself: its checks by phase, in the order of the phases, and its thresholds. */
export const scriptResultOf = (load: FoldedLoad, { phases }: Run): ScriptResult | undefined => {
  const names = [...new Set(load.checks.map(({ name }) => name))].sort();
  const checks = names.map((name) => ({
    name,
    phases: phases.flatMap(({ name: phase }) =>
      load.checks
        .filter((sum) => sum.name === name && sum.phase === phase)
        .map(({ passes, fails }) => ({ phase, passes, fails })),
    ),
  }));
  const thresholds = load.ends.flatMap((end) => end.thresholds);
  return checks.length + thresholds.length === 0 ? undefined : { checks, thresholds };
};
