import { barFor } from '../search/bar.ts';
import type { Found } from '../search/find.ts';
import { probeOf } from '../search/plan.ts';
import { runsBeside } from '../trials/lab.ts';
import type { Runs } from './needs.ts';

/** Worlds for each value that an unknown may have: enough for the asked chance of 95 %. */
const unknownDraws = 20;

/** Of so many worlds of a large service as few as this are simulated: they hardly differ but by their parameters. */
const lookedLeast = 8;

/**
 * So many draws in the order of what they do to the chosen settings, hardest first; those that it has not seen after them, in the
 * order of what they do to the probe.
 */
const hardestFirst = ({ lab, space, chosen }: Found, count: number): number[] => {
  const probed = lab.worlds.slice(0, count).map((_, draw) => draw);
  const { draws } = barFor(lab, probeOf(space), { draws: probed, failuresMax: 0 });
  const strain = (draw: number): number => chosen.runs.get(draw)?.hardest.strain ?? 0;
  const byChosen = draws.toSorted((a, b) => strain(b) - strain(a));
  return [...byChosen, ...Array.from({ length: count - draws.length }, (_, i) => draws.length + i)];
};

/** The runs that tell what knowing an input is worth. */
export const runsForUnknowns = (found: Found): Runs => ({
  draws: hardestFirst(found, unknownDraws),
  lookedShare: runsBeside(found.lab, { runsMost: unknownDraws, runsLeast: lookedLeast }) / unknownDraws,
  confidence: found.plan.confidence,
});
