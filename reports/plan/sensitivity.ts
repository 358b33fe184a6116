import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { KnobValue, Recommendation, Sensitivity } from '../../runs/schema/recommendation.ts';
import type { Table } from '../charts/figure.ts';
import { formatNumber, formatShare, signed } from '../format.ts';
import { knobName, knobValueText } from '../words/settings/knobs.ts';
import { targetValueText } from '../words/settings/settings.ts';

/** A change of a share that does not round to a hundredth of a percent. */
const leastShown = 0.00005;

/** A share as percentage points, to hundredths. */
const pointsText = (share: number): string => formatNumber(Number((100 * share).toFixed(2)));

const changeText = (value: number, format: (value: number) => string): string =>
  Math.abs(value) < leastShown ? 'about 0' : signed(value, format);

const valueText = (knob: Sensitivity['knob'], value: KnobValue, policy: PolicySettings): string =>
  knob === 'target' && typeof value === 'number'
    ? targetValueText(value, policy)
    : knobValueText(knob, value, policy);

/** What each setting contributes: one is turned, all others stay as advised. */
export const sensitivityTable = ({
  sensitivity,
  settings: { policy },
}: Pick<Recommendation, 'sensitivity' | 'settings'>): Table => ({
  caption: 'One setting turned alone; changes against the advice on the same simulated runs',
  columns: ['setting', 'advised', 'turned to', 'runs that meet the SLO', 'failed, in points', 'cost'],
  rows: sensitivity.map(({ knob, from, to, runs, metShare, errorShareChange, costChange }) => [
    knobName(knob, policy),
    valueText(knob, from, policy),
    valueText(knob, to, policy),
    `${Math.round(metShare * runs)} of ${runs}`,
    changeText(errorShareChange, pointsText),
    changeText(costChange, formatShare),
  ]),
});
