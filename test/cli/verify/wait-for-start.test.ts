import { describe, expect, it, vi } from 'vitest';
import { type WaitOptions, waitForStart } from '../../../cli/verify/wait-for-start.ts';
import { openCluster } from '../../../cluster/connect/open.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import type { Sandbox } from '../../../sandbox/sandbox.ts';
import { constantMs, startForTest } from '../../sandbox/start.ts';

const clusterOf = ({ kubeconfigPath }: Sandbox) =>
  openCluster({ kubeconfig: kubeconfigPath, namespace: 'default', selector: 'azuremlappname=demo' });

/** The advised settings; their hold is short enough to be waited for in a test. */
const advised = policySettingsSchema.parse({
  kind: 'azureml-v1',
  minReplicas: 2,
  maxReplicas: 8,
  refreshSeconds: 0.05,
  scaleDownHoldSeconds: 0.5,
});

const patient = { patienceMs: 30_000, slackMs: 30_000 };

const waitIn = async (
  sandbox: Sandbox,
  { onNote, ...options }: Partial<WaitOptions> & { readonly onNote?: (text: string) => void } = {},
) => {
  const notes: string[] = [];
  const note = (text: string): void => {
    notes.push(text);
    onNote?.(text);
  };
  const cluster = await clusterOf(sandbox);
  const waited = await waitForStart(cluster, { policy: advised, limits: patient, ...options, note });
  return { waited, notes };
};

/** A sandbox with the replicas that earlier load has left. */
const withReplicas = (replicas: number) => startForTest({ policy: { kind: 'fixed', replicas } });

describe('waitForStart', () => {
  it('does not wait where the cluster stands as predicted', async () => {
    const sandbox = await withReplicas(2);
    expect(await waitIn(sandbox)).toEqual({ waited: 'there', notes: [] });
  });

  it('waits until the autoscaler has let go of what an earlier load has left', async () => {
    const sandbox = await withReplicas(6);
    sandbox.changeSettings({ policy: advised });
    const { waited, notes } = await waitIn(sandbox);
    expect(waited).toBe('there');
    expect(sandbox.replicas()).toEqual({ desired: 2, ready: 2, pending: 0 });
    expect(notes, 'said once, though four replicas left').toEqual([
      expect.stringMatching(/waiting for 2 replicas, as predicted: the autoscaler keeps 6 for up to 0.5 s/),
    ]);
  });

  it('waits until replicas that are missing are ready, and tells how many are', async () => {
    const lag = { scheduleMs: constantMs(20), pullMs: constantMs(20), initMs: constantMs(100) };
    const sandbox = await startForTest({ policy: { kind: 'fixed', replicas: 1 }, startupLag: lag });
    // The missing one begins to start when the wait has told of it, however slow the machine is.
    const onNote = (): void => sandbox.changeSettings({ policy: advised });
    const { waited, notes } = await waitIn(sandbox, { onNote });
    expect(waited).toBe('there');
    expect(sandbox.replicas()).toMatchObject({ ready: 2, pending: 0 });
    expect(notes).toEqual([
      '1 of 2 replicas ready, 1 wanted: waiting until 2 are wanted',
      '1 of 2 replicas ready: waiting for the rest',
    ]);
  });

  it('goes on when something keeps the surplus, and says so', async () => {
    const sandbox = await withReplicas(5);
    const { waited, notes } = await waitIn(sandbox, { limits: { patienceMs: 30_000, slackMs: 50 } });
    expect(waited).toBe('surplus');
    expect(notes.at(-1)).toMatch(/going on with 5 replicas, where 2 were predicted/);
  });

  it('says of a repeat what it means there', async () => {
    const sandbox = await withReplicas(5);
    const limits = { patienceMs: 30_000, slackMs: 50 };
    const { notes } = await waitIn(sandbox, { limits, purpose: 'repeat' });
    expect(notes.at(-1)).toMatch(/where 2 are kept without load: .* is another experiment than the first$/);
  });

  it('is told of each change of what the autoscaler wants', async () => {
    const sandbox = await withReplicas(5);
    const { notes } = await waitIn(sandbox, {
      onNote: (text) => {
        if (text.includes('keeps 5')) sandbox.changeSettings({ policy: { kind: 'fixed', replicas: 4 } });
        if (text.includes('keeps 4')) sandbox.changeSettings({ policy: { kind: 'fixed', replicas: 2 } });
      },
    });
    expect(notes.map((text) => /keeps (\d)/.exec(text)?.[1])).toEqual(['5', '4']);
  });

  const impatient = { patienceMs: 100, slackMs: 50 };

  it('fails when nobody asks for the missing replicas, and leads to what sets their number', async () => {
    const sandbox = await withReplicas(1);
    await expect(waitIn(sandbox, { limits: impatient })).rejects.toMatchObject({
      code: 'E_VERIFY',
      message: '1 of 2 replicas ready after 0 minutes, 1 wanted',
      details: [{ fix: expect.stringContaining('goes by the settings') }],
    });
  });

  it('fails when replicas that are asked for stay missing, and leads to the pods', async () => {
    const lag = { scheduleMs: constantMs(60_000), pullMs: constantMs(20), initMs: constantMs(20) };
    const sandbox = await startForTest({ policy: { kind: 'fixed', replicas: 1 }, startupLag: lag });
    sandbox.changeSettings({ policy: advised });
    await vi.waitFor(() => expect(sandbox.replicas().desired).toBe(2));
    await expect(waitIn(sandbox, { limits: impatient })).rejects.toMatchObject({
      code: 'E_VERIFY',
      message: '1 of 2 replicas ready after 0 minutes',
      details: [{ fix: expect.stringContaining('look at the pods') }],
    });
  });

  it('waits for none where the prediction begins at zero', async () => {
    const sandbox = await withReplicas(1);
    const toZero = policySettingsSchema.parse({ kind: 'keda-http', cooldownSeconds: 0 });
    const { waited } = await waitIn(sandbox, {
      policy: toZero,
      onNote: () => sandbox.changeSettings({ policy: toZero }),
    });
    expect(waited).toBe('there');
    expect(sandbox.replicas()).toEqual({ desired: 0, ready: 0, pending: 0 });
  });

  it('can’t wait without a cluster, and says so', async () => {
    const notes: string[] = [];
    const options = { policy: advised, note: (text: string) => void notes.push(text) };
    expect(await waitForStart(null, options)).toBe('unreadable');
    expect(notes).toEqual([expect.stringContaining('can’t be read')]);
  });

  it('can’t wait where the selector finds nothing', async () => {
    const sandbox = await withReplicas(2);
    const cluster = await openCluster({
      kubeconfig: sandbox.kubeconfigPath,
      namespace: 'default',
      selector: 'azuremlappname=another',
    });
    expect(await waitForStart(cluster, { policy: advised, note: () => {} })).toBe('unreadable');
  });
});
