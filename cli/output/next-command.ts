import { dirname } from 'node:path';
import { decide } from '../../reports/decision.ts';
import { decisionText } from '../../reports/words/decision.ts';
import type { WrittenReport } from '../write-report.ts';

/** What to type after a test, as its report decides it; undefined: nothing is left to do. */
export const nextCommand = ({
  report,
  htmlPath,
}: Pick<WrittenReport, 'report' | 'htmlPath'>): string | undefined => {
  const decision = decide(report);
  // The report knows the run by its id; here its folder is known.
  if (decision.kind === 'plan') return `headroom plan ${dirname(htmlPath)}`;
  return decisionText(decision, report).commands[0];
};
