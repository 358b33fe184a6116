import type { Model } from '../../../runs/schema/model/model.ts';
import { replicate } from '../../simulate/replicate.ts';
import { arrivalsOf, durationOf, type TimedLoad } from '../../traffic/load.ts';
import type { Candidate } from './candidates.ts';
import type { Lab } from './lab.ts';
import { playedModel } from './played-model.ts';

/** A candidate in one world, under another load of the same service. */
export const candidateModel = (
  { worlds, mix, options }: Lab,
  {
    draw,
    candidate,
    load,
  }: { readonly draw: number; readonly candidate: Candidate; readonly load: TimedLoad },
): Model => {
  const [planned] = worlds[draw]!.models;
  const { clientTimeoutMs } = options.calibration;
  const model = playedModel(planned!, { candidate, clientTimeoutMs, part: mix[0]! });
  const { arrivals } = model;
  const dispersion =
    arrivals.kind === 'even' ? 0 : arrivals.kind === 'poisson' ? (arrivals.dispersion ?? 1) : 1;
  return { ...model, durationSeconds: durationOf(load), arrivals: arrivalsOf(load, dispersion) };
};

/** Share of the measured requests of one run of a model that fail, for questions that no candidate's trial answers. */
export const failedShare = (lab: Lab, draw: number, model: Model): number => {
  const { workspace } = lab.state;
  const [replication] = replicate([model], draw, { workspace, takesSamples: false, countsWaits: false });
  const { requests, ok, simulatedRequests } = replication!.tally;
  lab.state.spentRequests += simulatedRequests;
  return requests === 0 ? 0 : (requests - ok) / requests;
};
