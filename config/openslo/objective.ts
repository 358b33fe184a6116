import type { Slo } from '../../runs/schema/run.ts';
import type { Measured } from './indicator.ts';
import type { Objective } from './shapes.ts';

/** A field that can't be held, and what could be. */
type Refused = { readonly field: string; readonly what: string; readonly fix: string };

/** The share of requests that an SLO of latency must name: its 95th percentile is what is judged. */
const latencyTarget = 0.95;

/** Digits of a share: 1 - 0.999 is 0.001 and not 0.0010000000000000009. */
const shareDigits = 12;

const rounded = (share: number): number => Number(share.toFixed(shareDigits));

/** Target as a share of the requests. */
const targetOf = ({ target, targetPercent }: Objective): number | undefined =>
  target ?? (targetPercent === undefined ? undefined : rounded(targetPercent / 100));

const failures = (target: number, { op, value }: Objective): Partial<Slo> | Refused => {
  if (op !== undefined || value !== undefined)
    return {
      field: op === undefined ? 'value' : 'op',
      what: 'belongs to a thresholdMetric',
      fix: 'leave it out: target says how many requests must be good',
    };
  return { maxErrorShare: rounded(1 - target) };
};

const latency = (target: number, limitMs: number): Partial<Slo> | Refused =>
  target === latencyTarget
    ? { p95LatencyMs: limitMs }
    : {
        field: 'target',
        what: `is ${target} for a latency`,
        fix: `only ${latencyTarget} can be held: the 95th percentile is judged`,
      };

/** A share in the place of a percentage, which would let almost all requests fail. */
const shareForPercent = ({ targetPercent: percent = 1 }: Objective): Refused | undefined =>
  percent > 0 && percent < 1
    ? {
        field: 'targetPercent',
        what: `is ${percent}, less than 1 % of the requests`,
        fix: `give a percentage: ${rounded(100 * percent)}`,
      }
    : undefined;

/** One objective as a limit that a load can be judged by. */
export const limitOf = (objective: Objective, measured: Measured): Partial<Slo> | Refused => {
  const target = targetOf(objective);
  const share = shareForPercent(objective);
  if (share !== undefined) return share;
  if (target === undefined || (objective.target !== undefined && objective.targetPercent !== undefined))
    return { field: 'target', what: 'is needed once', fix: 'give either target or targetPercent' };
  if (measured.kind === 'failures') return failures(target, objective);
  if (measured.kind === 'fasterThan') return latency(target, measured.limitMs);
  const { op, value } = objective;
  if (op !== 'lte' && op !== 'lt')
    return { field: 'op', what: `is ${op ?? 'left out'}`, fix: 'write lte: a latency has an upper limit' };
  if (value === undefined || value <= 0)
    return {
      field: 'value',
      what: `is ${value ?? 'left out'}`,
      fix: 'give the limit of the latency, above 0',
    };
  return latency(target, value * measured.unitMs);
};
