/**
 * How small a change `headroom compare` finds: made-up services are recorded, changed by a known amount, and recorded again.
 * All runs of a service fire the same arrivals, as those of one config do.
 *
 *     npm run bench:compare -- [--seed 41] [--services 40] [--runs 1] [--pairs 4] [--unchanged 8]
 *
 * `--runs` is of each side, `--pairs` the comparisons of each service and change. Takes some ten minutes.
 */
import { parseArgs } from 'node:util';
import { clopperPearson } from '../planner/stats/clopper-pearson.ts';
import { formatShare } from '../reports/format.ts';
import { table } from './accuracy/markdown.ts';
import { randomService } from './accuracy/service.ts';
import { changes } from './compare/changes.ts';
import { addFound, baseOf, type Found, foundChanged, foundUnchanged } from './compare/found.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '41' },
    services: { type: 'string', default: '40' },
    runs: { type: 'string', default: '1' },
    pairs: { type: 'string', default: '4' },
    unchanged: { type: 'string', default: '8' },
  },
});
const [seed, services, runs, pairs, unchanged] = [
  values.seed,
  values.services,
  values.runs,
  values.pairs,
  values.unchanged,
].map(Number) as [number, number, number, number, number];

const none = 'nothing';
const names = [none, ...Object.keys(changes)];

const assessed = Array.from({ length: services }, (_, index) => {
  const service = randomService(seed, index);
  const base = baseOf(service, { runs, pairs });
  process.stderr.write(`${service.name}\n`);
  return new Map(
    names.map((change): [string, Found] => [
      change,
      change === none
        ? foundUnchanged(base, service, { runs, pairs: unchanged })
        : foundChanged(base, service, { change, effort: { runs, pairs } }),
    ]),
  );
});

/** Comparisons of one service share its base: as if all of them said the same, services are what is counted. */
const intervalOf = (share: number, all: readonly Found[]): string => {
  const trials = all.filter(({ comparisons }) => comparisons > 0).length;
  const { low, high } = clopperPearson(share * trials, trials, 0.95);
  return `${formatShare(low)} to ${formatShare(high)}`;
};

const row = (change: string): string[] => {
  const all = assessed.map((one) => one.get(change)!);
  const { comparisons, found } = addFound(all);
  if (comparisons === 0) return [change, '0', '', ''];
  const share = found / comparisons;
  return [change, String(comparisons), formatShare(share), intervalOf(share, all)];
};

console.log(
  table([`changed, ${runs} against ${runs}`, 'comparisons', 'found', '95 % interval'], names.map(row)),
);
