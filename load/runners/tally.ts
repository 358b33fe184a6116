import { sumOf } from '../../planner/stats/sum.ts';
import type { LoadCounts } from '../../runs/schema/load-series.ts';

/** Adds up what ended since the last look, over all runners: what auto-stop judges by. */
export const createTally = () => {
  let [ends, failedEnds] = [0, 0];
  return {
    add: ({ outcomes, unexpected = 0 }: LoadCounts): void => {
      ends += sumOf(Object.values(outcomes));
      failedEnds += unexpected;
    },
    take: () => {
      const taken = { ends, failedEnds };
      [ends, failedEnds] = [0, 0];
      return taken;
    },
  };
};
