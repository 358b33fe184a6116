import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { isPlainMap, type PlainMap } from '../../runs/schema/plain.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import { comparableBehavior, fieldChanges, type Trap } from '../settings/index.ts';
import { clashesIn, type LiveFinding, pausesOf } from './findings.ts';
import { metricFindings } from './metric-findings.ts';
import { type LiveReading, readScaler } from './read-scaler.ts';
import { decidingScalers, type Scaler, scalersIn, scalerText } from './scalers.ts';

/** What is known of the autoscaler before the cluster is looked at. */
type Expected = {
  /** As the config says, or the advice that was applied; null: nobody said. */
  readonly stated: PolicySettings | null;
  /** The settings that a person wrote of them; absent or null: all of them were meant. */
  readonly said?: PlainMap | null;
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

type Change = Extract<LiveFinding, { code: 'differs' }>['changes'][number];

/** Whether somebody said a setting: a default that fills it in expects nothing. */
const isSaid = ([key = '', part = '']: readonly string[], said: Expected['said']): boolean => {
  if (said === undefined || said === null) return true;
  const own = said[key];
  return (
    own !== undefined && (key !== 'behavior' || part === '' || (isPlainMap(own) && Object.hasOwn(own, part)))
  );
};

/** The settings that were expected otherwise; where nothing was expected, none were. */
const changesFrom = (
  policy: PolicySettings,
  { stated, said }: Pick<Expected, 'stated' | 'said'>,
): Change[] => {
  if (stated === null) return [];
  if (stated.kind !== policy.kind) return [{ key: 'kind', stated: stated.kind, live: policy.kind }];
  return fieldChanges(comparable(stated), comparable(policy))
    .filter(({ path }) => isSaid(path, said))
    .map(({ path, before, after }) => ({ key: path.join('.'), stated: before, live: after }));
};

/** What KEDA does by itself: no HPA has it, so no policy. */
const beside: readonly Trap['rule'][] = [
  'zero-not-simulated',
  'idle-not-simulated',
  'idle-not-below-minimum',
  'fallback-above-maximum',
];

const ofReading = (scaler: Scaler, live: LiveReading, expected: Expected): LiveFinding[] => {
  const object = scalerText(scaler);
  const { reading } = live;
  const policy = live.kind === 'read' ? live.policy : null;
  const metrics =
    reading === undefined ? [] : metricFindings(reading, { object, policy, stated: expected.stated });
  const absent = metrics.flatMap((one) => (one.code === 'metricNotFound' ? `metrics.${one.stated}` : []));
  const changes =
    policy === null ? [] : changesFrom(policy, expected).filter(({ key }) => !absent.includes(key));
  const traps = (reading?.traps ?? []).filter(({ rule }) => beside.includes(rule));
  return [
    ...(live.kind === 'refused' && absent.length === 0
      ? [{ code: 'notUnderstood', object, why: live.details.map(({ what }) => what) } as const]
      : []),
    ...metrics,
    ...(changes.length === 0 ? [] : [{ code: 'differs', object, changes } as const]),
    ...traps.map((trap) => ({ code: 'trap', object, trap }) as const),
  ];
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
    ...(live === null ? [] : ofReading(only!, live, expected)),
    ...hpaMissing(lines, expected, scalers),
  ];
  if (live?.kind === 'read') return { policy: live.policy, from: 'live', findings };
  if (stated !== null) return { policy: stated, from: 'config', findings };
  // An autoscaler is there, and it is not the platform's own: what the platform documents does not hold.
  const policy = deciding.length > 0 && !isAzureml ? null : fallback;
  return { policy, from: 'default', findings };
};
