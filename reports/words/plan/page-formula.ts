import { readyAtStart } from '../../../planner/measure/replicas.ts';
import { isRemovedByReplicas } from '../../../planner/result/unmended-causes.ts';
import type { Finding } from '../../../runs/schema/result/findings.ts';
import type { PageFormula, Result } from '../../../runs/schema/result.ts';
import {
  formatMs,
  formatNumber,
  formatOr,
  formatQuantity,
  formatRate,
  formatRequestRate,
  formatShare,
} from '../../format.ts';
import { causeTitle } from '../causes/causes.ts';
import { requestsEachText } from '../run/requests-per-arrival.ts';
import { missingText } from './estimate.ts';

/** What the sizing formula is called: it is Azure ML's, and the advice of every platform is compared with it. */
export const formulaName = "Azure ML's formula";

type PageFormulaText = {
  /** What to change, from what to what. */
  readonly change: string;
  /** Where the number comes from; empty when there is no number. */
  readonly basis: string;
  readonly inputs: readonly (readonly [name: string, value: string])[];
};

const serviceSource: Readonly<Record<PageFormula['serviceFrom'], string>> = {
  header: 'measured, as the server reports it',
  unqueuedLatency: 'measured, latency of requests that did not wait',
  latency: 'measured, latency of successful requests: includes waiting, so it is too high',
};

const replicas = (n: number): string => formatQuantity(n, 'replica');

const changeOf = ({
  replicas: wanted,
  currentMinReplicas: min,
  currentMaxReplicas: max,
}: PageFormula): string => {
  if (min === null) return `Keep ${replicas(wanted)} ready before the peak`;
  if (min >= wanted) return `Keep the minimum at ${replicas(min)}: ${wanted} would do`;
  if (min === max) return `Raise the number of replicas from ${min} to ${wanted} (+${wanted - min})`;
  // Knative writes "no limit" as 0.
  const ceiling = max !== null && max > 0 && max < wanted ? `, and the maximum from ${max} to ${wanted}` : '';
  return `Raise the minimum from ${min} to ${replicas(wanted)} (+${wanted - min})${ceiling}`;
};

/** The minimum in use. Where more ran, it is not what the recording shows: an earlier load raised them, or others settings hold. */
const nowText = (min: number, ranAtStart: number | undefined): string =>
  ranAtStart === undefined || ranAtStart <= min
    ? `now ${formatNumber(min)}`
    : `now ${formatNumber(min)} by the settings, ${formatNumber(ranAtStart)} ran when the load began`;

/** Arrivals are what a config states: where they are not the requests, both are told. */
const rateBasis = ({ ratePerSecond, requestsPerArrival: each }: PageFormula): string =>
  each === undefined
    ? formatRequestRate(ratePerSecond)
    : `${formatRequestRate(ratePerSecond)} (${formatNumber(ratePerSecond / each)} arrivals/s, each of ${requestsEachText(each)})`;

const basisOf = (sizing: PageFormula, ranAtStart: number | undefined): string => {
  const { replicas: wanted, currentMinReplicas: min, serviceFrom } = sizing;
  const now = min === null ? '' : `, ${nowText(min, ranAtStart)}`;
  const tooMany =
    serviceFrom === 'latency'
      ? ' Its service time is that of answers which may have waited, so it may ask for too many.'
      : '';
  return `${formulaName} asks for ${replicas(wanted)} at ${rateBasis(sizing)}${now}; it knows neither queueing nor start-up lag.${tooMany}`;
};

/**
 * The formula's answer as text: one change with its size, and the formula's inputs with where each comes from.
 *
 * @param ranAtStart replicas that were ready when the load began; undefined: nobody saw them
 */
export const pageFormulaText = (sizing: Result['pageFormula'], ranAtStart?: number): PageFormulaText => {
  if (sizing.kind === 'notEnoughData') {
    return { change: `No number yet: ${missingText(sizing)}`, basis: '', inputs: [] };
  }
  return {
    change: changeOf(sizing),
    basis: basisOf(sizing, ranAtStart),
    inputs: [
      ['peak rate', `${formatRate(sizing.ratePerSecond)} (offered)`],
      ['service time', `${formatMs(sizing.serviceMs)} (${serviceSource[sizing.serviceFrom]})`],
      ['target utilization', formatShare(sizing.targetUtilization)],
      ['slots per replica', formatNumber(sizing.slotsPerReplica)],
      ['replicas', formatNumber(sizing.replicas)],
      [
        'settings during the run',
        `minimum ${formatOr(sizing.currentMinReplicas, formatNumber)}, maximum ${formatOr(sizing.currentMaxReplicas, formatNumber)}`,
      ],
    ],
  };
};

/**
 * What to say of more replicas beside a cause that no plan removes. Where replicas were lost, one to spare helps; how many
 * are lost at once, no plan and no formula knows.
 */
export const moreReplicasText = ({ remedies }: Pick<Finding, 'remedies'>): string =>
  remedies.includes('spareReplicas')
    ? 'no plan reckons with replicas that are lost'
    : 'more replicas don’t change that';

/**
 * The formula's answer for a run. Where it asks for more replicas, and the main cause is one that more replicas don't remove,
 * that comes first: two advices that contradict each other are none.
 */
export const formulaTextOf = ({ pageFormula, findings, timeline }: Result): PageFormulaText => {
  const text = pageFormulaText(pageFormula, readyAtStart(timeline));
  const main = findings.find(({ requests }) => requests > 0);
  if (pageFormula.kind === 'notEnoughData' || main === undefined || isRemovedByReplicas(main.cause))
    return text;
  const { replicas: wanted, currentMinReplicas: min } = pageFormula;
  if (min !== null && min >= wanted) return text;
  return {
    ...text,
    change: `First the main cause: ${causeTitle(main.cause)}, and ${moreReplicasText(main)}`,
  };
};

/** Whose formula it is, and what it computes. */
export const formulaOrigin =
  "It is the formula of Azure ML's help page, taken for every platform: " +
  'peak rate × service time ÷ target utilization ÷ slots, rounded up.';

/** What the number is, and what it is not. */
export const formulaNote = `${formulaOrigin} It knows nothing of waiting, start-up lag or chance, and no re-run has confirmed it.`;
