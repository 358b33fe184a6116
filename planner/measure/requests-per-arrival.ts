import type { Run } from '../../runs/schema/run.ts';

/** A script may send another number of requests now and then, such as a login. So far from one the mean still counts as one. */
const oneWithin = 0.05;

/**
 * Requests that reached the service for each arrival of the load: the mean. Redirects that k6 follows are requests of their own.
 * Exactly 1 for the built-in request, where nothing was fired, and where the mean of a script lies within 5 % of one; 0 for a
 * script that sends nothing.
 *
 * @example requestsPerArrival({ config: { script: 'flow.js' } }, { arrivals: 50, requests: 200 }) // 4
 * @example requestsPerArrival({ config: { script: 'score.js' } }, { arrivals: 50, requests: 51 }) // 1
 * @example requestsPerArrival({ config: { script: null } }, { arrivals: 50, requests: 49 }) // 1
 */
export const requestsPerArrival = (
  { config: { script } }: { readonly config: Pick<Run['config'], 'script'> },
  { arrivals, requests }: { readonly arrivals: number; readonly requests: number },
): number => {
  if (script === null || arrivals === 0) return 1;
  return Math.abs(requests - arrivals) <= oneWithin * arrivals ? 1 : requests / arrivals;
};

/** What an endpoint got of a load. */
type Counted = { readonly name: string; readonly arrivals: number; readonly requests: number };

/**
 * The endpoint whose arrivals were not its requests, farthest from one, with its mean.
 *
 * @returns `endpoint` null: it is the only one; undefined: each got one request per arrival
 */
export const severalRequestsOf = (
  run: Pick<Run, 'id' | 'config'>,
  endpoints: readonly Counted[],
): { readonly run: string; readonly endpoint: string | null; readonly mean: number } | undefined => {
  const [farthest] = endpoints
    .map((counts) => ({ name: counts.name, mean: requestsPerArrival(run, counts) }))
    .toSorted((a, b) => Math.abs(b.mean - 1) - Math.abs(a.mean - 1));
  if (farthest === undefined || farthest.mean === 1) return undefined;
  return { run: run.id, endpoint: endpoints.length === 1 ? null : farthest.name, mean: farthest.mean };
};
