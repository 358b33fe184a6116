import type { Stepper } from '../../policies/index.ts';
import type { Recorded } from '../../timeline/recording.ts';

const following = (ready: readonly number[], second: number): Stepper => {
  const next = (): Stepper => following(ready, second + 1);
  return {
    kind: 'recorded',
    needsPods: false,
    intervalSeconds: 1,
    desiredReplicas: ready[Math.min(second, ready.length - 1)]!,
    next,
    nextUnseen: next,
  };
};

/** Where nothing is known the last known number stands; before the first one, that one. */
const filled = (ready: readonly (number | null)[]): number[] => {
  let last = ready.find((replicas) => replicas !== null) ?? 0;
  return ready.map((replicas) => {
    last = replicas ?? last;
    return last;
  });
};

/** An autoscaler that asks for what was ready in the recording, second by second, whatever it sees. */
export const recordedReplicas = ({ timeline }: Recorded): Stepper =>
  following(filled(timeline.cluster.ready), 0);
