import { expect, it } from 'vitest';
import { analyze } from '../../../planner/result/build-result.ts';
import type { LoadSample } from '../../../runs/schema/load-series.ts';
import { deploymentLine, podLine } from '../../builders/cluster.ts';
import { countsLine } from '../../builders/load.ts';
import { startSecond } from '../../builders/run.ts';
import { at, fine, hpaLine, oneReplica, onKubernetes, recordingOf } from '../../builders/situation.ts';

const requestsOf = (recording: Parameters<typeof analyze>[0]) =>
  Object.fromEntries(
    analyze(recording).result.findings.flatMap(({ cause, requests }) =>
      requests > 0 ? [[cause, requests]] : [],
    ),
  );

const sampleAt = (second: number, change: Partial<LoadSample>): LoadSample => ({
  kind: 'sample',
  seq: 0,
  second: startSecond + second,
  generator: 'local',
  endpoint: 'default',
  phase: 'spike',
  outcome: '429',
  status: 429,
  ...change,
});

const limited = { body: 'local_rate_limited', headers: { server: 'istio-envoy' } };
const overloaded = { body: '{"error":"Model is overloaded"}' };

/** From second 10 on 4 requests a second that waited for a slot are turned away, from 15 on 6 others at once. */
const twoVoices = (samples: readonly LoadSample[]) => {
  const recording = recordingOf({
    config: { ...onKubernetes, autoscaler: { ...onKubernetes.autoscaler, maxReplicas: 1 } },
    ended: (second) => (second < 10 || second >= 20 ? fine(second) : { '200': [second < 15 ? 16 : 10, 100] }),
    inFlight: () => 4,
    cluster: [...oneReplica, hpaLine({ maxReplicas: 1 })],
  });
  const refused = Array.from({ length: 10 }, (_, i) => {
    const atOnce = i < 5 ? 0 : 6;
    return countsLine({
      second: startSecond + 10 + i,
      phase: 'spike',
      outcomes: { '429': 4 + atOnce },
      latenciesMs: { '429': [...new Array<number>(4).fill(420), ...new Array<number>(atOnce).fill(3)] },
    });
  });
  return { ...recording, load: [...recording.load, ...refused, ...samples] };
};

it('tells a rate limit from a full queue of the same status by when each of them answers', () => {
  const alone = [10, 11, 12, 13, 14].map((second) => sampleAt(second, overloaded));
  const mixed = [15, 16, 17, 18, 19].map((second) => sampleAt(second, second % 2 ? limited : overloaded));
  expect(requestsOf(twoVoices([...alone, ...mixed]))).toEqual({ atMaxReplicas: 40, rateLimited: 30 });
});

it('lets a voice speak for all where no second tells when it comes', () => {
  expect(requestsOf(twoVoices([sampleAt(15, limited)]))).toEqual({ rateLimited: 70 });
});

it('charges to new replicas without their model only the endpoint that was answered well before', () => {
  const wrong = { path: '/v2/models/absent/infer' };
  const recording = recordingOf({
    config: {
      ...onKubernetes,
      endpoints: [
        { name: 'default', share: 0.8 },
        { name: 'absent', share: 0.2, ...wrong },
      ],
    },
    ended: (second) =>
      second >= 14 && second < 18
        ? { '200': [10, 100], '404': [6, 3] }
        : { '200': [second < 10 || second >= 30 ? 4 : 16, 100] },
    inFlight: () => 1,
    cluster: [
      ...oneReplica,
      hpaLine(),
      deploymentLine({ atMs: at(12), desired: 2, ready: 1 }),
      podLine({ atMs: at(12), name: 'b', ready: false, createdAtMs: at(12) }),
      podLine({ atMs: at(14), name: 'b', ready: true, createdAtMs: at(12), readyAtMs: at(14) }),
      deploymentLine({ atMs: at(14), desired: 2, ready: 2 }),
    ],
  });
  const absent = Array.from({ length: 40 }, (_, second) =>
    countsLine({
      second: startSecond + second,
      endpoint: 'absent',
      phase: second < 10 ? 'baseline' : second < 30 ? 'spike' : 'recovery',
      outcomes: { '404': 2 },
      latenciesMs: { '404': [3, 3] },
    }),
  );
  expect(requestsOf({ ...recording, load: [...recording.load, ...absent] })).toEqual({
    notAccepted: 80,
    notYetLoaded: 24,
  });
});
