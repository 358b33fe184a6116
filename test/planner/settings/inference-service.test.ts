import { describe, expect, it } from 'vitest';
import { dialects, type ScalingSettings } from '../../../planner/settings/index.ts';
import { trapText } from '../../../reports/words/settings/traps.ts';

const { knative } = dialects;
const knativeKey = (name: string): string => `autoscaling.knative.dev/${name}`;

type Given = { readonly shared?: object; readonly predictor?: object; readonly others?: object };

const service = ({ shared = {}, predictor = {}, others = {} }: Given): string =>
  JSON.stringify({
    apiVersion: 'serving.kserve.io/v1beta1',
    kind: 'InferenceService',
    metadata: { name: 'score', annotations: shared },
    spec: { predictor, ...others },
  });

/** The object after a write: its shared annotations and its spec. */
const written = (given: Given, settings: ScalingSettings) => {
  const { metadata, spec } = JSON.parse(knative.write(service(given), settings));
  return { shared: metadata.annotations, ...spec };
};

const trapsOf = (given: Given): readonly string[] => knative.readingOf(service(given)).traps.map(trapText);

describe('annotations of an InferenceService', () => {
  it('are written as texts, also for a setting that has a field', () => {
    const shared = { [knativeKey('target')]: '4' };
    expect(written({ shared }, { target: 5, targetUtilization: 0.3 })).toEqual({
      shared: { [knativeKey('target')]: '5' },
      predictor: { annotations: { [knativeKey('target-utilization-percentage')]: '30' } },
    });
  });

  it('are right as texts alone, wherever they stand, read or not', () => {
    expect(trapsOf({ shared: { [knativeKey('target')]: '4' } })).toEqual([]);
    const maps = {
      shared: { [knativeKey('target')]: 4 },
      predictor: { annotations: { [knativeKey('initial-scale')]: 2 }, labels: { canary: true } },
      others: { transformer: { annotations: { [knativeKey('window')]: 60 } } },
    };
    const keys = [
      'metadata.annotations.autoscaling.knative.dev/target is 4',
      'spec.predictor.labels.canary is true',
      'spec.predictor.annotations.autoscaling.knative.dev/initial-scale is 2',
      'spec.transformer.annotations.autoscaling.knative.dev/window is 60',
    ];
    expect(trapsOf(maps).filter((text) => text.includes('takes a text'))).toEqual(
      keys.map((key) => expect.stringMatching(`^error: ${key}, .*write it in quotes`)),
    );
  });

  it.each(['min-scale', 'minScale'])('%s is no minimum: KServe takes the field, or its default', (name) => {
    const shared = { [knativeKey(name)]: '4' };
    const reading = knative.readingOf(service({ shared }));
    expect([reading.settings.minReplicas, reading.defaults.minReplicas]).toEqual([undefined, 1]);
    expect(trapsOf({ shared })).toEqual([
      `error: metadata.annotations.${knativeKey(name)} (4) has no effect: KServe does not hand it on, and spec.predictor.minReplicas counts, which is not set (line 1): set spec.predictor.minReplicas in its place`,
    ]);
    expect(written({ shared }, { minReplicas: 5 })).toEqual({ shared, predictor: { minReplicas: 5 } });
    expect(trapsOf({ predictor: { minReplicas: 5, annotations: shared } })[0]).toMatch(
      /^warning: .*remove it$/,
    );
  });

  it('max-scale is no maximum, and the older maxScale is one where the field says none', () => {
    const maximumBy = (name: string, predictor: object = {}) =>
      knative.read(service({ shared: { [knativeKey(name)]: '9' }, predictor })).maxReplicas;
    expect(maximumBy('max-scale')).toBeUndefined();
    expect(maximumBy('maxScale')).toBe(9);
    expect(maximumBy('maxScale', { maxReplicas: 3 })).toBe(3);
  });

  it('maxScale stays, wherever it stands, and the field gets a maximum that changes', () => {
    const annotations = { [knativeKey('maxScale')]: '9' };
    const after = { shared: annotations, predictor: { maxReplicas: 20 } };
    expect(written({ shared: annotations }, { maxReplicas: 20 })).toEqual(after);
    expect(written({ shared: annotations }, { maxReplicas: 9 })).toEqual({ ...after, predictor: {} });
    expect(written({ predictor: { annotations } }, { maxReplicas: 20 }).predictor).toEqual({
      annotations,
      maxReplicas: 20,
    });
  });

  it("of the predictor count before those of all components, by Knative's newer names first", () => {
    const given = {
      shared: { [knativeKey('window')]: '60s', [knativeKey('panic-window-percentage')]: '20' },
      predictor: {
        annotations: { [knativeKey('window')]: '120s', [knativeKey('panicWindowPercentage')]: '40' },
      },
    };
    const settings = { stableWindowSeconds: 120, panicWindowShare: 0.2 };
    expect(knative.read(service(given))).toEqual(settings);
    const [window] = trapsOf(given);
    expect(window).toBe(
      'warning: metadata.annotations.autoscaling.knative.dev/window (60s) is set a second time beside spec.predictor.annotations.autoscaling.knative.dev/window, which counts (line 1): remove metadata.annotations.autoscaling.knative.dev/window',
    );
    const after = written(given, { ...settings, stableWindowSeconds: 30 });
    expect(after.shared).toEqual(given.shared);
    expect(after.predictor.annotations[knativeKey('window')]).toBe('30s');
  });

  it.each(['transformer', 'explainer'])('that a %s has, too, stay: the predictor gets its own', (name) => {
    const others = { [name]: { minReplicas: 1 } };
    const shared = { [knativeKey('window')]: '60s', [knativeKey('target')]: '4' };
    const given = { shared, others, predictor: { minReplicas: 1 } };
    expect(written(given, knative.read(service(given)))).toEqual({
      shared,
      predictor: { minReplicas: 1 },
      ...others,
    });
    expect(written(given, { stableWindowSeconds: 30, target: 5 })).toEqual({
      shared,
      predictor: { minReplicas: 1, scaleTarget: 5, annotations: { [knativeKey('window')]: '30s' } },
      ...others,
    });
    const own = { scaleTarget: 3, annotations: { [knativeKey('window')]: '30s' } };
    expect(trapsOf({ shared, others, predictor: own })).toEqual([]);
    expect(trapsOf({ shared, predictor: own })).toHaveLength(2);
  });

  it('tell the class of the autoscaler and its metric in either place', () => {
    for (const own of [
      { [knativeKey('class')]: 'hpa.autoscaling.knative.dev' },
      { [knativeKey('metric')]: 'cpu' },
    ])
      expect(() => knative.read(service({ predictor: { annotations: own } }))).toThrow('scaled by an HPA');
  });
});

describe('changed settings reach no requests, or few', () => {
  const revision = (spec: object): readonly string[] => {
    const text = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'score' }, spec };
    return knative.readingOf(JSON.stringify(text)).traps.map(trapText);
  };
  const latest = { latestRevision: true, percent: 10 };
  const named = (revisionName: string) => ({ revisionName, percent: 90 });

  it('where traffic is pinned to another revision', () => {
    expect(revision({ traffic: [named('score-00001'), latest] })).toEqual([
      'warning: spec.traffic sends 10 % of the requests to the latest revision, the only one that changed settings reach (line 1): send all requests there before settings are planned or applied',
    ]);
    expect(
      revision({
        traffic: [
          { ...latest, percent: 100 },
          { ...named('score-00001'), percent: 0 },
        ],
      }),
    ).toEqual([]);
    expect(revision({ traffic: [] })).toEqual([]);
  });

  it('where the revision has a name of its own, which Knative takes for one template only', () => {
    const template = { metadata: { name: 'score-v1' } };
    const [said] = revision({ template });
    expect(said).toMatch(/^note: spec.template.metadata.name is score-v1, .* or remove the name$/);
    const pinned = revision({ template, traffic: [named('score-v1'), latest] });
    expect(pinned).toEqual([expect.stringContaining('with each change, in spec.traffic too')]);
  });

  it('of an InferenceService with a canary', () => {
    expect(trapsOf({ predictor: { canaryTrafficPercent: 10 } })[0]).toMatch(
      /^warning: spec.predictor.canaryTrafficPercent sends 10 % of the requests to the latest revision/,
    );
    expect(trapsOf({ predictor: { canaryTrafficPercent: 100 } })).toEqual([]);
  });
});
