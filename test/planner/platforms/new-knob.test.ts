import { describe, expect, it, vi } from 'vitest';
import { platforms } from '../../../planner/platforms/index.ts';
import { scalingRows, variantRows } from '../../../planner/recommend/search/rows.ts';
import { variantsOf } from '../../../planner/recommend/trials/variants.ts';
import { variantText } from '../../../reports/words/plan/variants.ts';
import { knobTexts } from '../../../reports/words/settings/knobs.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';

// What this test adds is one entry of a record, for a setting that the rule knows already. In the product its key would
// also stand in the list of knob.ts. All else is the product as it is.
vi.mock('../../../planner/platforms/knative.ts', async (original) => {
  const { knative } = await original<typeof import('../../../planner/platforms/knative.ts')>();
  const maxScaleUpRate = {
    name: 'max-scale-up-rate',
    paths: [['spec', 'template', 'metadata', 'annotations', 'example.com/max-scale-up-rate']],
    spelling: 'numberAsText',
    unit: 'replicas',
    default: knative.autoscaler.maxScaleUpRate,
    range: { min: 2, max: null, step: null },
    search: { tries: { slowRise: 3 } },
  };
  return { knative: { ...knative, knobs: { ...knative.knobs, maxScaleUpRate } } };
});

const { dialects, scalingSettingsOf } = await import('../../../planner/settings/index.ts');

const inUse = policySettingsSchema.parse({ kind: 'knative', minReplicas: 1, maxReplicas: 9, target: 1 });
const advised: PolicySettings = policySettingsSchema.parse({ ...inUse, maxScaleUpRate: 3 });

describe('a knob that is added to the record of a platform', () => {
  it('is found among the knobs of that platform', () => {
    expect(platforms.knative.knobs).toHaveProperty('maxScaleUpRate');
  });

  it('is turned by the search, to the values that the record names', () => {
    const [slowRise] = variantsOf(inUse).filter(({ name }) => name === 'slowRise');
    expect(slowRise?.knobs).toEqual({ maxScaleUpRate: 3 });
    const space = {
      policy: inUse,
      capacity: { slots: 1, serviceSeconds: 0.2 },
      replicasAtPeak: 5,
      replicasMost: 20,
      maximumLeast: 9,
      refreshSeconds: null,
      shared: {},
    };
    const best = scalingRows(space, 5)[0]!.candidateAt(1);
    const tried = variantRows(space, 5, best).map(({ candidateAt }) => candidateAt(1).knobs);
    expect(tried).toContainEqual({ maxScaleUpRate: 3 });
  });

  it('is written into the settings file, and read from it', () => {
    const text = dialects.knative.write('', scalingSettingsOf({ policy: advised, inUse }));
    expect(text).toContain('example.com/max-scale-up-rate: "3"');
    expect(dialects.knative.read(text)).toMatchObject({ maxScaleUpRate: 3 });
  });

  it('is left alone in the file where nobody turned it', () => {
    const text = dialects.knative.write('', scalingSettingsOf({ policy: inUse, inUse }));
    expect(text).not.toContain('max-scale-up-rate');
  });

  it('has its name and value in the words of an advice', () => {
    expect(knobTexts(advised, inUse)).toEqual(['max-scale-up-rate 3']);
    expect(variantText('slowRise', knobTexts(advised, inUse))).toBe('max-scale-up-rate 3');
  });
});
