import type { Note } from '../../runs/schema/plan/notes.ts';
import type { PolicySettings } from '../../runs/schema/policy.ts';
import type { Predicted } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Run } from '../../runs/schema/run.ts';
import { readyAtStart } from '../measure/replicas.ts';
import type { Interval } from '../stats/interval.ts';
import { predictedReplicas } from '../verify/start.ts';
import { figuresOfRun } from './compared-figures.ts';

/** Outside of its interval by less than this, a figure may be so by chance, or matters little. */
const tolerated = { errorShare: 0.01, latencyFactor: 1.2 } as const;

/** Inside of its interval, a share that is so many times its median, or so small a part of it, reads as a contradiction. */
const striking = { timesMedian: 2 } as const;

type Apart = Extract<Note, { code: 'simulatedOtherwise' }>['figures'][number];

const errorShareApart = (measured: number | null, { low, high }: Interval): Apart[] =>
  measured === null || (measured >= low - tolerated.errorShare && measured <= high + tolerated.errorShare)
    ? []
    : [{ figure: 'errorShare', measured, low, high }];

const unusualRun = (measured: number | null, { low, mid, high }: Interval): Note[] => {
  if (measured === null || Math.abs(measured - mid) <= tolerated.errorShare) return [];
  const isStriking = measured <= mid / striking.timesMedian || measured >= mid * striking.timesMedian;
  return isStriking ? [{ code: 'unusualRun', measured, low, mid, high }] : [];
};

const p95Apart = (measured: number | null, interval: Interval | null): Apart[] => {
  if (measured === null || interval === null) return [];
  const { low, high } = interval;
  const isNear = measured >= low / tolerated.latencyFactor && measured <= high * tolerated.latencyFactor;
  return isNear ? [] : [{ figure: 'p95Latency', measured, low, high }];
};

/**
 * How long the test's own first requests took at most, which are sent before the load; undefined where they can't have brought the
 * ready replicas: the settings keep some anyway, or there are more replicas than there were requests.
 */
const wokenMsBy = ({ preflight }: Run, ready: number, kept: number): number | undefined =>
  kept > 0 || preflight === null || ready > preflight.length
    ? undefined
    : preflight.reduce((longest, { latencyMs }) => Math.max(longest, latencyMs), 0);

/**
 * A warning where the load began with other replicas than the stated settings keep: others may have been in force, or replicas
 * were left over from an earlier load. What is called in use may then not be so.
 */
export const beganOtherwise = (policy: PolicySettings, { run, timeline }: Result): Note[] => {
  const [ready, kept] = [readyAtStart(timeline), predictedReplicas(policy)];
  if (ready === undefined || ready === kept) return [];
  const wokenMs = wokenMsBy(run, ready, kept);
  const isRead = run.config.autoscalerFrom === 'live';
  return [{ code: 'beganOtherwise', ready, kept, isRead, ...(wokenMs !== undefined && { wokenMs }) }];
};

/**
 * A warning where the recorded load, simulated under its own settings, comes to something else than was recorded. What is
 * promised of other settings may be off in the same way. What is too far off to plan by is refused before: see `notReproduced`.
 * Where the recorded share of failures is no other than chance allows, but far from the median beside it, a note says that.
 *
 * @param inUse the settings of the recorded run, and what is predicted for the recorded load under them
 * @returns none where nothing can be held against each other: the load did not run as planned, or it began with other
 *   replicas than the simulation
 */
export const unlikeRecording = ({ settings, prediction }: Predicted, result: Result): Note[] => {
  const began = readyAtStart(result.timeline);
  const isSameStart = began === undefined || began === predictedReplicas(settings.policy);
  if (result.loadAsPlanned.faults.length > 0 || !isSameStart) return [];
  const measured = figuresOfRun(result);
  const shareApart = errorShareApart(measured.errorShare, prediction.errorShare);
  const figures = [...shareApart, ...p95Apart(measured.p95Latency, prediction.latencyMs.p95)];
  return [
    ...(figures.length === 0 ? [] : [{ code: 'simulatedOtherwise', figures } as const]),
    ...(shareApart.length === 0 ? unusualRun(measured.errorShare, prediction.errorShare) : []),
  ];
};
