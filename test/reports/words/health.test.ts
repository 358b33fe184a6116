import { describe, expect, it } from 'vitest';
import { healthText } from '../../../reports/words/run/health.ts';
import type { Health } from '../../../runs/schema/result/health.ts';
import { spikeResult } from '../../builders/result.ts';
import { interruptedResult } from '../../builders/result-variants.ts';

const cluster: Health = {
  check: 'cluster',
  status: 'warning',
  unknownBecause: null,
  gaps: 0,
  unread: [],
};

const generator: Extract<Health, { check: 'generator' }> = {
  check: 'generator',
  status: 'warning',
  dropped: 0,
  late: 0,
  lateMsLimit: 250,
  stalledMs: 0,
  secondsAtFault: 0,
  cpuSeconds: null,
};

const cases: readonly (readonly [Health, string])[] = [
  [{ ...cluster, unreadableLines: 3 }, '3 unreadable lines: changes may be missing'],
  [{ check: 'run', status: 'warning' }, 'interrupted: asked to stop (Ctrl-C, SIGTERM or a client of mcp)'],
  [
    {
      check: 'telemetry',
      status: 'warning',
      lostReasons: ['a window is missing'],
      unreadableLines: 1,
      linesLost: 0,
      hasEnd: true,
    },
    'data was lost: a window is missing; 1 unreadable line. Counts are a lower bound',
  ],
  [
    { check: 'answers', status: 'warning', sent: 1200, ended: 1199 },
    '1,200 requests sent, 1,199 ended: 1 without a known end',
  ],
  [
    {
      check: 'plan',
      status: 'warning',
      phasesOff: [{ phase: 'spike', arrivals: 100, planned: 1600 }],
    },
    'arrivals differ from the plan: spike 100 of 1,600',
  ],
  [{ check: 'plan', status: 'unknown', phasesOff: [] }, 'the load ended early'],
  [
    { ...generator, dropped: 1 },
    '1 planned arrival not sent: too many were in flight. The service saw less than the plan',
  ],
  [
    { ...generator, late: 3, stalledMs: 1200, secondsAtFault: 2 },
    '3 arrivals sent more than 250 ms late; the generator or its machine stood still for 1.2 s; 2 seconds left out of every calibration',
  ],
  [{ ...cluster, gaps: 1 }, 'the watch had 1 gap: changes inside may have been missed'],
  [
    { ...cluster, unread: [{ resource: 'nodes', reason: 'forbidden' }] },
    'could not be read: nodes (forbidden)',
  ],
  [
    { ...cluster, status: 'unknown', unknownBecause: 'notConfigured' },
    'replicas are unknown: no `cluster` in the config',
  ],
  [
    {
      ...cluster,
      status: 'unknown',
      unknownBecause: 'notRead',
      unread: [{ resource: 'pods', reason: 'forbidden' }],
    },
    'replicas are unknown: pods: forbidden',
  ],
  [
    { ...cluster, status: 'unknown', unknownBecause: 'noReplicaSeen' },
    'replicas are unknown: no replica was seen',
  ],
  [
    { check: 'clock', status: 'ok', offset: { offsetMs: 1400.2, uncertaintyMs: 12.3 } },
    "the cluster clock is 1.4 s ± 12 ms from this machine's",
  ],
  [
    {
      check: 'clock',
      status: 'warning',
      offset: { offsetMs: 1.2, uncertaintyMs: 12.3 },
      movedMs: 5971,
    },
    "the cluster clock is 1 ms ± 12 ms from this machine's, and moved by 5.97 s or more during the load: it was set, or its servers differ, so times that the cluster reports may be off by as much",
  ],
  [
    {
      check: 'runners',
      status: 'warning',
      runners: 2,
      incomplete: [],
      throttled: [],
      late: [],
      clocksApart: [
        { runner: 'runner-0', aheadMs: 2960 },
        { runner: 'runner-1', aheadMs: -3000.4 },
      ],
      cpuPressureSeconds: null,
      cuts: 0,
    },
    "2 runners: the clock of runner-0 is 2.96 s ahead of this machine's: its requests came so much earlier than they stand beside the replicas; the clock of runner-1 is 3 s behind this machine's: its requests came so much later than they stand beside the replicas",
  ],
  [{ check: 'clock', status: 'unknown', offset: null }, 'the offset of the cluster clock was not measured'],
];

describe('healthText', () => {
  it.each(cases)('says what was found: %j', (health, detail) => {
    expect(healthText(health, interruptedResult())).toEqual({ name: health.check, detail });
  });

  it('gives a problem its own name instead of "problem"', () => {
    const problem = { code: 'streamBroken', brokenLines: 2, failure: null } as const;
    expect(healthText({ check: 'problem', status: 'warning', problem }, spikeResult())).toEqual({
      name: 'stream',
      detail: '2 broken lines',
    });
  });
});
