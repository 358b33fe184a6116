import type { Recording } from '../../planner/timeline/recording.ts';
import { recordingOf } from '../accuracy/record.ts';
import { durationOf, type Service } from '../accuracy/service.ts';
import { runTruth, type TrueRun } from '../accuracy/truth.ts';
import { firedRun } from './changes.ts';

/** Arrivals of each second. In a real run they are the plan. */
const firedPerSecond = (service: Service, { workload: { arrivalSeconds, count } }: TrueRun): number[] => {
  const perSecond = new Array<number>(durationOf(service)).fill(0);
  for (const at of arrivalSeconds.subarray(0, count)) perSecond[Math.floor(at)]!++;
  return perSecond;
};

/** What one run of a service leaves: the arrivals are always the same, all else is drawn anew for each number. */
export const recorded = (service: Service, run: number): Recording => {
  const truth = runTruth(service, { policy: service.policy }, { run, arrivalsOf: firedRun });
  const recording = recordingOf(service, truth);
  return {
    ...recording,
    run: {
      ...recording.run,
      id: `${recording.run.id}-${run}`,
      plannedPerSecond: firedPerSecond(service, truth),
    },
  };
};
