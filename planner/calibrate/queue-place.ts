import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import { platformFor } from '../platforms/outcomes.ts';
import type { Recorded } from '../timeline/recording.ts';

type CalibratedPlace = { readonly queuePlace: Calibration['queuePlace']; readonly warnings: Note[] };

/**
 * Where requests wait: as the config says, else as the platform documents, else as the likeliest reading of the router
 * has it. Where none is much likelier than the others, the plan is for all of them, and says so.
 */
export const calibrateQueuePlace = (
  runs: readonly Recorded[],
  router: Calibration['router'],
): CalibratedPlace => {
  const { config } = runs.at(-1)!.run;
  const { place, balancings } = platformFor(config).queue;
  const value = router.balancing === 'central' ? 'router' : 'replica';
  if (config.router?.balancing !== undefined) {
    const { balancing, balancedPer } = router;
    const note = { code: 'placeFromConfig', balancing, balancedPer } as const;
    return { queuePlace: { value, provenance: 'configured', note, evidence: [] }, warnings: [] };
  }
  if (balancings.value.length === 1) {
    const note = { code: 'queuePlace', place: place.value } as const;
    return { queuePlace: { value, provenance: place.provenance, note, evidence: [] }, warnings: [] };
  }
  const { note, evidence, verdict } = router;
  const isFound = verdict === 'identified';
  return {
    queuePlace: { value, provenance: isFound ? 'inferred' : 'assumed', note, evidence },
    warnings: isFound ? [] : [{ code: 'balancingOpen', ways: balancings.value.length }],
  };
};
