import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { platformOfRule } from '../../../planner/platforms/index.ts';
import { type DialectName, dialects, type ScalingSettings } from '../../../planner/settings/index.ts';

/** Each run parses a file some thirty times. */
fc.configureGlobal({ numRuns: 30 });

const count = fc.integer({ min: 1, max: 500 });
const share = fc.integer({ min: 1, max: 100 }).map((percentage) => percentage / 100);
const seconds = fc.integer({ min: 1, max: 3600 });

const rules = fc.record(
  {
    stabilizationWindowSeconds: fc.integer({ min: 0, max: 3600 }),
    selectPolicy: fc.constantFrom('Max', 'Min', 'Disabled'),
    policies: fc.array(
      fc.record({
        type: fc.constantFrom('Pods', 'Percent'),
        value: count,
        periodSeconds: fc.integer({ min: 1, max: 1800 }),
      }),
      { minLength: 1, maxLength: 3 },
    ),
  },
  { requiredKeys: ['selectPolicy'] },
);

/** Of what a new file has words for. */
const arbitraryValues: {
  readonly [Key in Exclude<keyof ScalingSettings, 'otherTargets'>]-?: fc.Arbitrary<unknown>;
} = {
  minReplicas: count,
  maxReplicas: count,
  targetUtilization: share,
  refreshSeconds: seconds,
  slotsPerReplica: count,
  requestTimeoutMs: seconds.map((whole) => whole * 1000),
  queueWaitMs: count,
  averageValues: fc.dictionary(
    fc.constantFrom('in_flight', 'rps', 'queue-depth'),
    count.map((thousandths) => thousandths / 1000),
    { minKeys: 1, noNullPrototype: true },
  ),
  behavior: fc.record({ scaleUp: rules, scaleDown: rules }),
  metric: fc.constantFrom('concurrency', 'requestRate'),
  targetValue: count,
  windowSeconds: seconds,
  granularitySeconds: seconds,
  cooldownSeconds: seconds,
  target: count,
  stableWindowSeconds: seconds,
  panicWindowShare: share,
  panicThreshold: fc.integer({ min: 110, max: 1000 }).map((percentage) => percentage / 100),
  scaleDownDelaySeconds: fc.integer({ min: 0, max: 3600 }),
};

/** Any part of what a dialect has words for. KEDA has a window and a granularity for the request rate only. */
const arbitrarySettings = (name: DialectName): fc.Arbitrary<ScalingSettings> => {
  const { keys } = dialects[name];
  const values = Object.fromEntries(
    keys.map((key) => [key, arbitraryValues[key as keyof typeof arbitraryValues]]),
  );
  const settings = fc.record(values, { requiredKeys: [] }) as fc.Arbitrary<ScalingSettings>;
  if (name !== 'keda-http') return settings;
  return settings.map(({ windowSeconds, granularitySeconds, ...others }) =>
    others.metric === 'requestRate' && windowSeconds && granularitySeconds
      ? { ...others, windowSeconds, granularitySeconds }
      : others,
  );
};

/** What a file says after a change. Metrics that a change does not name stay; KEDA knows one metric at a time. */
const directions = ['scaleUp', 'scaleDown'] as const;

/** Rules that a change does not name stay, one by one. */
const expectedBehavior = (
  before: ScalingSettings['behavior'],
  change: ScalingSettings['behavior'],
): ScalingSettings['behavior'] => {
  const both = directions.flatMap((direction) => {
    const rules = { ...before?.[direction], ...change?.[direction] };
    return Object.keys(rules).length === 0 ? [] : [[direction, rules] as const];
  });
  return both.length === 0 ? undefined : Object.fromEntries(both);
};

/** An HPA that lists metrics gets no others: targets are for those that it has. */
const forMetricsOf = (before: ScalingSettings, { averageValues, ...change }: ScalingSettings) => {
  const known = Object.entries(averageValues ?? {}).filter(
    ([name]) => before.averageValues?.[name] !== undefined,
  );
  return known.length === 0 ? change : { ...change, averageValues: Object.fromEntries(known) };
};

const expected = (before: ScalingSettings, change: ScalingSettings): ScalingSettings => {
  const isOtherMetric = change.metric !== undefined && change.metric !== before.metric;
  const { metric, targetValue, windowSeconds, granularitySeconds, ...others } = before;
  const kept = isOtherMetric && targetValue !== undefined ? others : before;
  const averageValues = { ...before.averageValues, ...change.averageValues };
  const behavior = expectedBehavior(before.behavior, change.behavior);
  return {
    ...kept,
    ...change,
    ...(Object.keys(averageValues).length > 0 && { averageValues }),
    ...(behavior && { behavior }),
  };
};

const goldenText = (name: string): string =>
  readFileSync(new URL(`../../golden/settings/${name}`, import.meta.url), 'utf8');

const names = Object.keys(dialects) as DialectName[];

describe.each(names)('any settings in the words of %s', (name) => {
  const dialect = dialects[name];
  const ending = dialect.fileName.split('.').at(-1);
  const text = goldenText(`${name}.before.${ending}`);
  const texts = fc.constantFrom(text, goldenText(`${name}.new.${ending}`), text.replaceAll('\n', '\r\n'));

  it('are exactly the knobs that the platform’s record lists', () => {
    const { knobs } = platformOfRule(name)!;
    expect(dialect.keys.toSorted()).toEqual(Object.keys(knobs).toSorted());
  });

  it('stand in the file where the record says, or its spelling is the dialect’s own', () => {
    const { knobs } = platformOfRule(name)!;
    const simple = Object.entries(knobs).filter(([, { spelling }]) => spelling !== 'own');
    expect(simple.length).toBeGreaterThan(1);
    for (const [key, { paths }] of simple) {
      const [written, empty] = [{ [key]: 7 }, {}].map((settings) => dialect.write('', settings));
      const last = paths[0].at(-1)!;
      expect(written, key).toContain(last);
      expect(empty!.includes(last), key).toBe(false);
    }
  });

  it('are read back from a new file as they were written', () => {
    fc.assert(
      fc.property(arbitrarySettings(name), (settings) => {
        const read = dialect.read(dialect.write('', settings));
        const isMetricImplied = name === 'keda-http' && settings.targetValue !== undefined;
        expect(read).toEqual({ ...(isMetricImplied && { metric: 'concurrency' }), ...settings });
      }),
    );
  });

  it('are read back from a file that said something else, beside what else it said', () => {
    fc.assert(
      fc.property(texts, arbitrarySettings(name), (before, any) => {
        const settings = forMetricsOf(dialect.read(before), any);
        const after = dialect.write(before, settings);
        expect(dialect.read(after)).toEqual(expected(dialect.read(before), settings));
      }),
    );
  });

  it('change nothing when written again, nor when read and written back', () => {
    fc.assert(
      fc.property(texts, arbitrarySettings(name), (before, any) => {
        const settings = forMetricsOf(dialect.read(before), any);
        const after = dialect.write(before, settings);
        expect(dialect.write(after, settings)).toBe(after);
        expect(dialect.write(after, dialect.read(after))).toBe(after);
      }),
    );
  });

  it('leave every comment of the file where it was', () => {
    const comments = (lines: string): string[] => lines.match(/(?<=^|\s)#.*$/gm) ?? [];
    const { behavior, metric, targetValue, averageValues, ...plain } = arbitraryValues;
    const keys = dialect.keys.filter((key) => key in plain);
    const settings = fc.record(
      Object.fromEntries(keys.map((key) => [key, arbitraryValues[key as keyof typeof arbitraryValues]])),
      {
        requiredKeys: [],
      },
    ) as fc.Arbitrary<ScalingSettings>;
    const withoutRate = settings.map(({ windowSeconds, granularitySeconds, ...others }) => others);
    fc.assert(
      fc.property(withoutRate, (change) => {
        expect(comments(dialect.write(text, change))).toEqual(comments(text));
      }),
    );
  });
});
