import type { ObjectRef } from '../../cluster/write/object-ref.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import type { RecordedObjects } from '../plan/recorded-names.ts';

/**
 * Whether an object that is named to write to is the recorded one, as far as the recording saw one of its kind: an advice for
 * one service must not reach the autoscaler of another.
 *
 * @param where the option or the key that names it
 * @throws HeadroomError E_USAGE, before anything is written
 */
export const demandOwnObject = (
  { kind, name }: Pick<ObjectRef, 'kind' | 'name'>,
  { source, workload }: Pick<RecordedObjects, 'source' | 'workload'>,
  where: string,
): void => {
  const recorded = [source, workload].find((object) => object?.kind === kind);
  if (recorded === undefined || recorded.name === name) return;
  throw new HeadroomError('E_USAGE', {
    what: `${kind}/${name} is not what the run recorded: that was ${kind}/${recorded.name}`,
    where,
    fix: `leave ${where} out, which finds what scales the recorded service, or record the service of ${kind}/${name} with \`headroom test\` and plan from that`,
  });
};
