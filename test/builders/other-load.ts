import type { Recording } from '../../planner/timeline/recording.ts';
import { completeRun, startSecond } from './run.ts';

/** The same answers under another plan: its phases and its slo, the arrivals sorted into them. */
export const underLoad = (recording: Recording, load: unknown): Recording => {
  const { config, endedAtMs } = recording.run;
  const run = completeRun(
    { endedAtMs },
    {
      target: { url: 'http://127.0.0.1:8890/score', requestTimeoutMs: 20_000 },
      load,
      cluster: { selector: 'azuremlappname=demo' },
      autoscaler: config.autoscaler,
      slo: { maxErrorShare: 0.01, p95LatencyMs: 900 },
    },
  );
  const phaseAt = (second: number): string =>
    run.phases.findLast(({ startSeconds }) => startSeconds <= second)!.name;
  return {
    ...recording,
    run,
    load: recording.load.map((line) =>
      line.kind === 'counts' ? { ...line, phase: phaseAt(line.second - startSecond) } : line,
    ),
  };
};
