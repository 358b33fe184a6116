import type { Knob, Spelling } from '../platforms/knob.ts';
import type { Platform } from '../platforms/platform.ts';
import { type Field, field } from './field.ts';
import type { SettingsKey } from './settings.ts';
import {
  asText,
  duration,
  msDuration,
  msInSeconds,
  number,
  percent,
  type Unit,
  wholePercent,
} from './units.ts';

/** 0 stands for no limit, which is to say nothing. */
const numberOrZeroForNone: Unit<number> = {
  ...number,
  read: (raw) => (raw === 0 ? null : number.read(raw)),
};

const units: Readonly<Record<Exclude<Spelling, 'own'>, Unit<number>>> = {
  number,
  numberAsText: asText(number),
  numberOrZeroForNone,
  wholePercent,
  percentAsText: asText(percent),
  duration,
  durationOfMs: msDuration,
  secondsOfMs: msInSeconds,
};

/** Settings whose value in a file is one number; `field` checks the pair of key and unit where a dialect names both. */
const numericField = field as (key: SettingsKey, unit: Unit<number>, ...paths: Knob['paths']) => Field;

/**
 * The fields of a settings file from the knobs of its platform, in their order: a new knob is one entry there.
 *
 * @param own those that the dialect reads and writes with code of its own
 */
export const fieldsOf = ({ knobs }: Platform, own: readonly Field[] = []): readonly Field[] => {
  const fields = Object.entries(knobs).map(([key, { spelling, paths }]): Field => {
    const known = key as SettingsKey;
    if (spelling !== 'own') return numericField(known, units[spelling], ...paths);
    const special = own.find(({ keys }) => keys.includes(known));
    if (special === undefined) throw new Error(`no code reads the knob ${key}, whose spelling is "own"`);
    return special;
  });
  return [...new Set(fields)];
};
