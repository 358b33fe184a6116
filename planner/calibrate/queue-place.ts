import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/notes.ts';
import { platformFor } from '../platforms/outcomes.ts';
import type { Recorded } from '../timeline/recording.ts';

type CalibratedPlace = { readonly queuePlace: Calibration['queuePlace']; readonly warnings: Note[] };

/**
 * Where requests wait. The simulation knows one queue in front of all replicas. Where a platform lets them wait at the
 * replica that they were sent to, that is an assumption, and a kind one: there a request may wait beside a free slot.
 */
export const calibrateQueuePlace = (runs: readonly Recorded[]): CalibratedPlace => {
  const { value: place, provenance } = platformFor(runs.at(-1)!.run.config).queue.place;
  const isAsSimulated = place === 'router';
  return {
    queuePlace: {
      value: 'router',
      provenance: isAsSimulated ? provenance : 'assumed',
      note: { code: 'queuePlace', place },
      evidence: [],
    },
    warnings: isAsSimulated ? [] : [{ code: 'oneQueueAssumed' }],
  };
};
