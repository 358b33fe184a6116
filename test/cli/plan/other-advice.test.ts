import { describe, expect, it } from 'vitest';
import { isOfOtherAdvice } from '../../../cli/plan/other-advice.ts';
import {
  type DialectName,
  decidedSettingsOf,
  dialects,
  scalingSettingsOf,
} from '../../../planner/settings/index.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';

const policyOf = (kind: DialectName, minReplicas: number) => {
  const metric = kind === 'hpa' ? { metrics: [{ targetValue: 0.65 }] } : {};
  const target = { 'keda-http': { targetValue: 4 }, knative: { target: 3, targetUtilization: 0.625 } };
  const own = Object.hasOwn(target, kind) ? target[kind as keyof typeof target] : {};
  return policySettingsSchema.parse({ kind, minReplicas, maxReplicas: 20, ...metric, ...own });
};

describe.each(Object.keys(dialects) as DialectName[])('a settings file of %s', (kind) => {
  const dialect = dialects[kind];
  const [policy, other] = [policyOf(kind, 7), policyOf(kind, 3)];
  const fresh = dialect.write('', scalingSettingsOf({ policy }));
  const isOther = (text: string, name = dialect.fileName): boolean =>
    isOfOtherAdvice({ name, text }, { policy });

  it('that the advice was written into is its own', () => {
    expect(isOther(fresh)).toBe(false);
    const patched = dialect.write(
      dialect.write('', { minReplicas: 1, maxReplicas: 9 }),
      decidedSettingsOf({ policy }),
    );
    expect(isOther(patched, `patched-${dialect.fileName}`)).toBe(false);
  });

  it('of other settings is of another advice', () => {
    expect(isOther(dialect.write('', scalingSettingsOf({ policy: other })))).toBe(true);
  });

  it('that can’t be read, or is a script, is taken as it is', () => {
    expect(isOther('{ [')).toBe(false);
    expect(isOther('min_replicas=1', 'deploy_configuration.py')).toBe(false);
  });
});
