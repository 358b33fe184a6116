import { access, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listenForInterrupt } from '../../../cli/run/interrupt.ts';
import { runVerify } from '../../../cli/verify/run-verify.ts';
import { resolveConfig } from '../../../config/resolve.ts';
import { writeJson } from '../../../runs/folder.ts';
import { adviceSchema, type Recommendation } from '../../../runs/schema/recommendation.ts';
import { runSchema } from '../../../runs/schema/run.ts';
import { recommendation } from '../../builders/recommendation.ts';
import { completeRun, spikeConfig } from '../../builders/run.ts';

/** Verifies an advice for the recorded spike with a config; nothing is fired, as it is refused. */
const verify = async (advice: Recommendation, config: object) => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-verify-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  await writeJson(folder, 'run.json', runSchema, completeRun());
  await writeJson(folder, 'recommendation.json', adviceSchema, advice);
  const progress = { note: () => {}, status: () => {}, step: () => {}, close: () => {} };
  using interrupt = listenForInterrupt();
  const options = { folder, interrupt, runsFolder: folder, progress, isApplied: true, isAllowed: false };
  const error: unknown = await runVerify(resolveConfig(config, 'k6.config.ts'), options).catch(
    (thrown: unknown) => thrown,
  );
  await expect(access(join(folder, 'applied.json')), 'nothing was applied').rejects.toThrow();
  return error;
};

const { load } = recommendation();

it('an advice for another load than the recorded one is not verified, and nothing is applied', async () => {
  const advice = recommendation({ load: { ...load, peakRatePerSecond: 40 } });
  expect(await verify(advice, spikeConfig)).toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining('planned for 40 requests/s at the peak, the recorded load has 20'),
  });
});

it('an advice is not verified on other endpoints than the recorded ones', async () => {
  const advice = recommendation({ load: { ...load, peakRatePerSecond: 20 } });
  const endpoints = [
    { name: 'score', share: 0.5 },
    { name: 'embed', share: 0.5, path: '/embed' },
  ];
  expect(await verify(advice, { ...spikeConfig, endpoints })).toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining('the endpoints: recorded default, now score, embed'),
  });
});

it('the advice of another run is not verified', async () => {
  const advice = recommendation({ runs: ['another'], load: { ...load, peakRatePerSecond: 20 } });
  expect(await verify(advice, spikeConfig)).toMatchObject({
    code: 'E_RUN_FOLDER',
    details: [
      {
        what: expect.stringMatching(/is the advice of another run \(another\); this folder holds ./),
        fix: expect.stringMatching(/^headroom plan \S+ makes the advice of this run$/),
      },
    ],
  });
});

const { target } = spikeConfig;
it.each([
  ['address', { url: 'http://scoring.example/other' }, 'the address: recorded '],
  ['host', { url: 'http://other.example/score' }, 'now http://other.example/score'],
  ['payload', { payload: { json: { data: [2] } } }, 'the payload: recorded '],
  ['request timeout', { requestTimeoutMs: 7700 }, 'the request timeout: recorded '],
  ['kind of target', { kind: 'kubernetes' }, 'target.kind: recorded '],
])('an advice is not verified with another %s than the recorded one', async (_, change, text) => {
  const advice = recommendation({ load: { ...load, peakRatePerSecond: 20 } });
  expect(await verify(advice, { ...spikeConfig, target: { ...target, ...change } })).toMatchObject({
    code: 'E_USAGE',
    message: expect.stringContaining(text),
  });
});
