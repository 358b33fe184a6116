import type { PolicySettings } from '../runs/schema/policy.ts';
import type { KnobValue, Sensitivity } from '../runs/schema/recommendation.ts';
import { formatShare } from './format.ts';
import { knobNames, knobValueText } from './knobs.ts';
import { textTable } from './text-table.ts';

/** A difference of shares with its sign; one that would print as 0 % has none. */
const signedShare = (share: number): string => {
  const rounded = Number(share.toFixed(4));
  const sign = rounded > 0 ? '+' : rounded < 0 ? '-' : '';
  return `${sign}${formatShare(Math.abs(rounded))}`;
};

/** What each setting contributes: one is turned, all others stay as advised. */
export const sensitivityTable = (sensitivity: readonly Sensitivity[], policy: PolicySettings): string => {
  const isShare = 'targetUtilization' in policy;
  const valueText = (knob: Sensitivity['knob'], value: KnobValue): string =>
    knob === 'target' && isShare && typeof value === 'number'
      ? formatShare(value)
      : knobValueText(knob, value);
  const rows = sensitivity.map(({ knob, from, to, metShare, errorShareChange, costChange }) => [
    knobNames[knob],
    valueText(knob, from),
    valueText(knob, to),
    formatShare(metShare),
    signedShare(errorShareChange),
    signedShare(costChange),
  ]);
  return textTable(['', 'advised', 'turned to', 'meets SLO', 'failed', 'cost'], rows);
};
