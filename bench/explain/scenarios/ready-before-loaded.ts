import { answers } from '../lab/answers.ts';
import type { Lab } from '../lab/lab.ts';
import { failed, scored } from '../lab/service.ts';
import { begin, grow, replicasOf } from './play.ts';

/** One replica is asked to become several; new ones are Ready some seconds before their model is loaded, and answer 404. */
export const readyBeforeLoaded = (lab: Lab, replicas: number) => {
  const loaded = new Set(begin(lab, { replicas: 1, hpa: {} }));
  let fresh: string[] = [];
  const { score } = replicasOf(lab, {
    slots: 16,
    onReplica: (pod) => (loaded.has(pod) ? scored : failed(answers.modelNotFound, 'notYetLoaded')),
  });
  const ask = (): void => {
    fresh = grow(lab, replicas, { hpa: {} });
  };
  const becomeReady = (): void => {
    for (const pod of fresh) {
      lab.pods.run(pod);
      lab.pods.becomeReady(pod);
    }
  };
  const load = (): void => {
    for (const pod of fresh) loaded.add(pod);
  };
  const timeline: readonly (readonly [second: number, event: () => void])[] = [
    [6, ask],
    [7.5, becomeReady],
    [12, load],
  ];
  return { score, timeline };
};
