import { describe, expect, it } from 'vitest';
import { candidateOf, nameOf, policyOf } from '../../../../planner/recommend/trials/candidates.ts';
import { differing, knobsOf, withKnobs } from '../../../../planner/recommend/trials/knobs.ts';
import { variantsOf, variantWith } from '../../../../planner/recommend/trials/variants.ts';
import { dialects, policySettingsOf, scalingSettingsOf } from '../../../../planner/settings/index.ts';
import { policySettingsSchema } from '../../../../runs/schema/policy.ts';
import { buildPolicy } from '../builders.ts';

const hpa = buildPolicy({ kind: 'hpa', maxReplicas: 10, metrics: [{ targetValue: 0.5 }] });
const keda = buildPolicy({ kind: 'keda-http', metric: 'requestRate', targetValue: 5 });
const knative = buildPolicy({ kind: 'knative', target: 1 });
const searched = [hpa, keda, knative];

describe('the variants of a policy', () => {
  it.each(searched)('are several, each of its own: $kind', (policy) => {
    const variants = variantsOf(policy);
    expect(variants.length).toBeGreaterThanOrEqual(2);
    const policies = [policy, ...variants.map(({ knobs }) => withKnobs(policy, knobs))];
    expect(new Set(policies.map((each) => JSON.stringify(each))).size).toBe(policies.length);
    const candidate = candidateOf(policy, 20);
    const names = [candidate, ...variants.map(({ knobs }) => ({ ...candidate, knobs }))].map(nameOf);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(variants.map(({ name }) => name)).size).toBe(variants.length);
  });

  it.each(searched)('are settings that the platform takes: $kind', (policy) => {
    for (const { knobs } of variantsOf(policy)) {
      const changed = withKnobs(policy, knobs);
      expect(policySettingsSchema.parse(changed)).toEqual(changed);
    }
  });

  it.each(searched)('come back from a file of the platform as they were written: $kind', (policy) => {
    if (policy.kind === 'fixed') throw new Error('a fixed number has no file');
    const dialect = dialects[policy.kind];
    for (const { knobs } of variantsOf(policy)) {
      const advised = policyOf(policy, { ...candidateOf(policy, 20), knobs });
      const before = dialect.write('', scalingSettingsOf({ policy }));
      for (const text of ['', before]) {
        const after = dialect.write(text, scalingSettingsOf({ policy: advised, inUse: policy }));
        expect(policySettingsOf(policy.kind, dialect.readingOf(after))).toEqual(advised);
      }
    }
  });

  it('are none where the platform has no such knobs, or none that matter', () => {
    const others = [
      { kind: 'azureml-v1' },
      { kind: 'azureml-v2' },
      { kind: 'fixed' },
      { kind: 'keda-http', metric: 'concurrency' },
    ];
    for (const policy of others) expect(variantsOf(buildPolicy(policy))).toEqual([]);
  });

  it('leave out what is in use already, however it is written down', () => {
    const spelledOut = buildPolicy({ ...hpa, behavior: { scaleDown: { stabilizationWindowSeconds: 300 } } });
    expect(variantsOf(spelledOut)).toEqual(variantsOf(hpa));
    const quick = withKnobs(hpa, variantsOf(hpa).find(({ name }) => name === 'scaleDownAfter60s')!.knobs);
    const names = variantsOf(quick).map(({ name }) => name);
    expect(names).toContain('documentedDefaults');
    expect(names).not.toContain('scaleDownAfter60s');
  });

  it('are found again by what they set', () => {
    for (const variant of variantsOf(knative)) expect(variantWith(knative, variant.knobs)).toEqual(variant);
    expect(variantWith(knative, undefined)).toBeNull();
  });

  it('keep the rules of the other direction, and the policies of their own', () => {
    const policies = [{ type: 'Percent', value: 10, periodSeconds: 60 }] as const;
    const slow = buildPolicy({ ...hpa, behavior: { scaleUp: { policies }, scaleDown: { policies } } });
    const variant = variantsOf(slow).find(({ name }) => name === 'scaleDownAfter60s')!;
    expect(withKnobs(slow, variant.knobs)).toMatchObject({
      behavior: { scaleUp: { policies }, scaleDown: { policies, stabilizationWindowSeconds: 60 } },
    });
  });
});

describe('knobs', () => {
  it('written into their own policy do what it did', () => {
    for (const policy of searched) {
      const same = withKnobs(policy, knobsOf(policy));
      expect(differing(knobsOf(same), knobsOf(policy))).toEqual({});
    }
  });

  it('of another kind of policy are passed over', () => {
    expect(withKnobs(knative, knobsOf(hpa))).toEqual(knative);
  });
});
