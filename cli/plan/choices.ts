import type { ArgumentsCamelCase } from 'yargs';
import type { Price } from '../../planner/recommend/trials/cost.ts';
import type { Run } from '../../runs/schema/run.ts';
import { printNote } from '../output/print.ts';
import type { PlanArguments } from './arguments.ts';
import { loadFor } from './load-for.ts';
import { marginFor } from './margin-for.ts';
import { planningOf } from './planning.ts';
import type { Choices } from './worker.ts';

type Given = ArgumentsCamelCase<PlanArguments>;

const priceOf = ({ pricePerReplicaHour, pricePerNodeHour, podsPerNode }: Given): Price | undefined => {
  if (pricePerReplicaHour !== undefined) return { perReplicaHour: pricePerReplicaHour };
  if (pricePerNodeHour === undefined || podsPerNode === undefined) return undefined;
  return { perNodeHour: pricePerNodeHour, podsPerNode };
};

/**
 * What the command line decides of a plan.
 *
 * @param last the run whose load is planned for, unless the command line names another load
 * @throws HeadroomError for options and files that make no load
 */
export const choicesOf = async (last: Run, args: Given): Promise<Choices> => {
  const price = priceOf(args);
  const planned = await loadFor(last, args, printNote);
  const planning = planningOf(args);
  return {
    load: planned.load,
    isOtherLoad: args.peak !== undefined || args.for !== undefined,
    ...marginFor(planned, { ...last.config.plan, ...planning }, printNote),
    ...planning,
    seed: args.seed,
    ...(price && { price }),
    ...(args.budget !== undefined && { budgetReplicas: args.budget }),
  };
};
