import { describe, expect, it } from 'vitest';
import { timeoutChainOf } from '../../../../planner/explain/timeouts/chain.ts';
import { recordedOf } from '../../../../planner/timeline/recording.ts';
import type { ClusterLine } from '../../../../runs/schema/cluster-series.ts';
import type { Room } from '../../../../runs/schema/room.ts';
import { countsLine } from '../../../builders/load.ts';
import { completeRun, spikeConfig, startSecond } from '../../../builders/run.ts';

type Ended = { readonly outcome: string; readonly latenciesMs: readonly number[] };

const roomLine = (timeouts: Room['timeouts']): ClusterLine => ({
  kind: 'room',
  atMs: 0,
  pod: {
    requests: {},
    limits: {},
    nodeSelector: {},
    nodeTerms: [],
    tolerations: [],
    isAlone: false,
    notJudged: [],
  },
  placed: 1,
  nodes: null,
  quotas: [],
  surge: null,
  nodeAutoscaler: null,
  timeouts,
});

/** A run whose requests ended so. */
const chainOf = (
  ended: readonly Ended[],
  {
    target = {},
    router,
    autoscaler,
    timeouts = [],
    script = null,
  }: {
    target?: object;
    router?: object;
    autoscaler?: object;
    timeouts?: Room['timeouts'];
    script?: string | null;
  } = {},
) => {
  const { autoscaler: _, ...config } = spikeConfig;
  const input = {
    ...config,
    ...(autoscaler && { autoscaler }),
    target: { ...spikeConfig.target, ...target },
    ...(router && { router }),
  };
  const load = ended.map(({ outcome, latenciesMs }, i) =>
    countsLine({
      second: startSecond + i,
      outcomes: { [outcome]: latenciesMs.length },
      latenciesMs: { [outcome]: [...latenciesMs] },
    }),
  );
  const run = completeRun({}, input);
  return timeoutChainOf(
    recordedOf({
      run: { ...run, config: { ...run.config, script } },
      load,
      cluster: [roomLine(timeouts)],
      droppedLines: 0,
    }),
  );
};

/** Answers at about one time, as timers let them come. */
const about = (ms: number, n = 20): number[] => Array.from({ length: n }, (_, i) => ms + i);
const ok: Ended = { outcome: '200', latenciesMs: [90, 100, 2500] };
const plain = { kind: 'kubernetes', url: 'http://127.0.0.1:8890/score', requestTimeoutMs: 8000 } as const;

describe('the timeout of a service behind a mesh that tries once more (field case 20)', () => {
  const chain = chainOf([{ outcome: '504', latenciesMs: about(6000) }], { target: plain });

  it('is seen where all answers were cut, far from the client’s, and nobody is blamed', () => {
    expect(chain.cutOffs).toMatchObject([{ outcome: '504', requests: 20, layer: null, tries: null }]);
    expect(Math.round(chain.cutOffs[0]!.ms / 100)).toBe(60);
    expect(chain.links.find(({ layer }) => layer === 'client')).toMatchObject({ ms: 8000, cut: 0 });
    expect(chain.slowestOkMs).toBeNull();
  });

  it('is told to be two tries where the server’s limit is known', () => {
    const router = { requestTimeoutMs: 3000 };
    const known = chainOf([{ outcome: '504', latenciesMs: about(6000) }], { target: plain, router });
    expect(known.cutOffs).toMatchObject([{ layer: 'router', tries: 2 }]);
    expect(known.faults).toEqual([{ code: 'retried', outer: 'gateway', inner: 'router' }]);
    expect(known.links.find(({ layer }) => layer === 'router')).toMatchObject({
      ms: 3000,
      from: 'config',
      cut: 20,
    });
  });
});

describe('who cut', () => {
  it('is the client where it gave up itself', () => {
    const { cutOffs, links } = chainOf([ok, { outcome: 'timeout', latenciesMs: about(8000) }], {
      target: plain,
    });
    expect(cutOffs).toMatchObject([{ outcome: 'timeout', layer: 'client', tries: 1 }]);
    expect(links[0]).toMatchObject({ layer: 'client', cut: 20 });
  });

  it('is a script after a time of its own, which no config tells', () => {
    const own = { target: plain, script: 'slow.js' };
    const { links, cutOffs } = chainOf([ok, { outcome: 'timeout', latenciesMs: about(600) }], own);
    expect(cutOffs).toMatchObject([{ outcome: 'timeout', layer: 'client' }]);
    expect(links[0]).toMatchObject({ layer: 'client', from: 'observed', name: null, cut: 20 });
    expect(Math.round(links[0]!.ms! / 100)).toBe(6);
    expect(chainOf([ok], own).links[0]).toMatchObject({ layer: 'client', ms: null, from: 'unknown' });
  });

  it('is the platform’s router at its documented limit, under its own name', () => {
    const v2 = { kind: 'aks-v2', requestTimeoutMs: 20_000 };
    const { cutOffs, links, faults } = chainOf([ok, { outcome: '504', latenciesMs: about(5000) }], {
      target: v2,
    });
    expect(cutOffs).toMatchObject([{ layer: 'router', tries: 1 }]);
    expect(faults, 'nobody tried again').toEqual([]);
    expect(links.find(({ layer }) => layer === 'router')).toMatchObject({
      ms: 5000,
      from: 'documented',
      name: 'request_timeout_ms',
      cut: 20,
    });
  });

  it('is that router where it was set otherwise than documented, as observed', () => {
    const v2 = { kind: 'aks-v2', requestTimeoutMs: 20_000 };
    const { links } = chainOf([ok, { outcome: '504', latenciesMs: about(7300) }], { target: v2 });
    const router = links.find(({ layer }) => layer === 'router')!;
    expect([router.from, Math.round(router.ms! / 100), router.cut]).toEqual(['observed', 73, 20]);
  });

  it('is nobody known where no one router stands in front of all replicas, as with Knative', () => {
    const { links, cutOffs } = chainOf([{ outcome: '504', latenciesMs: about(6000) }], {
      target: plain,
      autoscaler: { kind: 'knative' },
    });
    expect(cutOffs).toMatchObject([{ outcome: '504', layer: null }]);
    expect(links.find(({ layer }) => layer === 'router')).toMatchObject({ from: 'documented', cut: 0 });
  });

  it('is a worker or a server whose limit the pods tell', () => {
    const timeouts: Room['timeouts'] = [{ layer: 'server', name: 'SCORING_TIMEOUT_MS', ms: 2000 }];
    const { cutOffs } = chainOf([ok, { outcome: '500', latenciesMs: about(2010) }], {
      target: plain,
      timeouts,
    });
    expect(cutOffs).toMatchObject([{ outcome: '500', layer: 'server', tries: 1 }]);
  });

  it('is nobody where failures are spread, quick, few, or turned away after a wait in a queue', () => {
    const spread = Array.from({ length: 20 }, (_, i) => 1000 + 300 * i);
    const chain = chainOf(
      [
        ok,
        { outcome: '500', latenciesMs: spread },
        { outcome: '502', latenciesMs: about(3) },
        { outcome: '504', latenciesMs: about(3000, 3) },
        { outcome: '503', latenciesMs: about(900) },
      ],
      { target: plain },
    );
    expect(chain.cutOffs).toEqual([]);
  });
});

describe('the order of the layers', () => {
  const faultsOf = (target: object, timeouts: Room['timeouts'] = []) =>
    chainOf([ok], { target: { kind: 'aks-v2', ...target }, timeouts }).faults;

  it('is wrong where the client gives up before the router, and says what it should be', () => {
    expect(faultsOf({ requestTimeoutMs: 3000 })).toEqual([
      { code: 'outerFirst', outer: 'client', inner: 'router' },
    ]);
    const { links } = chainOf([ok], { target: { kind: 'aks-v2', requestTimeoutMs: 3000 } });
    expect(links[0]!.shouldBeMs).toBe(6000);
    expect(links.slice(1).every(({ shouldBeMs }) => shouldBeMs === null)).toBe(true);
  });

  it('is left to chance where two are the same, and right where each waits longer', () => {
    expect(faultsOf({ requestTimeoutMs: 5000 })).toEqual([
      { code: 'equal', outer: 'client', inner: 'router' },
    ]);
    expect(faultsOf({ requestTimeoutMs: 20_000 })).toEqual([]);
  });

  it('goes on to the worker, past layers that are not known', () => {
    const timeouts: Room['timeouts'] = [{ layer: 'worker', name: 'WORKER_TIMEOUT', ms: 300_000 }];
    expect(faultsOf({ requestTimeoutMs: 20_000 }, timeouts)).toEqual([
      { code: 'outerFirst', outer: 'router', inner: 'worker' },
    ]);
  });
});
