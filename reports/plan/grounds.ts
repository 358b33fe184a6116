import type { Calibration, PolicyFit } from '../../runs/schema/calibration.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { Recommendation, Sensitivity, Timeouts } from '../../runs/schema/recommendation.ts';
import type { Table } from '../charts/figure.ts';
import { formatMs, formatNumber, formatSeconds, formatShare } from '../format.ts';

type Format = (value: number) => string;

const knobNames: Readonly<Record<Sensitivity['knob'], string>> = {
  target: 'target',
  minReplicas: 'minimum of replicas',
  maxReplicas: 'maximum of replicas',
  refreshSeconds: 'refresh interval',
  queueWaitMs: 'limit of the wait',
};

const formatOfKnob = (knob: Sensitivity['knob'], policy: PolicySettings): Format => {
  if (knob === 'target') return 'targetUtilization' in policy ? formatShare : formatNumber;
  return {
    minReplicas: formatNumber,
    maxReplicas: formatNumber,
    refreshSeconds: formatSeconds,
    queueWaitMs: formatMs,
  }[knob];
};

/** A change of a share that does not round to a hundredth of a percent. */
const leastShown = 0.00005;

/** A share as percentage points, to hundredths. */
const pointsText = (share: number): string => formatNumber(Number((100 * share).toFixed(2)));

/** @example signed(-0.02, formatShare) // '−2 %' */
const signed = (value: number, format: Format): string =>
  Math.abs(value) < leastShown ? 'about 0' : `${value > 0 ? '+' : '−'}${format(Math.abs(value))}`;

/** Each knob turned down and up, the others as advised. */
export const sensitivityTable = ({ sensitivity, settings }: Recommendation): Table => ({
  caption: 'One setting turned, the others as advised; changes against the advice on the same simulated runs',
  columns: ['setting', 'from', 'to', 'runs that meet the SLO', 'failed, in points', 'cost'],
  rows: sensitivity.map(({ knob, from, to, metShare, errorShareChange, costChange }) => {
    const format = formatOfKnob(knob, settings.policy);
    const valueText = (value: number | null): string => (value === null ? 'no limit' : format(value));
    return [
      knobNames[knob],
      valueText(from),
      valueText(to),
      formatShare(metShare),
      signed(errorShareChange, pointsText),
      signed(costChange, formatShare),
    ];
  }),
});

/** The chain of timeouts from the model outwards: each waits no shorter than the one behind it. */
export const timeoutPairs = ({
  modelMs,
  routerMs,
  gatewayMs,
  clientMs,
}: Timeouts): (readonly [name: string, value: string])[] => [
  ['model', `${formatMs(modelMs)}, the slowest request with room to spare`],
  ['router', formatMs(routerMs)],
  ['gateway', formatMs(gatewayMs)],
  ['client', formatMs(clientMs)],
];

/** Limits of the wait that were tried with the advised settings. */
export const queueWaitTable = ({ queueWaits }: Timeouts): Table => ({
  caption: 'Limits of the wait that were tried with the advised settings',
  columns: ['limit of the wait', 'failed', 'p95'],
  rows: queueWaits.map(({ queueWaitMs, errorShare, p95LatencyMs }) => [
    queueWaitMs === null ? 'no limit' : formatMs(queueWaitMs),
    formatShare(errorShare),
    p95LatencyMs === null ? 'none' : formatMs(p95LatencyMs),
  ]),
});

/** Every input of the simulation with where it comes from. */
export const inputsTable = ({ inputs }: Recommendation): Table => ({
  caption: 'Inputs of the simulation: measured in the run, documented by the platform, or assumed',
  columns: ['input', 'value', 'provenance', 'how it was found'],
  rows: inputs.map(({ name, value, provenance, note }) => [name, value, provenance, note]),
});

const ruleVerdicts: Readonly<Record<Calibration['policy']['verdict'], string>> = {
  identified: 'identified by its replicas',
  cantTell: "the runs can't tell",
  notTried: 'not tried',
};

/** @example ruleText(calibration) // 'azureml-v1 (identified by its replicas)' */
export const ruleText = ({ policy }: Calibration): string =>
  `${policy.settings.kind} (${ruleVerdicts[policy.verdict]})`;

const readingText = ({ policy }: PolicyFit): string =>
  'stepLaw' in policy
    ? `${policy.kind}, ${policy.stepLaw === 'oneAtATime' ? 'one at a time' : policy.stepLaw}, ${policy.sampling}`
    : policy.kind;

/** Every autoscaler rule that was tried on the recording, best fit first. */
export const fitsTable = ({ policy }: Calibration): Table => ({
  caption: 'Rules replayed over the recording: how far their replicas are from the ones that were asked for',
  columns: [
    'rule and reading',
    'mean error, replicas',
    'seconds within one replica',
    'explains the recording',
  ],
  rows: policy.fits.map((fit) => [
    readingText(fit),
    formatNumber(fit.meanErrorReplicas),
    formatShare(fit.closeShare),
    fit.plausible ? '✓ yes' : '✗ no',
  ]),
});
