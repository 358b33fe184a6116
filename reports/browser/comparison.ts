/** The script of a comparison, which lays runs over each other. */
import { enliven } from './page.ts';
import { addRunSwitch } from './run-switch.ts';

enliven(addRunSwitch);
