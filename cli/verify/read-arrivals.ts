import { HeadroomError } from '../../errors/headroom-error.ts';
import { isSame } from '../../planner/settings/index.ts';
import { readJson } from '../../runs/folder.ts';
import { loadPlanSchema, type PlannedArrivals } from '../../runs/schema/load-plan.ts';
import type { Run } from '../../runs/schema/run.ts';

/**
 * The arrivals that a run was fired with, to fire them again. Its run.json has their counts too: a plan.json with others was
 * copied from another run.
 *
 * @throws HeadroomError E_RUN_FOLDER
 */
export const readArrivals = async (
  folder: string,
  { id, seed, plannedPerSecond, plannedPerEndpoint }: Run,
): Promise<PlannedArrivals> => {
  const plan = await readJson(folder, 'plan.json', loadPlanSchema);
  const { perSecond, perEndpoint } = plan.arrivals;
  const isOwn =
    plan.seed === seed &&
    isSame(perSecond, plannedPerSecond) &&
    (plannedPerEndpoint === undefined || isSame(perEndpoint, plannedPerEndpoint));
  if (isOwn) return plan.arrivals;
  throw new HeadroomError('E_RUN_FOLDER', {
    what: `plan.json is the plan of another load than ${id} was fired with: its seed or its counts are not those of run.json`,
    where: folder,
    fix: 'bring back the plan.json of this run, or record the load again with `headroom test` and plan from that',
  });
};
