import type { Model } from '../../../runs/schema/model.ts';
import { replicate } from '../../simulate/replicate.ts';
import type { Lab } from './lab.ts';

/** Share of the measured requests of one run of a model that fail, for questions that no candidate's trial answers. */
export const failedShare = (lab: Lab, draw: number, model: Model): number => {
  const [replication] = replicate([model], draw, { workspace: lab.workspace, takesSamples: false });
  const { requests, ok, simulatedRequests } = replication!.tally;
  lab.spentRequests += simulatedRequests;
  return requests === 0 ? 0 : (requests - ok) / requests;
};
