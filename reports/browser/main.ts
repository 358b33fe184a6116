/** The script of a report: bundled into its page by `reports/page/browser-script.ts`. */
import { enliven } from './page.ts';

enliven();
