import type { Headroom } from '../../runs/schema/headroom.ts';
import type { Table } from '../charts/figure.ts';
import { formatNumber, formatRate, formatSeconds, formatShare } from '../format.ts';
import { headroomNames } from '../words/headroom.ts';

type Point = { readonly chance: number; readonly errorShare: number };

const cellOf = (point: Point | undefined): string =>
  point === undefined
    ? '–'
    : `${formatShare(point.chance)}, ${formatShare(Number(point.errorShare.toFixed(4)))} fail`;

const tableOf = (
  { settings }: Headroom,
  { name, caption, at }: { readonly name: string; readonly caption: string; readonly at: readonly string[] },
  curveOf: (settings: Headroom['settings'][number]) => readonly Point[],
): Table => ({
  caption,
  columns: [name, ...settings.map(({ of }) => headroomNames[of])],
  rows: at.map((label, i) => [label, ...settings.map((one) => cellOf(curveOf(one)[i]))]),
});

/** Chance of meeting the SLO and failed share against the height of the peak. */
export const byPeakTable = (headroom: Headroom): Table =>
  tableOf(
    headroom,
    {
      name: 'peak',
      caption:
        'Share of simulated runs that meet the SLO, and mean share of requests that fail, by height of the peak',
      at: headroom.settings[0]!.byPeak.map(
        ({ peakFactor }) =>
          `${formatNumber(peakFactor)} × (${formatRate(Number((peakFactor * headroom.peakRatePerSecond).toPrecision(3)))})`,
      ),
    },
    ({ byPeak }) => byPeak,
  );

/** The same at the peak, against the mean start-up lag. */
export const byLagTable = (headroom: Headroom): Table =>
  tableOf(
    headroom,
    {
      name: 'start-up lag',
      caption: 'The same at the peak, by mean start-up lag',
      at: headroom.settings[0]!.byStartupLag.map(({ lagMs }) =>
        formatSeconds(Number((lagMs / 1000).toPrecision(2))),
      ),
    },
    ({ byStartupLag }) => byStartupLag,
  );
