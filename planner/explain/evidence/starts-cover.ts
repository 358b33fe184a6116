import type { View } from './view.ts';

/** How near to what is lacking the replicas on their way must come to be enough: it is known by the service time, roughly. */
const enoughShare = 0.8;

/**
 * The part of the replicas lacking in a second that those on their way will bring, in 0..1. What lacks beyond them had not been
 * asked for, so no faster start would have brought it. 1 where nobody knows how many the load needs.
 */
export const startsCover = ({ recorded, sent, unqueuedMedianMs }: View, second: number): number => {
  const { cluster, slotsPerReplica } = recorded.timeline;
  const [ready, desired] = [cluster.ready[second], cluster.desired[second]];
  if (ready == null || desired == null || unqueuedMedianMs === undefined) return 1;
  const needed = (sent[second]! * unqueuedMedianMs) / 1000 / slotsPerReplica;
  const [coming, lacking] = [desired - ready, needed - ready];
  return coming <= 0 || coming >= enoughShare * lacking ? 1 : coming / lacking;
};
