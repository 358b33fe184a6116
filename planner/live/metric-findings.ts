import type { PolicySettings } from '../../runs/schema/policy.ts';
import { metricMeantBy, type OtherMetric, type Reading, simulatedOf } from '../settings/index.ts';
import type { LiveFinding } from './findings.ts';
import { hasMetric } from './read-scaler.ts';

/** Metrics whose meaning neither the object nor the config tells, or that count nothing a simulation has. */
const unfollowedIn = (reading: Reading, policy: PolicySettings | null): readonly OtherMetric[] => {
  const followed = policy === null ? [] : simulatedOf(reading.otherMetrics, policy);
  return reading.otherMetrics.filter((metric) => !followed.includes(metric));
};

/** @example kedaType('s1-prometheus') // 'prometheus' */
const kedaType = (name: string): string | undefined => /^s\d+-(.+)$/.exec(name)?.[1];

type Hpa = Extract<PolicySettings, { kind: 'hpa' }>;
type Absent = Pick<Extract<LiveFinding, { code: 'metricNotFound' }>, 'stated' | 'found' | 'isAlike'>;

/**
 * The metrics that may be meant by a name: of KEDA the triggers of the same type under another number, else all that the config
 * does not name.
 */
const meantBy = (stated: string, unnamed: readonly string[]): Absent => {
  const alike = unnamed.filter((name) => kedaType(name) !== undefined && kedaType(name) === kedaType(stated));
  const isAlike = alike.length > 0;
  return { stated, found: isAlike ? alike : unnamed, isAlike };
};

/** Metrics that the config describes and the object does not have, where it has others that the config does not name. */
const absentIn = (reading: Reading, unfollowed: readonly OtherMetric[], stated: Hpa): readonly Absent[] => {
  const named = stated.metrics.flatMap(({ name }) => metricMeantBy(unfollowed, name) ?? []);
  const unnamed = unfollowed.filter((metric) => !named.includes(metric)).map(({ hpaName }) => hpaName);
  if (unnamed.length === 0) return [];
  return stated.metrics
    .filter((metric) => metric.source !== 'none' && !hasMetric(reading, metric))
    .map(({ name }) => meantBy(name, unnamed));
};

/**
 * What no simulation follows of the metrics of an object: those of which nobody tells what they count. Where the config tells it
 * of a metric that the object does not have, one of them is probably meant.
 *
 * @param policy what is simulated; null: nothing of it
 */
export const metricFindings = (
  reading: Reading,
  {
    object,
    policy,
    stated,
  }: Readonly<{ object: string; policy: PolicySettings | null }> & {
    readonly stated: PolicySettings | null;
  },
): readonly LiveFinding[] => {
  const unfollowed = unfollowedIn(reading, policy);
  const absent = stated?.kind === 'hpa' ? absentIn(reading, unfollowed, stated) : [];
  const told = new Set(absent.flatMap(({ found }) => found));
  const others = unfollowed.filter(({ hpaName }) => !told.has(hpaName));
  return [
    ...absent.map((one) => ({ code: 'metricNotFound', object, ...one }) as const),
    ...(policy === null ? [] : others).map(
      ({ type, name, target }) => ({ code: 'metricNotSimulated', object, type, name, target }) as const,
    ),
  ];
};
