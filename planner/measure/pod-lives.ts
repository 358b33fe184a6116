import type { ClusterLine, PodLine } from '../../runs/schema/cluster-series.ts';
import { isReplica } from '../../runs/schema/pod-phase.ts';
import { type PodLines, podsIn } from '../timeline/pods.ts';

/** What a watch saw of one pod. Moments are on the tool's clock, ms since the epoch; null: not seen. */
export type PodLife = {
  readonly first: PodLine;
  /** First seen ready, after it was seen not ready. */
  readonly readyMs: number | null;
  /** The first line that tells when it became ready; later ones may tell of another time, after it lost readiness. */
  readonly told: PodLine | null;
  /** First seen without a node that has room for it. */
  readonly unschedulableMs: number | null;
  /** First seen without that obstacle, after it. */
  readonly placedMs: number | null;
  /** First seen on its way out, or ended, before it was ever ready. */
  readonly lostMs: number | null;
};

type Open = { -readonly [Key in keyof PodLife]: PodLife[Key] };

const begin = (line: PodLine): Open => ({
  first: line,
  readyMs: null,
  told: null,
  unschedulableMs: null,
  placedMs: null,
  lostMs: null,
});

const see = (life: Open, line: PodLine): void => {
  if (life.told !== null) return;
  if (line.ready && line !== life.first) life.readyMs = line.atMs;
  if (line.readyAtMs !== null || line.ready) {
    life.told = line;
    return;
  }
  if (line.unschedulableMessage !== null) life.unschedulableMs ??= line.atMs;
  else if (life.unschedulableMs !== null) life.placedMs ??= line.atMs;
  if (!isReplica(line)) life.lostMs ??= line.atMs;
};

/** undefined: it had ended, or was on its way out, when it was first seen. */
const lifeOf = (lines: PodLines): PodLife | undefined => {
  const from = lines.findIndex((line) => line.readyAtMs !== null || isReplica(line));
  if (from === -1) return undefined;
  const life = begin(lines[from]!);
  for (const line of lines.slice(from)) see(life, line);
  return life;
};

/**
 * The life of each pod up to its first time ready, in order of first sight. A pod that had ended, or was on its way out, when it
 * was first seen never lived as far as the watch knows.
 *
 * @param cluster lines in order of time
 */
export const podLives = (cluster: readonly ClusterLine[]): PodLife[] =>
  podsIn(cluster).flatMap((lines) => lifeOf(lines) ?? []);
