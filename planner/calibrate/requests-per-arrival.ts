import type { Note } from '../../runs/schema/plan/notes.ts';
import { endpointsOf } from '../../runs/schema/recorded-endpoints.ts';
import { severalRequestsOf } from '../measure/requests-per-arrival.ts';
import { noCells } from '../timeline/fold-load.ts';
import type { Recorded } from '../timeline/recording.ts';

const noteOf = ({ run, load }: Recorded): Note[] => {
  const several = severalRequestsOf(
    run,
    endpointsOf(run.config).map(({ name }) => ({ name, ...(load.byEndpoint.get(name) ?? noCells).total })),
  );
  return several === undefined ? [] : [{ code: 'requestsPerArrival', ...several }];
};

/**
 * The runs whose arrivals are not their requests. A simulation has one request per arrival, each by itself. What a script sends
 * in a row or at once comes in clusters, and waits for its own answers: neither a replay nor a plan has that.
 */
export const requestsPerArrivalNotes = (runs: readonly Recorded[]): Note[] => runs.flatMap(noteOf);
