import { basename } from 'node:path';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { renderVerification } from '../../reports/verification-terminal.ts';
import { wholeSettingsText } from '../../reports/words/settings/settings.ts';
import { missedAtMargin } from '../../runs/schema/missed-at-margin.ts';
import type { Tuned } from '../tune/run-tune.ts';
import { forConfig } from './for-config.ts';
import { nextAfterProof, nextLine } from './next-command.ts';
import { shownPath, typedPath } from './shown-path.ts';
import { withFolders } from './with-folders.ts';

type Config = Pick<ResolvedConfig, 'file'>;

const endings: Readonly<Record<Tuned['end'], string>> = {
  confirmed: 'An advice is confirmed.',
  unchanged: 'The advice is to keep the settings in force: there is nothing to prove.',
  notProven:
    'The advice is to keep the settings that the last round has set, and that round has not proven them.',
  marginMissed:
    'The advice is to keep the settings that the last round has set, and they missed the SLO at the margin: the plan finds no other settings that would hold it, so look beside the replicas.',
  nothingHolds:
    'No settings that were tried meet the SLO: change the SLO, the budget or the service. `headroom plan` on the last run shows what comes nearest.',
  noAdvice:
    'The recorded runs can’t carry an advice: `headroom plan` on the last one says why, and what to run next.',
  roundsUsedUp: 'No advice was confirmed in the allowed rounds.',
  budgetUsedUp: 'No advice was confirmed within the budget.',
};

/** Rounds and budget may be used up by advices that were confirmed, and missed the SLO at the margin. */
const endingText = ({ end, rounds }: Tuned): string => {
  const isMissed = missedAtMargin(rounds.at(-1)?.verification ?? {});
  if (isMissed && end === 'roundsUsedUp') return 'No advice held at its margin in the allowed rounds.';
  if (isMissed && end === 'budgetUsedUp') return 'No advice held at its margin within the budget.';
  return endings[end];
};

const inForceText = ({ inForce }: Tuned): string =>
  inForce === null ? 'Nothing was applied.' : `In force: ${wholeSettingsText(inForce)}.`;

const roundsInWords = new Intl.ListFormat('en-GB', { type: 'conjunction' });

/**
 * What a proof leaves open where earlier rounds were predicted wrongly and no input was found wrong: the interval of a prediction
 * grows with each of them until it holds what is measured, and a margin rests on the same simulation. null: nothing.
 */
const unexplainedText = ({ end, rounds }: Tuned): string | null => {
  const unexplained = rounds.flatMap(({ verification: { predictionRight, wrongInputs } }, i) =>
    predictionRight === false && wrongInputs.length === 0 ? [String(i + 1)] : [],
  );
  if (end !== 'confirmed' || unexplained.length === 0) return null;
  const one = unexplained.length === 1;
  const came = `${one ? 'Round' : 'Rounds'} ${roundsInWords.format(unexplained)} came out otherwise than predicted, and it is not known why.`;
  if (rounds.at(-1)?.verification.margin?.fired)
    return `${came} The proof is of the loads that were fired, each of them once.`;
  return `${came} The proof is of the load that was fired. The margin is only simulated, and the simulation has been wrong: fire a higher peak before you rely on it.`;
};

/** What to type next: the proof lies in the run that was planned from, the last but one. */
const nextOf = ({ end, folders, marginFolders, rounds }: Tuned, config: Config): string => {
  const typed = folders.map((folder) => typedPath(folder));
  const known = [...marginFolders.map((folder) => typedPath(folder)), ...typed].join(' ');
  const proven = rounds.at(-1)?.verification;
  if (end === 'notProven' && proven !== undefined) {
    const [folder, rerunFolder] = folders.slice(-2) as [string, string];
    return nextLine(forConfig(nextAfterProof({ verification: proven, folder, rerunFolder }), config));
  }
  const commands: Readonly<Record<Tuned['end'], string>> = {
    confirmed: `headroom open ${typed.at(-2)}`,
    unchanged: `headroom capacity ${typed.at(-1)}`,
    notProven: `headroom plan ${known}`,
    marginMissed: `headroom explain ${marginFolders.map((folder) => typedPath(folder)).at(-1)}`,
    noAdvice: `headroom plan ${typed.at(-1)}`,
    nothingHolds: `headroom plan ${typed.at(-1)}`,
    roundsUsedUp: `headroom plan ${known}`,
    budgetUsedUp: `headroom plan ${known}`,
  };
  return nextLine(commands[end]);
};

/** How tuning went: each round's verdict, and which settings are in force. */
export const renderTuned = (tuned: Tuned, config: Config): string => {
  const folders = Object.fromEntries(tuned.folders.map((folder) => [basename(folder), folder]));
  return [
    ...tuned.rounds.map(
      ({ verification, htmlPath }, i) =>
        `Round ${i + 1}\n${withFolders(renderVerification(verification), folders)}\nreport: ${shownPath(htmlPath)}`,
    ),
    `runs: ${[...tuned.folders, ...tuned.marginFolders].map((folder) => shownPath(folder)).join(', ')}`,
    unexplainedText(tuned),
    `${endingText(tuned)} ${inForceText(tuned)}\n${nextOf(tuned, config)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
};
