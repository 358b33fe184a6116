/** What k6 runs for a script that makes a summary: as script.ts, with the files of the summary where the user is. */
import { handleSummary as own } from 'headroom:script';
import { besideTheCaller } from './summary.ts';

export * from './script.ts';
export { default } from './script.ts';

export const handleSummary = besideTheCaller(own, HEADROOM_WORKING_FOLDER);
