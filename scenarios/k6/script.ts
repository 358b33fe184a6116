/** What k6 runs for a script of the user's: the script as it is, with the plan's executor in its options. */
import * as script from 'headroom:script';
import { inside, options as optionsOf } from 'k6/x/headroom';

export * from 'headroom:script';
export { default } from 'headroom:script';

export const options = optionsOf(script.options ?? {});

// k6 runs these two outside of any virtual user of the plan: the fence is put around them by hand.
export const setup = inside(script.setup);
export const teardown = inside(script.teardown);
