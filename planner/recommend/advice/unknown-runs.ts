import { barFor, mostStrainFirst } from '../search/bar.ts';
import type { Found } from '../search/find.ts';
import { probeOf } from '../search/plan.ts';
import { runsBeside } from '../trials/lab.ts';
import type { Runs } from './needs.ts';

/** Worlds for each value that an unknown may have: enough for the asked chance of 95 %. */
const unknownDraws = 20;

/** The fewest of these worlds that are simulated of a large service, whose worlds differ by little but their parameters. */
const lookedLeast = 8;

/**
 * The first draws in the order of how hard they are for the chosen settings, hardest first. Those that the settings
 * were not tried in come last, in the order of how hard they are for the probe.
 */
const hardestFirst = ({ lab, space, chosen }: Found, count: number): number[] => {
  const probed = lab.worlds.slice(0, count).map((_, draw) => draw);
  const { draws } = barFor(lab, probeOf(space), { draws: probed, failuresMax: 0 });
  return [
    ...mostStrainFirst(chosen, draws),
    ...Array.from({ length: count - draws.length }, (_, i) => draws.length + i),
  ];
};

/** The runs that tell what knowing an input is worth. */
export const runsForUnknowns = (found: Found): Runs => ({
  draws: hardestFirst(found, unknownDraws),
  lookedShare: runsBeside(found.lab, { runsMost: unknownDraws, runsLeast: lookedLeast }) / unknownDraws,
  confidence: found.plan.confidence,
});
