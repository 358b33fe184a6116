import { describe, expect, it } from 'vitest';
import { unlikeAmong, unlikeParts } from '../../../planner/compare/unlike.ts';
import type { Run } from '../../../runs/schema/run.ts';
import { spikeRun } from '../../builders/spike-run.ts';

const { config, phases } = spikeRun;
const { target } = config;

describe('the loads of two runs', () => {
  it('are alike whatever the address, the seed and the settings of the service', () => {
    const other = {
      ...spikeRun,
      id: 'other',
      seed: 7,
      config: { ...config, autoscaler: null, target: { ...target, url: 'http://127.0.0.1:9/score' } },
    };
    expect(unlikeParts(spikeRun, other)).toEqual([]);
  });

  it.each([
    ['phases', { phases: phases.slice(1) }],
    ['timeout', { config: { ...config, target: { ...target, requestTimeoutMs: 17 } } }],
    ['work', { config: { ...config, target: { ...target, payload: 'another file' } } }],
    ['work', { config: { ...config, script: 'own.ts' } }],
  ] as const)('differ in their %s', (part, change) => {
    expect(unlikeParts(spikeRun, { ...spikeRun, ...change } as typeof spikeRun)).toContain(part);
  });

  it('are alike whatever the timeout of the built-in request is, where a script sends them', () => {
    const scripted = { ...spikeRun, config: { ...config, script: 'own.ts' } };
    const other = {
      ...scripted,
      config: { ...scripted.config, target: { ...target, requestTimeoutMs: 17 } },
    };
    expect(unlikeParts(scripted, other)).toEqual([]);
  });

  it.each([
    ['script', { script: 'a', payloads: [] }, { script: 'b', payloads: [] }],
    ['payloads', { script: null, payloads: ['a'] }, { script: null, payloads: ['b'] }],
  ])('differ in the content of their %s, where it is known of both', (part, first, second) => {
    const scripted = { ...config, script: part === 'script' ? 'own.ts' : null };
    const runOf = (contents: NonNullable<Run['contents']>): Run => ({
      ...spikeRun,
      config: scripted,
      contents,
    });
    expect(unlikeParts(runOf(first), runOf(second))).toEqual([part]);
    expect(unlikeParts(runOf(first), runOf(first))).toEqual([]);
    expect(unlikeParts({ ...spikeRun, config: scripted }, runOf(second))).toEqual([]);
  });

  it('of several are told once each, by what any of them differs in from the first', () => {
    const shorter = { ...spikeRun, phases: phases.slice(1) };
    const slower = { ...shorter, config: { ...config, target: { ...target, requestTimeoutMs: 17 } } };
    expect(unlikeAmong([spikeRun, spikeRun])).toEqual([]);
    expect(unlikeAmong([spikeRun, shorter, slower])).toEqual(['phases', 'rates', 'timeout']);
  });
});
