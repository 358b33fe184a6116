import { kubernetes } from '../platforms/kubernetes.ts';
import { addScrape, type MetricsServer } from '../policies/index.ts';
import type { Fleet, Replica } from './fleet.ts';
import { unfinishedOf } from './slots.ts';

/**
 * What one scrape reads, by number of the replica: seconds that its slots have worked, and requests that it has started,
 * since it became ready. NaN for one that was not read.
 */
export type PodsRead = { readonly slotSeconds: Float64Array; readonly starts: Float64Array };

const firstReadingAfterSeconds = kubernetes.metricsServer.firstReadingAfterSeconds.value;

/**
 * Lets the metrics server read every container that has run long enough. What a container does while it starts is not
 * simulated, and counts as nothing.
 */
export const scrape = (server: MetricsServer<PodsRead>, fleet: Fleet): void => {
  const { slots } = fleet.router;
  const atSeconds = server.nextScrapeSeconds;
  const isRead = ({ startedAtSeconds }: Replica): boolean =>
    atSeconds - startedAtSeconds >= firstReadingAfterSeconds;
  const slotSeconds = new Float64Array(fleet.created).fill(Number.NaN);
  const starts = new Float64Array(fleet.created);
  for (const replica of fleet.ready) {
    if (!isRead(replica)) continue;
    const { number, index } = replica;
    slotSeconds[number] =
      slots.replicaPlacedSeconds[index]! - unfinishedOf(slots, index, atSeconds).slotSeconds;
    starts[number] = slots.replicaStarts[index]!;
  }
  for (const replica of fleet.pending) if (isRead(replica)) slotSeconds[replica.number] = 0;
  addScrape(server, atSeconds, { slotSeconds, starts });
};
