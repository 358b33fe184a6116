/** What k6 runs for a script of the user's that is a CommonJS module: as script.ts, with what its `exports` hold. */
import exported from 'headroom:script';
import { inside, options as optionsOf, work } from 'k6/x/headroom';
import { withK6Defaults } from './own-options.ts';
import { besideTheCaller } from './summary.ts';

/** `module.exports = function () {}` is a default export. */
const script = typeof exported === 'function' ? { default: exported } : exported;

export const options = optionsOf(withK6Defaults(script.options), script);

export const setup = inside(script.setup);
export const teardown = inside(script.teardown);

export const handleSummary = besideTheCaller(script.handleSummary, HEADROOM_WORKING_FOLDER);

/** The function that the plan gives to an arrival. */
export default work(script);
