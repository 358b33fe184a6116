import { kubernetes } from '../platforms/kubernetes.ts';
import { addScrape, type MetricsServer, type PodUsed } from '../policies/index.ts';
import type { Fleet, Replica } from './fleet.ts';
import { type Slots, unfinishedOf } from './slots.ts';

const usedNothing: PodUsed = { slotSeconds: 0, starts: 0 };

const usedBy = (slots: Slots, { index }: Replica, atSeconds: number): PodUsed => ({
  slotSeconds: slots.replicaPlacedSeconds[index]! - unfinishedOf(slots, index, atSeconds).slotSeconds,
  starts: slots.replicaStarts[index]!,
});

const firstReadingAfterSeconds = kubernetes.metricsServer.firstReadingAfterSeconds.value;

/**
 * Lets the metrics server read every container that has run long enough. What a container does while it starts is not
 * simulated, and counts as nothing.
 */
export const scrape = (server: MetricsServer<Replica>, fleet: Fleet): void => {
  const { slots } = fleet.router;
  const atSeconds = server.nextScrapeSeconds;
  const isRead = ({ startedAtSeconds }: Replica): boolean =>
    atSeconds - startedAtSeconds >= firstReadingAfterSeconds;
  const used = new Map<Replica, PodUsed>();
  for (const replica of fleet.ready)
    if (isRead(replica)) used.set(replica, usedBy(slots, replica, atSeconds));
  for (const replica of fleet.pending) if (isRead(replica)) used.set(replica, usedNothing);
  addScrape(server, atSeconds, used);
};
