import { HeadroomError } from '../../errors/headroom-error.ts';
import type { Recording } from '../../planner/timeline/recording.ts';
import { orAfterDemo } from '../../reports/words/demo.ts';
import { refusalLine, refusalParts } from '../../reports/words/plan/refusal.ts';
import { withConfig } from '../../reports/words/with-config.ts';
import type { Calibration } from '../../runs/schema/calibration.ts';
import { recordedConfig } from '../output/for-config.ts';

/**
 * Refuses a run whose script sent another number of requests than one per arrival: its model would have the arrivals as requests.
 *
 * @param folder as the command line names it
 * @throws HeadroomError E_NOT_ENOUGH_DATA with the number of requests and the run to record next
 */
export const refuseSeveralRequests = (
  { warnings }: Calibration,
  { run }: Recording,
  folder: string,
): void => {
  const reason = warnings.find(({ code }) => code === 'requestsPerArrival');
  if (reason?.code !== 'requestsPerArrival') return;
  throw new HeadroomError('E_NOT_ENOUGH_DATA', {
    what: `the run can’t carry a simulation: it ${refusalLine(reason)}`,
    where: folder,
    fix: withConfig(orAfterDemo(run, refusalParts(reason).runNext), recordedConfig(run, folder)),
  });
};
