import { dirname } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { renderVerification } from '../../reports/verification-terminal.ts';
import { marginText } from '../../reports/words/proof/margin-fired.ts';
import { proofOf, scoredFindingsText } from '../../reports/words/proof/verification.ts';
import { wholeSettingsText } from '../../reports/words/settings/settings.ts';
import type { Verified } from '../verify/run-verify.ts';
import { forConfig } from './for-config.ts';
import { nextAfterProof, nextLine } from './next-command.ts';
import { print } from './print.ts';
import { shownPath } from './shown-path.ts';
import { withFolders } from './with-folders.ts';

/** The proof on stdout, and where to read it: the planned run's report holds advice and proof, the re-run has its own. */
export const printVerified = ({
  verification,
  htmlPath,
  plannedHtmlPath,
  marginHtmlPath,
}: Verified): void => {
  const folders = {
    [verification.plannedFrom]: dirname(plannedHtmlPath),
    [verification.verifiedBy]: dirname(htmlPath),
  };
  print(withFolders(renderVerification(verification), folders));
  print(`report: ${shownPath(plannedHtmlPath)}`);
  print(`re-run: ${shownPath(htmlPath)}`);
  if (marginHtmlPath !== undefined) print(`at the margin: ${shownPath(marginHtmlPath)}`);
};

/** The proof in one line, and what to type next: a person reads a terminal from below. */
export const printProofInShort = (
  { verification, htmlPath, plannedHtmlPath }: Verified,
  config: Pick<ResolvedConfig, 'file'>,
): void => {
  const { symbol, word } = proofOf(verification);
  const [folder, rerunFolder] = [dirname(plannedHtmlPath), dirname(htmlPath)];
  const settings = wholeSettingsText(verification.settings);
  print(
    `\n${symbol} ${word.toUpperCase()}  ${settings}; ${[scoredFindingsText(verification), ...(verification.margin === undefined ? [] : [marginText(verification.margin)])].join('; ')}`,
  );
  print(nextLine(forConfig(nextAfterProof({ verification, folder, rerunFolder }), config)));
};
