import { resolve } from 'node:path';
import type { K6Script } from '../../config/k6-script.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { localRunners } from '../../load/runners/local.ts';
import type { PlanDocument } from '../../runs/schema/load-plan.ts';
import type { SharedFire } from './fire.ts';
import type { Prepared } from './prepare.ts';

type SharedParts = {
  readonly prepared: Prepared;
  readonly script: K6Script;
  readonly document: PlanDocument;
  /** The run folder. */
  readonly folder: string;
};

/** How the runners of a config are launched; null: it has one generator, on this machine. */
export const sharedFireOf = (
  { load: { runners } }: ResolvedConfig,
  { prepared, script, document, folder }: SharedParts,
): SharedFire | null => {
  if (runners === undefined) return null;
  const { count } = runners;
  const logOf = (index: number): string => resolve(folder, `k6-${index}.log`);
  return { runners, launch: localRunners({ k6: prepared.k6.path, script, document, count, logOf }) };
};
