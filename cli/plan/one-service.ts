import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { type RecordedObjects, recordedObjects } from './recorded-names.ts';

/** The objects by which two services are told apart, as a person writes them. */
const namesOf = ({ workload, source, autoscaler }: RecordedObjects): (string | undefined)[] => [
  workload && `${workload.kind} ${workload.name}`,
  source ? `${source.kind} ${source.name}` : autoscaler && `HorizontalPodAutoscaler ${autoscaler}`,
];

/** What scales or runs one service and not the other; undefined: nothing that both recordings tell. */
const otherObjects = (one: RecordedObjects, other: RecordedObjects): [string, string] | undefined => {
  const [names, others] = [namesOf(one), namesOf(other)];
  const at = names.findIndex(
    (name, i) => name !== undefined && others[i] !== undefined && name !== others[i],
  );
  return at === -1 ? undefined : [names[at]!, others[at]!];
};

/**
 * Runs that are planned from together tell of one service. An address may change, and so may an object; where both did, service
 * times and starts of two services would be taken for those of one.
 *
 * @param folders of the recordings, in their order, the one that is planned for last
 * @throws HeadroomError E_USAGE
 */
export const demandOneService = (recordings: readonly Recording[], folders: readonly string[]): void => {
  const last = recordings.at(-1)!;
  for (const [i, recording] of recordings.slice(0, -1).entries()) {
    const [url, lastUrl] = [recording, last].map(({ run }) => run.config.target.url);
    const objects =
      url === lastUrl ? undefined : otherObjects(recordedObjects(recording), recordedObjects(last));
    if (objects === undefined) continue;
    throw new HeadroomError('E_USAGE', {
      what: `the runs are of two services: ${url} with ${objects[0]}, and ${lastUrl} with ${objects[1]}`,
      where: folders[i]!,
      fix: 'plan from runs of one service; the newest one alone is enough',
    });
  }
};
