import { access, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { recordedUids } from '../../../cli/apply/recorded-uids.ts';
import { runApply } from '../../../cli/apply/run-apply.ts';
import { interruptOf } from '../../../cli/run/interrupt.ts';
import { runVerify } from '../../../cli/verify/run-verify.ts';
import { type ResolvedConfig, resolveConfig } from '../../../config/resolve.ts';
import type { ClusterLine } from '../../../runs/schema/cluster-series.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';
import { writeRunFolder } from '../../builders/run-folder.ts';
import { writeKubeconfig } from '../../cluster/kubeconfig.ts';
import { cpuHpaSpec, startFakeObjectApi } from './fake-object-api.ts';

const policyOf = (minReplicas: number) =>
  policySettingsSchema.parse({
    kind: 'hpa',
    minReplicas,
    maxReplicas: 20,
    metrics: [{ targetValue: 0.5 }],
  });

const hpaLine = (uid?: string, deleted = false): ClusterLine => ({
  kind: 'autoscaler',
  atMs: 1,
  name: 'score',
  ...(uid !== undefined && { uid }),
  minReplicas: 2,
  maxReplicas: 20,
  currentReplicas: 2,
  desiredReplicas: 2,
  currentMetrics: [],
  conditions: [],
  deleted,
});

type Recorded = { readonly uid?: string; readonly context?: string };

/** The HPA of the live cluster has the uid `uid-1`, and the kubeconfig's current context is `scripted`. */
const setUp = async ({ uid, context }: Recorded, apply?: unknown) => {
  const api = await startFakeObjectApi('score', cpuHpaSpec({ minReplicas: 2, maxReplicas: 20 }));
  const place = { namespace: 'models', selector: 'app=score' };
  const input = {
    ...spikeConfig,
    target: { ...spikeConfig.target, kind: 'kubernetes' },
    cluster: { ...place, kubeconfig: await writeKubeconfig({ server: api.url }) },
    apply,
  };
  const run = completeRun({}, { ...input, cluster: { ...place, context } });
  const cluster: ClusterLine[] = [{ kind: 'header', schemaVersion: 1 }, hpaLine(uid)];
  const folder = await writeRunFolder({ run, load: [], cluster, droppedLines: 0 });
  const { compared, load } = recommendation();
  const current = { ...compared.current, settings: { policy: policyOf(2) } };
  const advice = recommendation({
    settings: { policy: policyOf(4) },
    compared: { ...compared, current },
    load: { ...load, peakRatePerSecond: 20 },
  });
  await writeFile(join(folder, 'recommendation.json'), JSON.stringify(advice));
  const notes: string[] = [];
  const options = { folder, isAllowed: true, note: (line: string) => void notes.push(line) };
  return { api, input, config: resolveConfig(input, 'k6.config.ts'), folder, options, notes };
};

const minimumIn = ({ api }: Awaited<ReturnType<typeof setUp>>): unknown => api.object().spec['minReplicas'];

const verifyBy = (config: ResolvedConfig, folder: string): Promise<unknown> =>
  runVerify(config, {
    folder,
    runsFolder: folder,
    progress: { note: () => {}, status: () => {}, step: () => {}, close: () => {} },
    interrupt: interruptOf(new AbortController().signal),
    isApplied: false,
    isAllowed: true,
  });

describe('the advice of a run', () => {
  test.each([true, false])('is not written to another cluster: --yes %s', async (isAllowed) => {
    const given = await setUp({ uid: 'of-staging', context: 'staging' });
    await expect(runApply(given.config, { ...given.options, isAllowed })).rejects.toMatchObject({
      code: 'E_SAFETY',
      details: [
        {
          what: 'HorizontalPodAutoscaler models/score in the context scripted is not the object that the run recorded (another uid): this is another cluster, or it was recreated; the run was recorded in staging',
          fix: 'use the cluster of the run (cluster.context: staging); if it is the same cluster and it was recreated, say --recreated to apply or verify',
        },
      ],
    });
    expect(minimumIn(given)).toBe(2);
  });

  test('is not written to another cluster under the same name of the context', async () => {
    const given = await setUp({ uid: 'of-staging', context: 'scripted' });
    await expect(runApply(given.config, given.options)).rejects.toThrow(/it was recreated$/);
    await runApply(given.config, { ...given.options, isRecreated: true });
    expect(minimumIn(given), 'once the user says so').toBe(4);
  });

  test('is written to the recorded object, whatever its context is called by now', async () => {
    const given = await setUp({ uid: 'uid-1', context: 'staging' });
    await runApply(given.config, given.options);
    expect(minimumIn(given)).toBe(4);
  });

  test('goes by the name of the context where no uid was recorded', async () => {
    const given = await setUp({ context: 'staging' });
    await expect(runApply(given.config, given.options)).rejects.toThrow(
      'the run was recorded in the context staging, and the settings would go to scripted',
    );
    expect(minimumIn(given)).toBe(2);
  });

  test('is written where the run tells nothing of its cluster, and that is said', async () => {
    const given = await setUp({});
    await runApply(given.config, given.options);
    expect(given.notes).toContain(
      'the run does not say in which cluster it was recorded; this is the context scripted',
    );
    expect(minimumIn(given)).toBe(4);
  });
});

describe('a command that applies settings', () => {
  test('is not run by verify in another cluster', async () => {
    const given = await setUp({ uid: 'of-staging' });
    const marker = join(given.folder, 'was-run');
    const config = resolveConfig({ ...given.input, apply: { command: ['touch', marker] } }, 'k6.config.ts');
    const error = await verifyBy(config, given.folder).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      message: expect.stringContaining('is not the object that the run recorded'),
    });
    await expect(access(marker)).rejects.toThrow();
  });

  test('needs no cluster in reach, and that it was not looked at is said', async () => {
    const given = await setUp({ uid: 'of-staging' });
    const marker = join(given.folder, 'was-run');
    const cluster = { ...given.input.cluster, kubeconfig: await writeKubeconfig({}) };
    const apply = { command: ['touch', marker] };
    await runApply(resolveConfig({ ...given.input, cluster, apply }, 'k6.config.ts'), given.options);
    await access(marker);
    expect(given.notes[0]).toMatch(/^whether this is the cluster of the run is not known: /);
  });
});

test('of an object that was recreated during the run, the last one is the recorded one', () => {
  const recording = (...cluster: ClusterLine[]) => ({ cluster });
  const uids = recording(hpaLine('first'), hpaLine('second'), hpaLine('first', true));
  expect(recordedUids(uids)).toEqual([{ kind: 'HorizontalPodAutoscaler', name: 'score', uid: 'second' }]);
  expect(recordedUids(recording(hpaLine('first'), hpaLine('first', true)))).toEqual([]);
  expect(recordedUids(recording(hpaLine()))).toEqual([]);
});
