import { knative } from '../../../platforms/knative.ts';
import { inferenceService } from '../../../platforms/kserve.ts';
import { lineOf, type OpenDocument, type Path, textIn, valueIn } from '../../text/edit.ts';
import type { Trap } from '../../trap.ts';

const splitTrap = (object: OpenDocument, path: Path, latestPercent: number): readonly Trap[] => {
  if (latestPercent >= 100) return [];
  const [key, line] = [path.join('.'), lineOf(object, path)];
  return [{ rule: 'split-traffic', level: 'warning', key, latestPercent, line }];
};

const trafficIn = ({ value }: OpenDocument): readonly unknown[] => {
  const targets = valueIn(value, knative.traffic.value);
  return Array.isArray(targets) ? targets : [];
};

const trafficTraps = (object: OpenDocument): readonly Trap[] => {
  const targets = trafficIn(object);
  if (targets.length === 0) return [];
  // The name of the file's own revision: it is the latest one.
  const own = textIn(object.value, knative.revisionName.value);
  const latestPercent = targets
    .filter((target) => [undefined, '', own].includes(textIn(target, ['revisionName'])))
    .reduce<number>((sum, target) => sum + Number(valueIn(target, ['percent']) ?? 0), 0);
  return splitTrap(object, knative.traffic.value, latestPercent);
};

const nameTraps = (object: OpenDocument): readonly Trap[] => {
  const path = knative.revisionName.value;
  const name = textIn(object.value, path);
  if (name === undefined || name === '') return [];
  const isRouted = trafficIn(object).some((target) => valueIn(target, ['revisionName']) === name);
  const [key, line] = [path.join('.'), lineOf(object, path)];
  return [{ rule: 'named-revision', level: 'note', key, name, isRouted, line }];
};

/** What keeps changed settings of a Knative Service from its requests: changed settings make a new revision. */
export const revisionTraps = (object: OpenDocument): readonly Trap[] => [
  ...nameTraps(object),
  ...trafficTraps(object),
];

/** The same of the predictor of an InferenceService, whose revisions KServe names. */
export const canaryTraps = (object: OpenDocument): readonly Trap[] => {
  const path = inferenceService.canaryShare.value;
  const percent = valueIn(object.value, path);
  return typeof percent === 'number' ? splitTrap(object, path, percent) : [];
};
