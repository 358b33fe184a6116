import { expected } from '../../../../errors/expected.ts';
import { type ErrorDetails, HeadroomError } from '../../../../errors/headroom-error.ts';
import { wordsOf } from '../../../../runs/schema/faults/words.ts';
import { scalingRulesSchema } from '../../../../runs/schema/rules/hpa.ts';
import { kubernetes } from '../../../platforms/kubernetes.ts';
import type { Field } from '../../field.ts';
import type { KnownKeys } from '../../known-keys.ts';
import { anyOf } from '../../known-keys.ts';
import type { ScalingSettings } from '../../settings.ts';
import { lineOf, type OpenDocument, type Path, valueIn, withValue } from '../../text/edit.ts';
import { isSame } from '../../text/same.ts';
import type { Plain } from '../../text/splice.ts';
import { type Trap, trapIf } from '../../trap.ts';
import { quantity } from '../../units.ts';

const directions = ['scaleUp', 'scaleDown'] as const;
const ruleKeys = ['stabilizationWindowSeconds', 'selectPolicy', 'policies', 'tolerance'] as const;

type Direction = (typeof directions)[number];
type Rules = NonNullable<NonNullable<ScalingSettings['behavior']>['scaleUp']>;

const rulesKeys: KnownKeys = {
  keys: {
    ...anyOf('stabilizationWindowSeconds', 'selectPolicy', 'tolerance'),
    policies: { items: { keys: anyOf('type', 'value', 'periodSeconds') } },
  },
};

/** The keys of `behavior`. */
export const behaviorKeys: KnownKeys = { keys: { scaleUp: rulesKeys, scaleDown: rulesKeys } };

/** What the file has in place of a value that the API takes. */
const refused = (object: OpenDocument, path: Path, fix: string): ErrorDetails => ({
  what: `${path.join('.')} is ${JSON.stringify(valueIn(object.value, path)) ?? 'nothing'}`,
  where: `line ${lineOf(object, path)}`,
  fix,
});

/**
 * The rules of one direction with their defaults; undefined: the object has none.
 *
 * @throws HeadroomError E_CONFIG with each value that the API does not take, and its line
 */
const rulesAt = (object: OpenDocument, path: Path): Rules | undefined => {
  const raw = valueIn(object.value, path) ?? undefined;
  if (raw === undefined) return undefined;
  if (typeof raw !== 'object' || Array.isArray(raw))
    throw new HeadroomError('E_CONFIG', refused(object, path, `write ${expected.scalingRules} there`));
  const known = ruleKeys.map((key) => [key, valueIn(raw, [key]) ?? undefined] as const);
  const given = Object.fromEntries(known.filter(([, value]) => value !== undefined));
  const tolerance = 'tolerance' in given ? { tolerance: quantity.read(given['tolerance']) ?? null } : {};
  const parsed = scalingRulesSchema.safeParse({ ...given, ...tolerance }, { error: wordsOf });
  if (parsed.success) return parsed.data;
  throw new HeadroomError(
    'E_CONFIG',
    parsed.error.issues.map((issue) =>
      refused(object, [...path, ...(issue.path as (string | number)[])], issue.message),
    ),
  );
};

const spelled = (key: (typeof ruleKeys)[number], value: NonNullable<Rules[typeof key]>): Plain =>
  key === 'tolerance' ? quantity.write(value as number) : (value as Plain);

/** The rules of a direction that are wanted; what they do not name is left alone. */
const withRules = (object: OpenDocument, path: Path, wanted: Partial<Rules> | undefined): OpenDocument =>
  ruleKeys.reduce((changed, key) => {
    const value = wanted?.[key];
    if (value === undefined || isSame(rulesAt(changed, path)?.[key], value)) return changed;
    return withValue(changed, [...path, key], spelled(key, value));
  }, object);

/** Scaling rules up and down, as an HPA has them at this path. */
export const behaviorAt = (base: Path): Field => {
  const pathOf = (direction: Direction): Path => [...base, direction];
  return {
    keys: ['behavior'],
    read: (object) => {
      const given = directions.flatMap((direction) => {
        const value = rulesAt(object, pathOf(direction));
        return value === undefined ? [] : [[direction, value] as const];
      });
      const isSaid = (valueIn(object.value, base) ?? undefined) !== undefined;
      return isSaid ? { behavior: Object.fromEntries(given) } : {};
    },
    write: (object, { behavior }) => {
      const changed = directions.reduce(
        (one, direction) => withRules(one, pathOf(direction), behavior?.[direction]),
        object,
      );
      // Without the field a controller runs other limits than the documented ones: empty, it asks for those.
      const isMissing = (valueIn(changed.value, base) ?? undefined) === undefined;
      return behavior !== undefined && isMissing ? withValue(changed, base, {}) : changed;
    },
    pathIn: () => base,
  };
};

type Policy = NonNullable<Rules['policies']>[number];

/** How fast a policy is, in pods or percent a minute. */
const perMinute = ({ value, periodSeconds }: Policy): number => (value * 60) / periodSeconds;

/** What a controller adds where nothing is said, in pods a minute. */
const usualPodsPerMinute = Math.max(
  ...kubernetes.behavior.value.scaleUp.policies.filter(({ type }) => type === 'Pods').map(perMinute),
);

/** Pods per minute that policies of pods alone let come, where that is less than usual; undefined: it is not. */
const slowPodsPerMinute = ({ policies, selectPolicy }: Rules): number | undefined => {
  if (policies === undefined || policies.length === 0) return undefined;
  const values = policies.map(perMinute);
  const isSlow = policies.every((policy) => policy.type === 'Pods' && perMinute(policy) < usualPodsPerMinute);
  if (!isSlow) return undefined;
  return selectPolicy === 'Min' ? Math.min(...values) : Math.max(...values);
};

const scaleUpTraps = (object: OpenDocument, base: Path): readonly Trap[] => {
  const path = [...base, 'scaleUp'];
  const up = rulesAt(object, path);
  if (up === undefined) return [];
  const at = (key: string): { key: string; line: number } => ({
    key: [...path, key].join('.'),
    line: lineOf(object, [...path, key]),
  });
  if (up.selectPolicy === 'Disabled')
    return [{ rule: 'scale-up-off', level: 'warning', ...at('selectPolicy') }];
  const seconds = up.stabilizationWindowSeconds ?? 0;
  const podsPerMinute = slowPodsPerMinute(up);
  return [
    ...trapIf(seconds > 0, {
      rule: 'scale-up-waits',
      level: 'warning',
      seconds,
      ...at('stabilizationWindowSeconds'),
    }),
    ...(podsPerMinute === undefined
      ? []
      : [{ rule: 'scale-up-slow', level: 'warning', podsPerMinute, ...at('policies') } as const]),
  ];
};

/** What of a behaviour is hardly meant: a scale-up that waits, crawls or never comes; a tolerance in percent. */
export const behaviorTraps = (object: OpenDocument, base: Path): readonly Trap[] => [
  ...scaleUpTraps(object, base),
  ...toleranceTraps(object, base),
];

/** A tolerance of 1 and more lets nothing scale until the load has doubled: a percentage was meant. */
const toleranceTraps = (object: OpenDocument, base: Path): readonly Trap[] =>
  directions.flatMap((direction) => {
    const path = [...base, direction, 'tolerance'];
    const share = quantity.read(valueIn(object.value, path) ?? 0);
    if (typeof share !== 'number' || share < 1) return [];
    const key = path.join('.');
    return [{ rule: 'percentage-for-share', level: 'warning', key, share, line: lineOf(object, path) }];
  });
