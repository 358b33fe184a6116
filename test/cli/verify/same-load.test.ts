import { expect, it } from 'vitest';
import { sameLoad } from '../../../cli/verify/same-load.ts';
import { recordedConfigOf } from '../../../config/recorded.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { plannedSettings } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';

it('the settings of an advice count as stated in its re-run, also where the config states none', () => {
  const config = resolveConfig({ ...spikeConfig, autoscaler: undefined }, 'k6.config.ts');
  expect(recordedConfigOf(config).autoscalerFrom).toBe('default');
  const fired = recordedConfigOf(sameLoad(config, completeRun(), plannedSettings));
  expect(fired).toMatchObject({ autoscaler: plannedSettings.policy, autoscalerFrom: 'config' });
});
