import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { type PolicySettings, policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';

const settingsOf = (settings: object): PolicySettings =>
  policySettingsSchema.parse({ kind: 'azureml-v2', minReplicas: 3, maxReplicas: 30, ...settings });

const ruleOf = (policy: PolicySettings, configured = settingsOf({})) =>
  calibrate([recordSpike({ policy, configured })]).policy;

const shareOf = ({ fits }: ReturnType<typeof ruleOf>, holds: (policy: PolicySettings) => boolean): number =>
  fits.filter((fit) => holds(fit.policy)).reduce((sum, { share }) => sum + share, 0);

describe('readings of a rule', () => {
  it.each([
    { stepLaw: 'proportional', sampling: 'instant' },
    { stepLaw: 'oneAtATime', sampling: 'instant' },
  ])('are believed in as the recorded replicas say: $stepLaw', (hidden) => {
    const rule = ruleOf(settingsOf(hidden));
    const law = (policy: PolicySettings): boolean => 'stepLaw' in policy && policy.stepLaw === hidden.stepLaw;
    expect(rule.settings).toMatchObject({ stepLaw: hidden.stepLaw });
    expect(shareOf(rule, law)).toBeGreaterThan(0.9);
  });

  it('share all belief among those of the chosen rule', () => {
    const rule = ruleOf(settingsOf({}));
    expect(shareOf(rule, ({ kind }) => kind === rule.settings.kind)).toBeCloseTo(1, 12);
    expect(shareOf(rule, ({ kind }) => kind !== rule.settings.kind)).toBe(0);
    for (const { plausible, share } of rule.fits) expect(plausible).toBe(share >= 0.05);
  });

  it('stay as likely as before where nothing scaled', () => {
    const still = settingsOf({ minReplicas: 30 });
    const rule = ruleOf(still, still);
    const law = (name: string) => (policy: PolicySettings) => 'stepLaw' in policy && policy.stepLaw === name;
    expect(shareOf(rule, law('proportional'))).toBeCloseTo(2 / 3, 6);
    expect(rule.settings).toMatchObject({ stepLaw: 'proportional' });
  });

  it('start from the replicas that the recording starts with', () => {
    const rule = calibrate([
      recordSpike({ policy: settingsOf({}), baselineRate: 40, baselineSeconds: 60 }),
    ]).policy;
    expect(rule.settings).toMatchObject({ stepLaw: 'proportional' });
  });
});
