import { answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import { after, failed, scored } from '../lab/service.ts';
import type { Scenario } from '../scenario.ts';
import { begin, hpaConfig, hpaView, replicasOf } from './play.ts';
import { rateLimit } from './rate-limit.ts';
import { readyBeforeLoaded } from './ready-before-loaded.ts';

const family = 'other';

/** So many replicas, no more: what happens is in front of them. */
const fixed = (replicas: number) => hpaConfig({ minReplicas: replicas, maxReplicas: replicas + 4 });
const calm = (lab: Lab, replicas: number): string[] =>
  begin(lab, {
    replicas,
    hpa: { minReplicas: replicas, maxReplicas: replicas + 4, current: replicas, desired: replicas },
  });

const between = (lab: Lab, from: number, to: number): boolean => lab.seconds() > from && lab.seconds() < to;

const limited = (name: string, answer: (typeof answers)['nginxLimited' | 'envoyLimited']): Scenario => ({
  name,
  family,
  slots: 8,
  config: fixed(4),
  play: (lab) => {
    calm(lab, 4);
    const isWithin = rateLimit(7);
    const service = replicasOf(lab, { slots: 8 });
    return {
      score: () => {
        if (isWithin() || lab.seconds() < 0) return service.score();
        return failed(answer, 'rateLimited');
      },
    };
  },
});

/** What stands in front of the replicas: ingress, mesh, balancer, and limits of the clients' own. */
export const gatewayScenarios: readonly Scenario[] = [
  limited('nginx ingress: limit_req turns away (429)', answers.nginxLimited),
  limited('istio: a local rate limit turns away (429)', answers.envoyLimited),
  {
    name: 'model server: its queue is full at the maximum (429)',
    family,
    config: hpaConfig({ maxReplicas: 2 }),
    play: (lab) => {
      begin(lab, { replicas: 2, hpa: { maxReplicas: 2, current: 2, desired: 2 } });
      const conditions = {
        ScalingLimited: {
          status: 'True',
          reason: 'TooManyReplicas',
          message: 'the desired replica count is more than the maximum replica count',
        },
      };
      return {
        score: replicasOf(lab, { serviceMs: () => 300, turnedAway: answers.modelOverloaded }).score,
        timeline: [[6, () => lab.cluster.hpa(hpaView(2, { maxReplicas: 2, utilization: 180, conditions }))]],
      };
    },
  },
  {
    name: 'aws balancer: connections that the server has closed are used again (502)',
    family,
    slots: 8,
    config: fixed(2),
    play: (lab) => {
      calm(lab, 2);
      const service = replicasOf(lab, { slots: 8 });
      return {
        // At a low rate connections idle long enough for the server to close them.
        score: ({ n }) =>
          n % 7 === 0 && !between(lab, 5, 14)
            ? failed(answers.albBadGateway, 'keepAliveRace')
            : service.score(),
      };
    },
  },
  {
    name: 'nginx ingress: the model is slower than proxy_read_timeout (504)',
    family,
    slots: 16,
    config: fixed(4),
    play: (lab) => {
      calm(lab, 4);
      const service = replicasOf(lab, {
        slots: 16,
        serviceMs: () => (between(lab, 7, 12) ? 1_600 : 150),
        timeoutMs: 1_200,
        queueWaitMs: 5_000,
        timedOut: failed(answers.nginxTimeout, 'modelSlowerThanTimeout'),
      });
      return { score: service.score };
    },
  },
  {
    name: 'nginx ingress: at the maximum, requests wait until proxy_read_timeout cuts them (504)',
    family,
    config: hpaConfig({ maxReplicas: 2 }),
    play: (lab) => {
      begin(lab, { replicas: 2, hpa: { maxReplicas: 2, current: 2, desired: 2 } });
      const conditions = {
        ScalingLimited: {
          status: 'True',
          reason: 'TooManyReplicas',
          message: 'the desired replica count is more than the maximum replica count',
        },
      };
      const service = replicasOf(lab, {
        serviceMs: () => 300,
        // Nobody is turned away: each waits in the backlog of a replica.
        queueWaitMs: 60_000,
        timeoutMs: 1_500,
        timedOut: failed(answers.nginxTimeout, 'atMaxReplicas'),
      });
      return {
        score: service.score,
        timeline: [[6, () => lab.cluster.hpa(hpaView(2, { maxReplicas: 2, utilization: 180, conditions }))]],
      };
    },
  },
  {
    name: 'istio: timeout of 0.8 s and one retry (504 after 1.6 s)',
    family,
    slots: 64,
    config: fixed(4),
    play: (lab) => {
      calm(lab, 4);
      const service = replicasOf(lab, {
        slots: 64,
        serviceMs: () => (between(lab, 6, 12) ? 2_500 : 150),
        timeoutMs: 1_600,
        queueWaitMs: 5_000,
        timedOut: failed(answers.envoyTimeout, 'modelSlowerThanTimeout'),
      });
      return { score: service.score };
    },
  },
  {
    name: 'plain Service: the client gives up after 4 s',
    family,
    slots: 16,
    config: { ...fixed(4), target: { kind: 'kubernetes', requestTimeoutMs: 4_000 } },
    play: (lab) => {
      calm(lab, 4);
      return {
        score: async ({ n }) => {
          if (n % 4 !== 0 || !between(lab, 5, 13)) return after(150).then(() => scored);
          return { kind: 'silence', cause: 'clientTimeout' };
        },
      };
    },
  },
  {
    name: 'triton: new replicas are Ready before their model is loaded (404)',
    family,
    slots: 16,
    config: hpaConfig(),
    play: (lab) => readyBeforeLoaded(lab, 3),
  },
  {
    name: 'two endpoints, one asks for a model that is not there (404)',
    family,
    slots: 8,
    isForced: true,
    config: {
      ...fixed(3),
      endpoints: [
        { name: 'right', share: 0.7 },
        { name: 'wrong', share: 0.3, path: '/v2/models/absent/infer' },
      ],
    },
    play: (lab) => {
      calm(lab, 3);
      const service = replicasOf(lab, { slots: 8 });
      return {
        score: ({ path }) =>
          path.includes('absent') ? failed(answers.modelNotFound, 'notAccepted') : service.score(),
      };
    },
  },
  {
    name: 'kserve: predict() raises for some inputs (500)',
    family,
    slots: 8,
    config: fixed(3),
    play: (lab) => {
      calm(lab, 3);
      const service = replicasOf(lab, { slots: 8 });
      return {
        score: ({ n }) =>
          n % 5 === 0 && lab.seconds() > 3 ? failed(answers.kserveFailed, 'modelCrashed') : service.score(),
      };
    },
  },
  {
    name: 'generator: it stands still four times, and sends at once what is overdue (503)',
    family,
    stopsGenerator: true,
    config: { ...fixed(4), load: { scenario: 'soak', ratePerSecond: 12, soakSeconds: 17 } },
    play: (lab) => {
      calm(lab, 4);
      // Four slots of 180 ms hold 22 a second: only what the generator sends in a heap is too much.
      const service = replicasOf(lab, { shortOf: () => 'generator' });
      const stop = async (): Promise<void> => {
        const generator = await lab.generator();
        process.kill(generator, 'SIGSTOP');
        await after(2_000);
        process.kill(generator, 'SIGCONT');
      };
      return {
        score: service.score,
        timeline: [
          [3, stop],
          [6.5, stop],
          [10, stop],
          [13.5, stop],
        ],
      };
    },
  },
];
