import type { ArgumentsCamelCase } from 'yargs';
import type { Planning } from '../../runs/schema/planning.ts';
import type { PlanArguments } from './arguments.ts';

type Given = Pick<ArgumentsCamelCase<PlanArguments>, keyof Planning>;

/** What the command line says of the traffic that is planned for; what it leaves open is left out. */
export const planningOf = ({ margin, spikeShare, confidence }: Given): Partial<Planning> => ({
  ...(margin !== undefined && { margin }),
  ...(spikeShare !== undefined && { spikeShare }),
  ...(confidence !== undefined && { confidence }),
});
