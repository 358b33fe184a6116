import type { Headroom } from '../../runs/schema/plan/headroom.ts';
import type { Table } from '../charts/figure.ts';
import { formatNumber, formatRate, formatSeconds, formatShare } from '../format.ts';
import { growthOf, recordedLoad } from '../words/plan/growth.ts';
import { headroomName, type Told } from '../words/plan/headroom.ts';

type Point = { readonly chance: number; readonly errorShare: number };

const cellOf = (point: Point | undefined): string =>
  point === undefined
    ? '–'
    : `${formatShare(point.chance)}, ${formatShare(Number(point.errorShare.toFixed(4)))} fail`;

const tableOf = (
  { settings }: Headroom,
  {
    name,
    caption,
    at,
    shown,
  }: {
    readonly name: string;
    readonly caption: string;
    readonly at: readonly string[];
    readonly shown: string | undefined;
  },
  curveOf: (settings: Headroom['settings'][number]) => readonly Point[],
): Table => ({
  caption,
  columns: [name, ...settings.map(({ of }) => headroomName(of, shown))],
  rows: at.map((label, i) => [label, ...settings.map((one) => cellOf(curveOf(one)[i]))]),
});

/** A plan looks at all runs, so its share of failed requests may differ in the last digit from the one here. */
const runsText = ({ runs, curveRuns }: Headroom): string =>
  curveRuns === undefined || curveRuns === runs
    ? ''
    : `, in at most ${curveRuns} of the ${runs} runs that a plan looks at`;

/** Chance of meeting the SLO and failed share against the height of the peak. */
export const byPeakTable = (headroom: Headroom, { load = recordedLoad, shown }: Told = {}): Table =>
  tableOf(
    headroom,
    {
      shown,
      name: 'peak',
      caption: `Share of simulated runs that meet the SLO, and mean share of requests that fail, by ${growthOf(load, headroom).axis}${runsText(headroom)}`,
      at: headroom.settings[0]!.byPeak.map(
        ({ peakFactor }) =>
          `${formatNumber(peakFactor)} × (${formatRate(Number((peakFactor * headroom.peakRatePerSecond).toPrecision(3)))})`,
      ),
    },
    ({ byPeak }) => byPeak,
  );

/** The same at the peak, against the mean start-up lag. */
export const byLagTable = (headroom: Headroom, { shown }: Told = {}): Table =>
  tableOf(
    headroom,
    {
      shown,
      name: 'start-up lag',
      caption: 'The same at the peak, by mean start-up lag',
      at: headroom.settings[0]!.byStartupLag.map(({ lagMs }) =>
        formatSeconds(Number((lagMs / 1000).toPrecision(2))),
      ),
    },
    ({ byStartupLag }) => byStartupLag,
  );
