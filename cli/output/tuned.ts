import { basename } from 'node:path';
import { renderVerification } from '../../reports/verification-terminal.ts';
import { wholeSettingsText } from '../../reports/words/settings.ts';
import type { Tuned } from '../tune/run-tune.ts';
import { nextLine } from './next-command.ts';
import { shownPath, typedPath } from './shown-path.ts';
import { withFolders } from './with-folders.ts';

const endings: Readonly<Record<Tuned['end'], string>> = {
  confirmed: 'An advice is confirmed.',
  unchanged: 'The advice is to keep the settings in force: there is nothing to prove.',
  noAdvice:
    'The recorded runs can’t carry an advice: `headroom plan` on the last one says why, and what to run next.',
  roundsUsedUp: 'No advice was confirmed in the allowed rounds.',
  budgetUsedUp: 'No advice was confirmed within the budget.',
};

const inForceText = ({ inForce }: Tuned): string =>
  inForce === null ? 'Nothing was applied.' : `In force: ${wholeSettingsText(inForce)}.`;

/** What to type next: the proof lies in the run that was planned from, the last but one. */
const nextOf = ({ end, folders }: Tuned): string => {
  const typed = folders.map((folder) => typedPath(folder));
  const commands: Readonly<Record<Tuned['end'], string>> = {
    confirmed: `headroom open ${typed.at(-2)}`,
    unchanged: `headroom capacity ${typed.at(-1)}`,
    noAdvice: `headroom plan ${typed.at(-1)}`,
    roundsUsedUp: `headroom plan ${typed.join(' ')}`,
    budgetUsedUp: `headroom plan ${typed.join(' ')}`,
  };
  return nextLine(commands[end]);
};

/** How tuning went: each round's verdict, and which settings are in force. */
export const renderTuned = (tuned: Tuned): string => {
  const folders = Object.fromEntries(tuned.folders.map((folder) => [basename(folder), folder]));
  return [
    ...tuned.rounds.map(
      ({ verification, htmlPath }, i) =>
        `Round ${i + 1}\n${withFolders(renderVerification(verification), folders)}\nreport: ${shownPath(htmlPath)}`,
    ),
    `runs: ${tuned.folders.map((folder) => shownPath(folder)).join(', ')}`,
    `${endings[tuned.end]} ${inForceText(tuned)}\n${nextOf(tuned)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
};
