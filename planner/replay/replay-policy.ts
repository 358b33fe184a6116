import type { Watched } from '../measure/watched.ts';
import { startPolicy } from '../policies/index.ts';
import { notSampled, observationOf, type ReplayOptions, sampledSeconds } from './observation.ts';

/**
 * What a rule would have asked for at the end of each second, had it been at the controls: load, ready replicas and
 * queue are the recorded ones, what it asks for is its own, from the recorded start on. Where the recording is
 * unknown it keeps what it asked for last. Open loop: its wishes change nothing.
 */
export const replayPolicy = (recording: readonly (Watched | null)[], options: ReplayOptions): number[] => {
  const { settings, phaseSeconds } = options;
  let policy = startPolicy(settings);
  const { intervalSeconds } = policy;
  const recordedStart = recording.find((second) => second !== null)?.desired;
  let desired = settings.kind === 'fixed' ? settings.replicas : (recordedStart ?? policy.desiredReplicas);
  let atSeconds = phaseSeconds + Math.min(1, intervalSeconds);
  let since: Watched[] = [];
  return recording.map((second, index) => {
    if (second !== null) since.push(second);
    for (; atSeconds <= index + 1; atSeconds += intervalSeconds) {
      if (since.length === 0) continue;
      const sampled = settings.kind === 'hpa' ? sampledSeconds(recording, atSeconds, settings) : notSampled;
      policy = policy.next(observationOf(since, { atSeconds, desired, intervalSeconds, sampled }, options));
      desired = policy.desiredReplicas;
      // A rule that steps several times a second sees the same second each time.
      since = intervalSeconds < 1 && second !== null ? [second] : [];
    }
    return desired;
  });
};
