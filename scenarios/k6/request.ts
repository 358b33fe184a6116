/** What k6 runs for the built-in scoring request: nothing, as the module sends it without a virtual user. */
import { options as optionsOf } from 'k6/x/headroom';

export const options = optionsOf({});

/** k6 wants a function; the plan never calls it. */
export default function score(): void {}
