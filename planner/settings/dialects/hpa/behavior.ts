import { expected } from '../../../../errors/expected.ts';
import { hpaSchema } from '../../../../runs/schema/policy.ts';
import { type Field, readAt } from '../../field.ts';
import type { ScalingSettings } from '../../settings.ts';
import { type OpenDocument, valueIn, withoutValue, withValue } from '../../text/edit.ts';
import type { Plain } from '../../text/splice.ts';
import type { Unit } from '../../units.ts';

const directions = ['scaleUp', 'scaleDown'] as const;
const ruleKeys = ['stabilizationWindowSeconds', 'selectPolicy', 'policies'] as const;

type Rules = NonNullable<NonNullable<ScalingSettings['behavior']>['scaleUp']>;

/** The rules of one direction with their defaults; what else the API has there (`tolerance`) is left alone. */
const rules: Pick<Unit<Rules>, 'is' | 'read'> = {
  is: expected.scalingRules,
  read: (raw) => {
    const known = ruleKeys.map((key) => [key, valueIn(raw, [key]) ?? undefined] as const);
    const given = Object.fromEntries(known.filter(([, value]) => value !== undefined));
    return hpaSchema.shape.behavior.unwrap().shape.scaleUp.safeParse(given).data;
  },
};

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

const pathOf = (direction: (typeof directions)[number]) => ['spec', 'behavior', direction] as const;

/**
 * One direction as a whole: what the wanted rules leave to the default is taken out. A direction that is not wanted is
 * left alone.
 */
const withRules = (
  document: OpenDocument,
  direction: (typeof directions)[number],
  wanted: Rules | undefined,
): OpenDocument => {
  const path = pathOf(direction);
  if (wanted === undefined) return document;
  if (isSame(readAt(document.value, path, rules), rules.read(wanted))) return document;
  return ruleKeys.reduce((changed, key) => {
    const value = wanted[key];
    if (value === undefined) return withoutValue(changed, [...path, key]);
    if (isSame(valueIn(changed.value, [...path, key]), value)) return changed;
    return withValue(changed, [...path, key], value as Plain);
  }, document);
};

/** `spec.behavior` of an HPA: scaling rules up and down. */
export const behavior: Field = {
  keys: ['behavior'],
  read: (document) => {
    const given = directions.flatMap((direction) => {
      const value = readAt(document, pathOf(direction), rules);
      return value === undefined ? [] : [[direction, value] as const];
    });
    return given.length === 0 ? {} : { behavior: Object.fromEntries(given) };
  },
  write: (document, settings) =>
    settings.behavior === undefined
      ? document
      : directions.reduce(
          (changed, direction) => withRules(changed, direction, settings.behavior?.[direction]),
          document,
        ),
};
