import type { EmptyFigure } from './figure.ts';

/** In place of a figure that needs replicas, for a run without access to the cluster. */
export const clusterUnknown = (id: string, title: string): EmptyFigure => ({
  kind: 'empty',
  id,
  title,
  why: 'the cluster could not be read during the run, so replicas are unknown; give the test a kubeconfig to fill this in',
});
