import { expect, test } from 'vitest';
import type { Written } from '../../../cli/apply/apply-settings.ts';
import { settingsInForce } from '../../../cli/run/settings-in-force.ts';
import { notInForce } from '../../../cli/verify/not-in-force.ts';
import { hpaFrom } from '../../builders/hpa.ts';

const live = (minReplicas: number) => {
  const stated = settingsInForce(
    { autoscaler: hpaFrom(minReplicas), autoscalerSaid: null, policy: null },
    { recorded: [], isAzureml: false },
  );
  return { inForce: { ...stated, isLive: true } };
};

const byUser = {
  written: undefined,
  apply: 'headroom apply runs/a',
  verify: 'headroom verify runs/a --applied',
};

test('a re-run is refused where the live autoscaler keeps another number of replicas than it begins with', () => {
  expect(notInForce(hpaFrom(6), live(2), byUser)).toMatchObject({
    code: 'E_VERIFY',
    message: expect.stringMatching(/not in force: .*begin with 6 replicas, .*keeps 2 without load/),
    details: [{ fix: expect.stringMatching(/^apply them first \(headroom apply runs\/a\), or wait/) }],
  });
  expect(notInForce(hpaFrom(2), live(6), byUser)?.message).toMatch(/keeps 6/);
});

test('after a write it says neither to apply again nor that the settings stay in force', () => {
  const fixAfter = (written: Written) =>
    notInForce(hpaFrom(6), live(2), { ...byUser, written })!.details[0]!.fix;
  expect(fixAfter({ how: 'command', takenBackBy: null })).toBe(
    'apply.command ended with 0: look at what it did and correct it, or apply the settings by hand and run headroom verify runs/a --applied',
  );
  expect(fixAfter({ how: 'kubernetes', takenBackBy: 'headroom rollback runs/a --yes' })).toBe(
    'they were written just now, and something else counts or has changed them: find it, then run headroom verify runs/a --applied; headroom rollback runs/a --yes takes back what was written',
  );
});

test('a re-run is fired where it keeps that number, or where no object says what it keeps', () => {
  expect(notInForce(hpaFrom(6), live(6), byUser)).toBeNull();
  expect(notInForce(hpaFrom(6), { inForce: { ...live(2).inForce, isLive: false } }, byUser)).toBeNull();
  expect(notInForce(hpaFrom(6), null, byUser)).toBeNull();
});
