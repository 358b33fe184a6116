import type { Timeline } from '../../../runs/schema/result/timeline.ts';
import type { EmptyFigure } from '../figure.ts';

/** In place of a panel that needs replicas, for a run that read no cluster: its config named none, or it had no access. */
export const unknownReplicas = (id: string, title: string, { seconds }: Timeline): EmptyFigure => ({
  kind: 'empty',
  id,
  title,
  why:
    seconds === 0
      ? 'the load had not reached its first second'
      : 'no cluster was read during the run, so replicas are unknown; a cluster in the config and a kubeconfig fill this in',
});
