import type { Panel, Series } from '../charts/time/model.ts';
import { unitFormats } from '../charts/time/units.ts';
import type { View } from '../charts/time/view.ts';

/** A series at one second, in words. */
type Value = { readonly label: string; readonly text: string; readonly colour: string };

const unknownText = '–';

const textAt = ({ values, upTo }: Series, unit: Panel['unit'], second: number): string => {
  const format = unitFormats[unit];
  const [value, top] = [values[second] ?? null, upTo?.[second] ?? null];
  if (value === null) return unknownText;
  return top === null ? format(value) : `${format(value)} to ${format(top)}`;
};

/** What a panel shows at one second: its series, and the rows of marks that have one there. */
export const valuesAt = (panel: Panel, second: number, view: View): Value[] => {
  const hidden = view.hidden[panel.id] ?? [];
  const isShown = ({ label }: { readonly label: string }): boolean => !hidden.includes(label);
  if (panel.series.length === 0) {
    return panel.lanes
      .filter(isShown)
      .filter(({ stretches }) => stretches.some(({ from, to }) => from <= second && second < to))
      .map(({ short, label, colour }) => ({ label: `${short} ${label}`, text: '', colour }));
  }
  return panel.series
    .filter(isShown)
    .filter(({ run }) => run === undefined || !view.hiddenRuns.includes(run))
    .map((series) => ({
      label: series.label,
      text: textAt(series, panel.unit, second),
      colour: series.colour,
    }));
};
