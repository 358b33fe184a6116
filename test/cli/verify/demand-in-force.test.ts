import { expect, test } from 'vitest';
import { settingsInForce } from '../../../cli/run/settings-in-force.ts';
import { demandInForce } from '../../../cli/verify/demand-in-force.ts';
import { hpaFrom } from '../../builders/hpa.ts';

const live = (minReplicas: number) => {
  const stated = settingsInForce(
    { autoscaler: hpaFrom(minReplicas), autoscalerSaid: null, policy: null },
    { recorded: [], isAzureml: false },
  );
  return { inForce: { ...stated, isLive: true } };
};

test('a re-run is refused where the live autoscaler keeps another number of replicas than it begins with', () => {
  expect(() => demandInForce(hpaFrom(6), live(2), 'headroom apply runs/a')).toThrow(
    expect.objectContaining({
      code: 'E_VERIFY',
      message: expect.stringMatching(/not in force: .*begin with 6 replicas, .*keeps 2 without load/),
    }),
  );
  expect(() => demandInForce(hpaFrom(2), live(6), 'headroom apply runs/a')).toThrow(/keeps 6/);
});

test('a re-run is fired where it keeps that number, or where no object says what it keeps', () => {
  demandInForce(hpaFrom(6), live(6), 'headroom apply runs/a');
  demandInForce(hpaFrom(6), { inForce: { ...live(2).inForce, isLive: false } }, 'headroom apply runs/a');
  demandInForce(hpaFrom(6), null, 'headroom apply runs/a');
});
