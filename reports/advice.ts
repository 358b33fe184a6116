import type { FormulaAdvice, Result } from '../runs/schema/result.ts';
import {
  formatMs,
  formatNumber,
  formatOr,
  formatQuantity,
  formatRate,
  formatRequestRate,
  formatShare,
} from './format.ts';

export type AdviceText = {
  /** What to change, from what to what. */
  readonly change: string;
  /** Where the number comes from; empty when there is no number. */
  readonly basis: string;
  readonly inputs: readonly (readonly [name: string, value: string])[];
};

const serviceSource: Readonly<Record<FormulaAdvice['serviceFrom'], string>> = {
  header: 'measured, as the server reports it',
  unqueuedLatency: 'measured, latency of requests that did not wait',
  latency: 'measured, latency of successful requests: includes waiting, so it is too high',
};

const replicas = (n: number): string => formatQuantity(n, 'replica');

const changeOf = ({
  replicas: wanted,
  currentMinReplicas: min,
  currentMaxReplicas: max,
}: FormulaAdvice): string => {
  if (min === null) return `Keep ${replicas(wanted)} ready before the peak`;
  if (min >= wanted) return `Keep the minimum at ${replicas(min)}: ${wanted} would do`;
  if (min === max) return `Raise the number of replicas from ${min} to ${wanted} (+${wanted - min})`;
  // Knative writes "no limit" as 0.
  const ceiling = max !== null && max > 0 && max < wanted ? `, and the maximum from ${max} to ${wanted}` : '';
  return `Raise the minimum from ${min} to ${replicas(wanted)} (+${wanted - min})${ceiling}`;
};

const basisOf = ({ replicas: wanted, ratePerSecond, currentMinReplicas: min }: FormulaAdvice): string => {
  const now = min === null ? '' : `, now ${formatNumber(min)}`;
  return `The help page's formula asks for ${replicas(wanted)} at ${formatRequestRate(ratePerSecond)}${now}; it knows neither queueing nor start-up lag.`;
};

/** The advice as text: one change with its size, and the formula's inputs with where each comes from. */
export const adviceText = (advice: Result['advice']): AdviceText => {
  if (advice.kind === 'notEnoughData') {
    return { change: `No advice yet: needs ${advice.need}, has ${advice.have}`, basis: '', inputs: [] };
  }
  return {
    change: changeOf(advice),
    basis: basisOf(advice),
    inputs: [
      ['peak rate', `${formatRate(advice.ratePerSecond)} (offered)`],
      ['service time', `${formatMs(advice.serviceMs)} (${serviceSource[advice.serviceFrom]})`],
      ['target utilization', formatShare(advice.targetUtilization)],
      ['slots per replica', formatNumber(advice.slotsPerReplica)],
      ['replicas', formatNumber(advice.replicas)],
      [
        'settings during the run',
        `minimum ${formatOr(advice.currentMinReplicas, formatNumber)}, maximum ${formatOr(advice.currentMaxReplicas, formatNumber)}`,
      ],
    ],
  };
};

/** What the number is, and what it is not. */
export const formulaNote =
  "This is the formula of the platform's help page: peak rate × service time ÷ target utilization ÷ slots, rounded up. " +
  'It knows nothing of waiting, start-up lag or chance, and no re-run has confirmed it.';
