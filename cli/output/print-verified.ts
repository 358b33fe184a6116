import { renderVerification } from '../../reports/verification-terminal.ts';
import type { Verified } from '../verify/run-verify.ts';

/** The proof on stdout, and where to read it: the planned run's report holds advice and proof, the re-run has its own. */
export const printVerified = ({ verification, htmlPath, plannedHtmlPath }: Verified): void => {
  console.log(renderVerification(verification));
  console.log(`report: ${plannedHtmlPath}`);
  console.log(`re-run: ${htmlPath}`);
};
