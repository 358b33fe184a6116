import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { analyze } from '../../../planner/result/build-result.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { resultSchema } from '../../../runs/schema/result.ts';
import {
  fieldWords,
  resultFieldsOf,
  resultJsonSchema,
  unitOf,
} from '../../../runs/schema/result-page/json-schema.ts';
import { resultPage } from '../../../runs/schema/result-page/page.ts';
import { recordSpike } from '../../builders/recording.ts';
import { spikeResult } from '../../builders/result.ts';
import { emptyResult, interruptedResult, unknownClusterResult } from '../../builders/result-variants.ts';

/** A result as a file holds it. */
const written = (result: unknown): unknown => JSON.parse(JSON.stringify(resultSchema.parse(result)));

/** The published schema, read back as a stranger would: from its JSON. */
const published = z.fromJSONSchema(JSON.parse(JSON.stringify(resultJsonSchema())));

const recorded = () => {
  const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 3, maxReplicas: 30 });
  return analyze(recordSpike({ policy, baselineSeconds: 5, holdSeconds: 15, recoverySeconds: 10 })).result;
};

describe('the JSON Schema of result.json', () => {
  it.each([
    ['a recorded spike', recorded],
    ['a spike with all its parts', spikeResult],
    ['a run without a cluster', unknownClusterResult],
    ['an interrupted run', interruptedResult],
    ['an empty run', emptyResult],
  ])('takes the result of %s', (_, result) => {
    expect(published.safeParse(written(result())).error?.issues).toBeUndefined();
  });

  it('refuses a field of another type, a missing one, and another version', () => {
    const { verdict, ...rest } = written(spikeResult()) as { verdict: unknown };
    expect(published.safeParse(rest).success).toBe(false);
    expect(published.safeParse({ ...rest, verdict: 'met' }).success).toBe(false);
    expect(published.safeParse({ ...rest, verdict, schemaVersion: 2 }).success).toBe(false);
  });

  it('says of every field what it is, and of no field that is not there', () => {
    const fields = resultFieldsOf();
    expect(fields.length).toBeGreaterThan(500);
    expect(fields.filter(({ text }) => text === '').map(({ path }) => path)).toEqual([]);
    const paths = fields.map(({ path }) => `.${path.replaceAll(/\[\]|\{\}/g, '')}`);
    const unused = Object.keys(fieldWords).filter((end) => !paths.some((path) => path.endsWith(`.${end}`)));
    expect(unused).toEqual([]);
  });
});

describe('docs/result.md', () => {
  it('tells each field that is not told elsewhere in one row, with its unit', () => {
    const page = resultPage();
    expect(page).toContain(
      '| `totals.latency.all.p95Ms` | number or null | ms | 95th percentile; null: none was measured |',
    );
    expect(page).toContain(
      '| `totals.latency.ok` | object |  | Of those that succeeded. Fields as in `totals.latency.all` |',
    );
    expect(page).not.toContain('`totals.latency.ok.p95Ms`');
  });

  it.each([
    ['createdAtMs', 'ms since 1970'],
    ['p95Ms', 'ms'],
    ['fromSecond', 's'],
    ['peakRatePerSecond', '1/s'],
    ['errorShare', 'share, 0 to 1'],
    ['badSecondsCount', ''],
  ])('takes the unit of %s from its name', (name, unit) => {
    expect(unitOf(name)).toBe(unit);
  });
});
