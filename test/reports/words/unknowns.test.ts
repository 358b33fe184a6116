import { describe, expect, it } from 'vitest';
import { nextRunText } from '../../../reports/words/plan/unknowns.ts';
import type { Unknown } from '../../../runs/schema/plan/unknown.ts';
import { recommendation } from '../../builders/recommendation.ts';

const textFor = (unknown: Omit<Unknown, 'isCostly'>): string | undefined =>
  nextRunText(recommendation({ unknowns: [{ ...unknown, isCostly: true }] }));

describe('the next run in words', () => {
  it('says first what can be looked up, then the run, and which recording is planned for', () => {
    const text = textFor({
      input: 'balancing',
      possible: [
        { value: { balancing: 'central', balancedPer: 'request' }, minReplicas: 4 },
        { value: { balancing: 'random', balancedPer: 'connection' }, minReplicas: 8 },
      ],
      nextRun: { load: { kind: 'soak', ratePerSecond: 2.1, soakSeconds: 300 } },
    });
    expect(text).toBe(
      'Run next: look up how your proxy or ingress picks a replica and set router.balancing and router.balancedPer in the config; or fire 2.1/s for 5 minutes (scenario soak): how long requests wait where they begin to queue shows it. Then plan with both runs, this recording last: the least minimum that holds depends on where requests wait (in one queue in front of all replicas: 4; at each replica, picked at random for each connection: 8), so it will probably be 4 to 8 once that is known. Until then this advice is interim.',
    );
  });

  it('names the label by which routers of Azure ML are found', () => {
    const text = textFor({
      input: 'routerInstances',
      possible: [
        { value: 1, minReplicas: 4 },
        { value: 3, minReplicas: 8 },
      ],
      nextRun: { load: { kind: 'soak', ratePerSecond: 2, soakSeconds: 300 } },
    });
    expect(text).toContain(
      'kubectl get pods -A -l azuremlappname=azureml-fe shows at most so many) and set router.instances',
    );
    expect(text).toContain('(1: 4; 3: 8)');
  });

  it('names the timeouts of that run, and the recorded load without an order', () => {
    const text = textFor({
      input: 'timedOutRequest',
      possible: [
        { value: 'release', minReplicas: 6 },
        { value: 'keepWorking', minReplicas: null },
      ],
      nextRun: { load: { kind: 'again' }, requestTimeoutMs: 10_000 },
    });
    expect(text).toMatch(
      /set router\.onTimeout in the config; or raise the timeouts of router and client \(target\.requestTimeoutMs, or the script's own\) to 10 s and fire the same load once more/,
    );
    expect(text).toContain('Then plan with both runs: the least minimum');
    expect(text).toContain('so it will probably be 6 or more once that is known');
  });

  it('promises no minimum where it takes several unknowns to let settings hold', () => {
    const text = textFor({
      input: 'serviceP95',
      possible: [
        { value: 5258, minReplicas: 12 },
        { value: 7794, minReplicas: null },
      ],
      ifOthersFavourable: true,
      nextRun: { load: { kind: 'soak', ratePerSecond: 1.1, soakSeconds: 300 } },
    });
    expect(text).toContain(
      'this recording last: no single unknown decides whether any settings hold; if all others turn out favourable, the least minimum that holds depends on how long the slowest 5 % of the requests take (5.26 s: 12; 7.79 s: more than were tried). Until then',
    );
  });
});
