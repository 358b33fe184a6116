import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Recommendation, Timeouts } from '../../runs/schema/recommendation.ts';
import type { Table } from '../charts/figure.ts';
import { formatMs, formatNumber, formatShare } from '../format.ts';
import { balancingText } from '../words/plan/balancing.ts';
import { inputText } from '../words/plan/inputs.ts';
import { noteText } from '../words/plan/notes.ts';
import { fateText, readingText } from '../words/plan/readings.ts';

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

/** Queue waits that were tried with the advised settings. */
export const queueWaitTable = ({ queueWaits }: Timeouts): Table => ({
  caption: 'Queue waits that were tried with the advised settings',
  columns: ['queue wait', 'failed', 'p95'],
  rows: queueWaits.map(({ queueWaitMs, errorShare, p95LatencyMs }) => [
    queueWaitMs === null ? 'no limit' : formatMs(queueWaitMs),
    formatShare(errorShare),
    p95LatencyMs === null ? 'none' : formatMs(p95LatencyMs),
  ]),
});

/** Every input of the simulation with where it comes from. */
export const inputsTable = ({ inputs }: Recommendation): Table => ({
  caption:
    'Inputs of the simulation: measured in the run, stated by the config, documented by the platform, or assumed',
  columns: ['input', 'value', 'provenance', 'how it was found'],
  rows: inputs.map((input) => {
    const { name, value } = inputText(input);
    return [name, value, input.provenance, noteText(input.note)];
  }),
});

/** Every autoscaler rule that was tried on the recording, best fit first. */
export const fitsTable = ({ policy }: Calibration): Table => ({
  caption: 'Rules replayed over the recording: how far their replicas are from the ones that were asked for',
  columns: [
    'rule and reading',
    'mean error, replicas',
    'seconds within one replica',
    'how likely',
    'explains the recording',
  ],
  rows: policy.fits.map((fit) => [
    readingText(fit),
    formatNumber(fit.meanErrorReplicas),
    formatShare(fit.closeShare),
    formatShare(fit.share),
    fit.plausible ? '✓ yes' : '✗ no',
  ]),
});

/** What the router may hide, and how much the recording speaks for each reading of it. */
export const routerTable = ({ router }: Calibration): Table => ({
  caption: 'Routers replayed over the recorded load and replicas: how well their waits and errors fit',
  columns: ['where requests wait', 'router instances', 'a timed-out request', 'how likely'],
  rows: router.readings.map((reading) => [
    balancingText(reading),
    formatNumber(reading.instances),
    fateText[reading.onTimeout],
    formatShare(reading.share),
  ]),
});
