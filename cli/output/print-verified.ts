import { renderVerification } from '../../reports/verification-terminal.ts';
import type { Verified } from '../verify/run-verify.ts';
import { print } from './print.ts';

/** The proof on stdout, and where to read it: the planned run's report holds advice and proof, the re-run has its own. */
export const printVerified = ({ verification, htmlPath, plannedHtmlPath }: Verified): void => {
  print(renderVerification(verification));
  print(`report: ${plannedHtmlPath}`);
  print(`re-run: ${htmlPath}`);
};
