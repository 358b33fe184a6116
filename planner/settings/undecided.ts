import type { PolicySettings } from '../../runs/schema/policy.ts';
import { withinItsLimit } from './decided-metric.ts';
import { fieldChanges } from './live-changes.ts';
import { inItsNames } from './metric-names.ts';
import {
  comparableBehavior,
  decidedSettingsOf,
  knativeTarget,
  scalingSettingsOf,
} from './policy-settings.ts';
import type { Reading, ScalingSettings, SettingsKey } from './settings.ts';
import { valueIn } from './text/edit.ts';
import { isSame } from './text/same.ts';

type Written = Parameters<typeof decidedSettingsOf>[0];
type Values = Readonly<Record<string, unknown>>;

/** Each metric has a target of its own. */
const byMetric: readonly string[] = ['averageValues', 'otherTargets'] satisfies SettingsKey[];

const moved = (decided: Values, now: Values): Values =>
  Object.fromEntries(
    Object.entries(decided).flatMap(([key, value]) => {
      if (isSame(value, now[key])) return [];
      return [[key, byMetric.includes(key) ? moved(value as Values, (now[key] ?? {}) as Values) : value]];
    }),
  );

/**
 * What to write into an object that is in force: what the advice sets otherwise than it was in use. A bound or a target that
 * somebody has changed since then stays where the advice doesn't turn it. `metric` tells what a target counts.
 *
 * @example movedSettingsOf({ policy: { ...inUse, minReplicas: 4 }, inUse }) // { minReplicas: 4 }
 */
export const movedSettingsOf = (written: Written): ScalingSettings => {
  const { policy, inUse = policy } = written;
  const decided = decidedSettingsOf(written);
  if (inUse.kind !== policy.kind) return decided;
  const { metric: _, ...now } = decidedSettingsOf({ policy: inUse });
  return moved(decided, now);
};

type Own = Pick<Reading, 'dialect' | 'form' | 'settings' | 'defaults' | 'otherMetrics'>;

const isOnOthers = ({ averageValues, otherTargets }: ScalingSettings): boolean =>
  averageValues !== undefined || otherTargets !== undefined;

/**
 * What counts of a file where it says nothing. The documented CPU target is that of an HPA without any metric: where there are
 * others, none is simulated.
 */
const defaultsFor = (
  { defaults, settings, otherMetrics }: Own,
  simulated: ScalingSettings,
): ScalingSettings => {
  const { targetUtilization, ...others } = defaults;
  return otherMetrics.length > 0 || isOnOthers(settings) || isOnOthers(simulated) ? others : defaults;
};

/** Of Knative the target that counts, which the limit of its container may be. */
const targetOf = ({ dialect }: Own, settings: ScalingSettings): Pick<ScalingSettings, 'target'> => {
  const target = dialect === 'knative' ? knativeTarget(settings) : undefined;
  return target === undefined ? {} : { target };
};

/**
 * How settings of a file or an object are compared with what was simulated: with all that counts, said or not, in the names that
 * it has for its metrics.
 */
export const comparisonWith = (own: Own, inUse: PolicySettings) => {
  const said = inItsNames(own, scalingSettingsOf({ policy: inUse }));
  const defaults = defaultsFor(own, said);
  const counted = (settings: ScalingSettings): Values => ({
    averageValues: {},
    otherTargets: {},
    ...defaults,
    ...settings,
    ...targetOf(own, settings),
    behavior: comparableBehavior(settings.behavior),
  });
  return { counted, simulated: counted(said) };
};

/** Of metrics beside CPU and the pods' own those alone that were simulated: of the others the traps of the file tell. */
const withoutUnfollowed = (
  { otherTargets = {}, ...rest }: ScalingSettings,
  simulated: Values,
): ScalingSettings => {
  const known = Object.entries(otherTargets).filter(
    ([name]) => valueIn(simulated, ['otherTargets', name]) !== undefined,
  );
  return { ...rest, otherTargets: Object.fromEntries(known) };
};

/** A setting that an advice leaves alone, and that is not as it was simulated. */
export type Difference = {
  readonly path: readonly string[];
  /** What counts there, said or by default; null: nothing. */
  readonly found: unknown;
  readonly simulated: unknown;
};

/** What a router does, whose settings the advice decides or leaves alone. */
export const routerKeys: readonly string[] = [
  'slotsPerReplica',
  'requestTimeoutMs',
  'queueWaitMs',
] satisfies SettingsKey[];

/** KEDA goes from 0 to 1 and back by itself: what is simulated is the HPA that it makes, which scales from 1 on. */
const isKedasZero = ({ form }: Own, { path, found, simulated }: Difference): boolean =>
  form === 'scaled-object' && path[0] === 'minReplicas' && found === 0 && simulated === 1;

/**
 * Settings of a file or an object that differ from what was simulated, and that are not written into it. The router's limits
 * are left out: the policy doesn't have them.
 *
 * @param decided what is written
 */
export const undecidedDifferences = (
  own: Own,
  inUse: PolicySettings,
  decided: ScalingSettings,
): readonly Difference[] => {
  const { counted, simulated } = comparisonWith(own, inUse);
  const named = inItsNames(own, decided);
  const written = own.dialect === 'knative' ? withinItsLimit(own.settings, named) : named;
  return fieldChanges(counted(withoutUnfollowed(own.settings, simulated)), simulated)
    .filter(({ path }) => !routerKeys.includes(path[0]!) && (valueIn(written, path) ?? null) === null)
    .map(({ path, before, after }) => ({ path, found: before, simulated: after }))
    .filter((difference) => !isKedasZero(own, difference));
};
