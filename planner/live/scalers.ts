import type { ClusterLine, ScalingObject } from '../../runs/schema/cluster-series.ts';

/** An object of the cluster that tells how the service is to scale, as it was seen last. */
export type Scaler = { readonly name: string; readonly object: ScalingObject };

const keyOf = ({ name, object }: Scaler): string => `${object.kind}/${name}`;

/** @example scalerText(scaler) // 'HorizontalPodAutoscaler score' */
export const scalerText = ({ name, object }: Scaler): string => `${object.kind} ${name}`;

/** The objects that scale the service at the end of some lines. Folders from before they were recorded whole have none. */
export const scalersIn = (lines: readonly ClusterLine[]): readonly Scaler[] => {
  const alive = new Map<string, Scaler>();
  for (const line of lines) {
    if ((line.kind !== 'autoscaler' && line.kind !== 'scaler') || line.object === undefined) continue;
    const scaler = { name: line.name, object: line.object };
    if (line.deleted) alive.delete(keyOf(scaler));
    else alive.set(keyOf(scaler), scaler);
  }
  return [...alive.values()];
};

/**
 * Those that decide: not what another of them has made. KEDA makes an HPA of a ScaledObject, and writes over it; the settings
 * in force are the ScaledObject's.
 */
export const decidingScalers = (scalers: readonly Scaler[]): readonly Scaler[] => {
  const keys = new Set(scalers.map(keyOf));
  return scalers.filter(
    ({ object: { madeBy } }) => madeBy === null || !keys.has(`${madeBy.kind}/${madeBy.name}`),
  );
};
