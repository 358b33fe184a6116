import { describe, expect, it } from 'vitest';
import { demandSettings } from '../../../cli/plan/own-settings.ts';
import { settingsTexts } from '../../../cli/plan/settings-texts.ts';
import type { ObjectNames } from '../../../planner/settings/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { holdsWhatIsWritten, quick, services } from './settings-of-advice.ts';

describe('settings files of a run whose client gave up after 3 s', () => {
  it.each(services.filter(({ name }) => name === quick))(
    '$name: say nothing that was neither read, measured nor decided',
    holdsWhatIsWritten,
  );
});

it('says that the own file stays as it is where the advice is a fixed number of replicas', () => {
  const notes: string[] = [];
  const advice = recommendation();
  const settings = { ...advice.settings, policy: { kind: 'fixed', replicas: 4 } as const };
  const own = { file: 'own.yaml', text: '' };
  const options = { own, names: {}, slotsPerReplica: 1, note: (line: string) => notes.push(line) };
  expect(settingsTexts({ ...advice, settings }, options)).toEqual([]);
  expect(notes).toEqual([expect.stringContaining('own.yaml is not patched: the advice is a fixed number')]);
});

describe('the own ScaledObject of a plan for one of its triggers', () => {
  const policyOf = (minReplicas: number, targetValue: number) =>
    policySettingsSchema.parse({
      kind: 'hpa',
      minReplicas,
      maxReplicas: 20,
      metrics: [{ name: 's0-prometheus', type: 'External', source: 'requestRate', targetValue }],
    });
  const text = (triggers: string): string =>
    `apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: { name: score }
spec:
  scaleTargetRef: { name: score }
  minReplicaCount: 2
  maxReplicaCount: 20
  triggers: [${triggers}]
`;
  const trigger = (threshold: number): string =>
    `{ type: prometheus, metadata: { query: rate, threshold: '${threshold}' } }`;

  const names = {
    name: 'keda-hpa-score',
    source: { kind: 'ScaledObject', name: 'score' },
    target: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'score' },
  };
  const patch = (own: string | undefined) => {
    const advice = recommendation();
    const { compared } = advice;
    const current = { ...compared.current, settings: { policy: policyOf(2, 15) } };
    const changed = { settings: { policy: policyOf(4, 30) }, compared: { ...compared, current } };
    const notes: string[] = [];
    const note = (line: string) => notes.push(line);
    const files = settingsTexts(
      { ...advice, ...changed },
      {
        own: own === undefined ? own : { file: 'score.yaml', text: own },
        names,
        slotsPerReplica: 1,
        note,
      },
    );
    return {
      patched: files.find(({ name }) => name === 'patched-score.yaml')?.text,
      notes,
    };
  };

  it('gets its threshold beside the bounds, and no word that the trigger is not simulated', () => {
    const { patched, notes } = patch(text(trigger(15)));
    expect(patched).toBe(text(trigger(30)).replace('minReplicaCount: 2', 'minReplicaCount: 4'));
    expect(notes).toEqual([]);
  });

  it('is asked for where no file is given, as no new one can have the trigger', () => {
    expect(patch(undefined).notes).toEqual([
      'no new hpa.yaml, as it would lack s0-prometheus: patch your own ScaledObject with --settings',
    ]);
  });

  it('of another service is patched, and that is said', () => {
    const other = text(trigger(15)).replaceAll('name: score }', 'name: other }');
    const { patched, notes } = patch(other);
    expect(patched).toContain("threshold: '30'");
    expect(notes).toEqual([
      expect.stringContaining('it scales Deployment other, and the recorded service is Deployment score'),
    ]);
  });

  it('is told of a trigger that the plan knew nothing of', () => {
    const { notes } = patch(text(`${trigger(15)}, { type: cron, metadata: { desiredReplicas: '9' } }`));
    expect(notes).toEqual([
      expect.stringContaining('the cron metric cron (desiredReplicas 9) is not simulated'),
    ]);
  });

  it('is told of another object of the file that scales the same', () => {
    const second =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: other }\nspec:\n  maxReplicas: 9\n  scaleTargetRef: { kind: Deployment, name: score }\n';
    const { notes } = patch(`${text(trigger(15))}---\n${second}`);
    expect(notes).toEqual([
      expect.stringContaining('other: error: ScaledObject score scales Deployment score already'),
    ]);
  });

  it('is told of an error in another object of the file, which is applied with it', () => {
    const second =
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: other }\nspec:\n  minReplicas: 9\n  maxReplicas: 2\n  scaleTargetRef: { kind: Deployment, name: other }\n';
    const { notes } = patch(`${text(trigger(15))}---\n${second}`);
    expect(notes).toEqual([expect.stringContaining('score.yaml: other: error: ')]);
  });

  it.each([
    ['external', 'something of your own'],
    ['hpa', 'an HPA'],
    ['keda', 'KEDA'],
    ['none', 'nothing'],
  ])('finds no fault with the InferenceService of class %s that it scales', (scaler, said) => {
    const beside = `apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\nmetadata:\n  name: score\n  annotations: { serving.kserve.io/autoscalerClass: ${scaler} }\nspec: { predictor: {} }\n`;
    const { notes } = patch(`${text(trigger(15))}---\n${beside}`);
    expect(notes).toEqual([
      `score.yaml: note: this InferenceService is scaled by ${said} (serving.kserve.io/autoscalerClass: ${scaler}), not by the rules of Knative (line 14)`,
    ]);
  });

  it('is refused where it has no such trigger', () => {
    const cpu = text("{ type: cpu, metricType: Utilization, metadata: { value: '60' } }");
    expect(() => patch(cpu)).toThrow(
      'sets the target of s0-prometheus (AverageValue), and this ScaledObject has no such metric: it follows cpu Utilization value 60',
    );
  });
});

describe('the own HTTPScaledObject beside a ScaledObject that sets the replicas', () => {
  const counter = (targetValue: number): string => `apiVersion: http.keda.sh/v1alpha1
kind: HTTPScaledObject
metadata:
  name: counter
  annotations: { httpscaledobject.keda.sh/skip-scaledobject-creation: 'true' }
spec:
  scaleTargetRef: { name: score, service: score, port: 80 }
  scalingMetric: { concurrency: { targetValue: ${targetValue} } }
`;
  const policyOf = (moved: object) =>
    policySettingsSchema.parse({
      kind: 'keda-http',
      minReplicas: 2,
      maxReplicas: 20,
      metric: 'concurrency',
      targetValue: 4,
      ...moved,
    });
  const planned = (moved: object, { own, names = {} }: { own?: string; names?: ObjectNames }) => {
    const advice = recommendation();
    const current = { ...advice.compared.current, settings: { policy: policyOf({}) } };
    const settings = { policy: policyOf(moved) };
    const notes: string[] = [];
    const files = settingsTexts(
      { ...advice, settings, compared: { ...advice.compared, current } },
      {
        own: own === undefined ? own : { file: 'counter.yaml', text: own },
        names,
        slotsPerReplica: 1,
        note: (line) => notes.push(line),
      },
    );
    return { files, notes };
  };

  it('gets its target, and no new file beside it, which would make a second ScaledObject', () => {
    expect(planned({ targetValue: 3 }, { own: counter(4) })).toEqual({
      files: [{ name: 'patched-counter.yaml', text: counter(3) }],
      notes: [],
    });
  });

  it('gets no bounds: those that move are told, to be written into the ScaledObject', () => {
    const told = (bounds: string): string =>
      `counter.yaml: the copy has the target alone, as your own ScaledObject sets the replicas (httpscaledobject.keda.sh/skip-scaledobject-creation): write there ${bounds}`;
    const { files, notes } = planned({ targetValue: 3, minReplicas: 6 }, { own: counter(4) });
    expect(files.map(({ text }) => text)).toEqual([counter(3)]);
    expect(notes).toEqual([told('minReplicaCount 6')]);
    expect(planned({ minReplicas: 6, maxReplicas: 30 }, { own: counter(4) }).notes).toEqual([
      told('minReplicaCount 6, maxReplicaCount 30'),
    ]);
  });

  it('is asked for where it is not given', () => {
    const names = { source: { kind: 'ScaledObject', name: 'score' } };
    expect(planned({ targetValue: 3 }, { names })).toEqual({
      files: [],
      notes: [
        'no new http-scaled-object.yaml, as KEDA would make a second ScaledObject of it, beside yours: patch your own HTTPScaledObject with --settings',
      ],
    });
  });

  it('is one that a plan can be made for', () => {
    const policy = policyOf({});
    if (policy.kind === 'fixed') throw new Error('the policy scales');
    expect(() => demandSettings({ file: 'counter.yaml', text: counter(4) }, policy, {})).not.toThrow();
  });
});
