/** What k6 runs for a script of the user's: the script as it is, with the plan's executor in its options. */
import * as script from 'headroom:script';
import { inside, options as optionsOf, work } from 'k6/x/headroom';
import { withK6Defaults } from './own-options.ts';

export * from 'headroom:script';

export const options = optionsOf(withK6Defaults(script.options), script);

// k6 runs these two outside of any virtual user of the plan: the fence is put around them by hand.
export const setup = inside(script.setup);
export const teardown = inside(script.teardown);

/** The function that the plan gives to an arrival. */
export default work(script);
