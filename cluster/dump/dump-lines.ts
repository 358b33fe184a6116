import type { ClusterLine } from '../../runs/schema/cluster-series.ts';
import { type FoundService, findServices } from '../find-services.ts';
import { watchCluster } from '../follow/watch.ts';
import { dumpConnection } from './dump-connection.ts';
import { type Dumped, newestTimeIn } from './objects.ts';

/** The services of a dump, the likeliest first. */
export const servicesIn = async (dumped: Dumped, server: string): Promise<readonly FoundService[]> =>
  (await findServices(dumpConnection(dumped, server), null)).services;

/** Which service of a dump, and what the dump is called. */
type Place = {
  readonly namespace: string;
  readonly selector: string;
  readonly server: string;
  /** What belongs to the service though no labels say it, as `Kind/name`. */
  readonly byName?: readonly string[];
};

/** What the connection refuses is not forbidden: it was not dumped. */
const ofDump = (line: ClusterLine): ClusterLine =>
  line.kind === 'unknown' ? { ...line, reason: 'the dump does not hold them' } : line;

/**
 * The state of one service in a dump, as the lines with which a live watch begins: by the same code. Their time is the newest
 * that the dump holds.
 */
export const dumpLines = async (
  dumped: Dumped,
  { namespace, selector, server, byName = [] }: Place,
): Promise<readonly ClusterLine[]> => {
  const lines: ClusterLine[] = [];
  const atMs = newestTimeIn(dumped.objects) ?? 0;
  const end = new AbortController();
  const connection = dumpConnection(dumped, server);
  const { done } = await watchCluster(
    { namespace, selector, access: { kind: 'connected', context: server, connection } },
    {
      onLine: (line) => lines.push(ofDump(line)),
      signal: end.signal,
      now: () => atMs,
      limits: { graceMs: 0 },
      belongs: byName,
    },
  );
  end.abort();
  await done;
  return lines;
};
