import { describe, expect, it } from 'vitest';
import { calibrate } from '../../../planner/calibrate/calibrate.ts';
import { requestsPerArrival, severalRequestsOf } from '../../../planner/measure/requests-per-arrival.ts';
import { analyze } from '../../../planner/result/build-result.ts';
import { decide } from '../../../reports/decision.ts';
import { decisionText } from '../../../reports/words/plan/decision.ts';
import { pageFormulaText } from '../../../reports/words/plan/page-formula.ts';
import { policySettingsSchema } from '../../../runs/schema/policy.ts';
import { recordSpike } from '../../builders/recording.ts';
import { sentByScript } from '../../builders/script-run.ts';
import { spikeRun } from '../../builders/spike-run.ts';

const policy = policySettingsSchema.parse({ kind: 'azureml-v1', minReplicas: 20, maxReplicas: 30 });
const recording = recordSpike({ policy, baselineSeconds: 10, holdSeconds: 20, recoverySeconds: 10 });

describe('requests per arrival', () => {
  const ofScript = { config: { script: 'flow.js' } };

  it('are one where a script sends another number only now and then', () => {
    expect(requestsPerArrival(ofScript, { arrivals: 100, requests: 105 })).toBe(1);
    expect(requestsPerArrival(ofScript, { arrivals: 100, requests: 106 })).toBe(1.06);
    expect(requestsPerArrival(ofScript, { arrivals: 100, requests: 94 })).toBe(0.94);
    expect(requestsPerArrival(ofScript, { arrivals: 100, requests: 0 })).toBe(0);
  });

  it('are told of the endpoint that is farthest from one', () => {
    const run = { ...spikeRun, config: { ...spikeRun.config, script: 'flow.js' } };
    const once = { name: 'a', arrivals: 10, requests: 10 };
    expect(severalRequestsOf(run, [once])).toBeUndefined();
    expect(severalRequestsOf(run, [once, { name: 'b', arrivals: 10, requests: 30 }])).toEqual({
      run: run.id,
      endpoint: 'b',
      mean: 3,
    });
    expect(severalRequestsOf(spikeRun, [{ name: 'a', arrivals: 10, requests: 30 }])).toBeUndefined();
  });
});

describe('a script that sends two requests per arrival', () => {
  const flow = sentByScript(recording, 2);
  const { result } = analyze(flow);

  it('has the formula of Azure ML asked at the rate of its requests, as the same requests one by one have', () => {
    const once = analyze(recording).result.pageFormula;
    expect(result.pageFormula).toMatchObject({ ratePerSecond: 60, requestsPerArrival: 2 });
    expect(result.pageFormula).toMatchObject({ replicas: 'replicas' in once ? once.replicas : null });
    expect(pageFormulaText(result.pageFormula).basis).toContain(
      'at 60 requests/s (30 arrivals/s, each of 2 requests)',
    );
  });

  it('is not to be planned from, and a test of it says so', () => {
    const decision = decide({ result });
    expect(decision).toEqual({ kind: 'oneRequestEach', mean: 2 });
    const { title, commands } = decisionText(decision, { result });
    expect(title).toBe('No plan from this script: it sends 2 requests per arrival');
    expect(commands.join()).not.toContain('headroom plan');
    expect(decide({ result: analyze(sentByScript(recording, 1)).result })).toEqual({ kind: 'plan' });
  });

  it('is named by a calibration, of whichever run it was', () => {
    const { warnings } = calibrate([flow, recording]);
    expect(warnings[0]).toEqual({ code: 'requestsPerArrival', run: flow.run.id, endpoint: null, mean: 2 });
  });
});
