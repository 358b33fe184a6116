import type { ArgumentsCamelCase } from 'yargs';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { type Planning, planningSchema } from '../../runs/schema/planning.ts';
import type { PlanArguments } from './arguments.ts';

type Given = Pick<ArgumentsCamelCase<PlanArguments>, keyof Planning>;

const flags: Readonly<Record<keyof Planning, string>> = {
  margin: '--margin',
  spikeShare: '--spike-share',
  confidence: '--confidence',
};

const fixes: Readonly<Record<keyof Planning, string>> = {
  margin: 'give a share of the recorded peak from 0 to 3: 0.2 for 20 % above it',
  spikeShare: 'give a share of the time from 0 to 1: 0.01 for 1 %',
  confidence: 'give a share between 0 and 1: 0.95 for 95 %',
};

/**
 * What the command line says of the traffic that is planned for; what it leaves open is left out.
 *
 * @throws HeadroomError E_USAGE for what is no such share, each of them at once
 */
export const planningOf = (args: Given): Partial<Planning> => {
  const given = (Object.keys(flags) as (keyof Planning)[]).filter((key) => args[key] !== undefined);
  const wrong = given.filter((key) => !planningSchema.shape[key].safeParse(args[key]).success);
  if (wrong.length > 0) {
    throw new HeadroomError(
      'E_USAGE',
      wrong.map((key) => ({ what: `${flags[key]} is ${args[key]}`, fix: fixes[key] })),
    );
  }
  return Object.fromEntries(given.map((key) => [key, args[key]]));
};
