/** What k6 runs for a script of the user's: the script as it is, with the plan's executor in its options. */
import * as script from 'headroom:script';
import { inside, options as optionsOf, work } from 'k6/x/headroom';
import { withK6Defaults } from './own-options.ts';
import { besideTheCaller } from './summary.ts';

export * from 'headroom:script';

export const options = optionsOf(withK6Defaults(script.options), script);

// k6 runs these two outside of any virtual user of the plan: the fence is put around them by hand.
export const setup = inside(script.setup);
export const teardown = inside(script.teardown);

/** Called only where the script has one of its own: without, the tool tells k6 to make no summary. */
export const handleSummary = besideTheCaller(script.handleSummary, HEADROOM_WORKING_FOLDER);

/** The function that the plan gives to an arrival. */
export default work(script);
