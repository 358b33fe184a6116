import type { Timeline } from '../../../runs/schema/timeline.ts';
import type { EmptyFigure } from '../figure.ts';

/** In place of a panel that needs replicas, for a run without access to the cluster. */
export const unknownReplicas = (id: string, title: string, { seconds }: Timeline): EmptyFigure => ({
  kind: 'empty',
  id,
  title,
  why:
    seconds === 0
      ? 'the load had not reached its first second'
      : 'the cluster could not be read during the run, so replicas are unknown; give the test a kubeconfig to fill this in',
});
