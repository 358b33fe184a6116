import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listenForInterrupt } from '../../../cli/run/interrupt.ts';
import { runVerify } from '../../../cli/verify/run-verify.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { writeJson } from '../../../runs/folder.ts';
import { adviceSchema } from '../../../runs/schema/recommendation.ts';
import { runSchema } from '../../../runs/schema/run.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';

it('an advice for another load than the recorded one is not verified, and nothing is applied', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-verify-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { load } = recommendation();
  const advice = recommendation({ load: { ...load, peakRatePerSecond: 40 } });
  await writeJson(folder, 'run.json', runSchema, completeRun());
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  const progress = { note: () => {}, status: () => {}, close: () => {} };
  using interrupt = listenForInterrupt();
  const options = { folder, interrupt, runsFolder: folder, progress, isApplied: true, isAllowed: false };
  await expect(runVerify(resolveConfig(spikeConfig, 'k6.config.ts'), options)).rejects.toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining('planned for 40 requests/s at the peak, the recorded load has 20'),
  });
  await expect(access(join(folder, 'applied.json'))).rejects.toThrow();
});
