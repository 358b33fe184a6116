import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { comparableBehavior, fieldChanges, type OtherMetric, simulatedOf } from '../settings/index.ts';
import { clashesIn, type LiveFinding, pausesOf } from './findings.ts';
import { type LiveReading, readScaler } from './read-scaler.ts';
import { decidingScalers, type Scaler, scalersIn, scalerText } from './scalers.ts';

/** What is known of the autoscaler before the cluster is looked at. */
type Expected = {
  /** As the config says, or the advice that was applied; null: nobody said. */
  readonly stated: PolicySettings | null;
  /** What counts where nobody said and the cluster has nothing: the platform's own. */
  readonly fallback: PolicySettings | null;
  /** The service stands behind the router of Azure ML, which scales by itself. */
  readonly isAzureml: boolean;
};

/** The policy that is in force, where that is known from, and what is odd about it. */
type InForce = {
  readonly policy: PolicySettings | null;
  readonly from: 'live' | 'config' | 'default';
  readonly findings: readonly LiveFinding[];
};

/** Settings as they are compared: metrics by their names, behavior as the API fills it in. */
const comparable = (policy: PolicySettings): object => {
  if (policy.kind !== 'hpa') return policy;
  const { metrics, behavior, ...rest } = policy;
  const byName = Object.fromEntries(metrics.map(({ name, ...metric }) => [name, metric]));
  const compared = comparableBehavior(behavior);
  return { ...rest, metrics: byName, ...(compared && { behavior: compared }) };
};

/** The settings that were expected otherwise; where nothing was expected, none were. */
const differences = (
  scaler: Scaler,
  policy: PolicySettings,
  stated: PolicySettings | null,
): LiveFinding[] => {
  if (stated === null) return [];
  const object = scalerText(scaler);
  if (stated.kind !== policy.kind)
    return [{ code: 'differs', object, changes: [{ key: 'kind', stated: stated.kind, live: policy.kind }] }];
  const changes = fieldChanges(comparable(stated), comparable(policy)).map(({ path, before, after }) => ({
    key: path.join('.'),
    stated: before,
    live: after,
  }));
  return changes.length === 0 ? [] : [{ code: 'differs', object, changes }];
};

/** Metrics whose meaning neither the object nor the config tells, or that count nothing a simulation has. */
const unfollowedIn = ({
  reading,
  policy,
}: Extract<LiveReading, { kind: 'read' }>): readonly OtherMetric[] => {
  const followed = simulatedOf(reading.otherMetrics, policy);
  return reading.otherMetrics.filter((metric) => !followed.includes(metric));
};

const ofReading = (scaler: Scaler, live: LiveReading, stated: PolicySettings | null): LiveFinding[] => {
  const object = scalerText(scaler);
  if (live.kind === 'refused')
    return [{ code: 'notUnderstood', object, why: live.details.map(({ what }) => what) }];
  const others = unfollowedIn(live).map(
    ({ type, name, target }): LiveFinding => ({ code: 'metricNotSimulated', object, type, name, target }),
  );
  return [...others, ...differences(scaler, live.policy, stated)];
};

const hpaMissing = (
  lines: readonly ClusterLine[],
  { stated }: Expected,
  found: readonly Scaler[],
): LiveFinding[] => {
  const isUnknown = lines.some(
    (line) => line.kind === 'unknown' && ['cluster', 'horizontalpodautoscalers'].includes(line.resource),
  );
  return stated?.kind === 'hpa' && found.length === 0 && !isUnknown ? [{ code: 'noHpa' }] : [];
};

/**
 * Which autoscaler is in force. The live one is the truth; where the cluster has none, has several, or has one that can't be
 * read, what was stated counts, and the findings say so.
 *
 * @param lines what was seen of the cluster, its state at the start at least
 */
export const inForce = (lines: readonly ClusterLine[], expected: Expected): InForce => {
  const { stated, fallback, isAzureml } = expected;
  const scalers = scalersIn(lines);
  const deciding = decidingScalers(scalers);
  const [only] = deciding;
  const live = only !== undefined && deciding.length === 1 && !isAzureml ? readScaler(only, stated) : null;
  const findings = [
    ...clashesIn(lines, { deciding, isAzureml }),
    ...scalers.flatMap(pausesOf),
    ...(live === null ? [] : ofReading(only!, live, stated)),
    ...hpaMissing(lines, expected, scalers),
  ];
  if (live?.kind === 'read') return { policy: live.policy, from: 'live', findings };
  if (stated !== null) return { policy: stated, from: 'config', findings };
  // An autoscaler is there, and it is not the platform's own: what the platform documents does not hold.
  const policy = deciding.length > 0 && !isAzureml ? null : fallback;
  return { policy, from: 'default', findings };
};
