import { HeadroomError } from '../errors/headroom-error.ts';
import { shellPath } from '../errors/shell-path.ts';
import { readJson } from '../runs/folder.ts';
import { isPlanOf } from '../runs/schema/plan/plan-of.ts';
import { adviceSchema, type NotEnoughAdvice, type Recommendation } from '../runs/schema/recommendation.ts';
import { runSchema } from '../runs/schema/run.ts';

/**
 * The advice of a run folder, or why its data could not carry one. Older advices name no runs and are taken as they are.
 *
 * @throws HeadroomError E_RUN_FOLDER where there is none, or it was made for another run and copied here
 */
export const readAdviceOf = async (folder: string): Promise<Recommendation | NotEnoughAdvice> => {
  const advice = await readJson(folder, 'recommendation.json', adviceSchema);
  if (advice.runs === undefined) return advice;
  const run = await readJson(folder, 'run.json', runSchema);
  if (isPlanOf(advice, run)) return advice;
  throw new HeadroomError('E_RUN_FOLDER', {
    what: `recommendation.json is the advice of another run (${advice.runs.at(-1)}); this folder holds ${run.id}`,
    where: folder,
    fix: `headroom plan ${shellPath(folder)} makes the advice of this run`,
  });
};
