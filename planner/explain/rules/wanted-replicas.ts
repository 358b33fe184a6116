import type { Part } from '../evidence/part.ts';
import type { PodTrack } from '../evidence/pods.ts';
import { hadIdleSlots, wasWatched } from '../evidence/slots.ts';
import { type Hindrance, hindranceOf } from '../evidence/starts.ts';
import type { View } from '../evidence/view.ts';
import type { Rule } from './rule.ts';
import { hadNoReplica, isTooMuch } from './turned-away.ts';

/** The share of a part that is due to replicas that are wanted and kept by some hindrance. */
export const shareFor =
  (hindrance: Hindrance): Rule['share'] =>
  (part, view) => {
    if (!isTooMuch(part, view) || !wasWatched(part, view)) return 0;
    return hadIdleSlots(part, view) && !hadNoReplica(part, view) ? 0 : part.missing[hindrance];
  };

/** Whether too few replicas were wanted: all of them served, or those on their way are fewer than are lacking. */
export const wantedTooFew = ({ missing, startsCover }: Part): boolean =>
  missing.nothing > 0 || (missing.starting > 0 && startsCover < 1);

/** The pods that a hindrance kept at some second of the parts. */
export const podsKept = (parts: readonly Part[], view: View, hindrance: Hindrance): PodTrack[] => {
  const kept = new Set<PodTrack>();
  for (const second of new Set(parts.map((part) => part.second + 1)))
    for (const track of view.podsAround(second))
      if (!kept.has(track) && hindranceOf(track, second, view.starts) === hindrance) kept.add(track);
  return view.starts.tracks.filter((track) => kept.has(track));
};
