import { renderVerification } from '../../reports/verification-terminal.ts';
import { wholeSettingsText } from '../../reports/words/settings.ts';
import type { Tuned } from '../tune/run-tune.ts';
import { nextLine } from './next-command.ts';
import { shownPath } from './shown-path.ts';

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
  const shown = folders.map((folder) => shownPath(folder));
  const commands: Readonly<Record<Tuned['end'], string>> = {
    confirmed: `headroom open ${shown.at(-2)}`,
    unchanged: `headroom capacity ${shown.at(-1)}`,
    noAdvice: `headroom plan ${shown.at(-1)}`,
    roundsUsedUp: `headroom plan ${shown.join(' ')}`,
    budgetUsedUp: `headroom plan ${shown.join(' ')}`,
  };
  return nextLine(commands[end]);
};

/** How tuning went: each round's verdict, and which settings are in force. */
export const renderTuned = (tuned: Tuned): string =>
  [
    ...tuned.rounds.map(
      ({ verification, htmlPath }, i) =>
        `Round ${i + 1}\n${renderVerification(verification)}\nreport: ${shownPath(htmlPath)}`,
    ),
    `runs: ${tuned.folders.map((folder) => shownPath(folder)).join(', ')}`,
    `${endings[tuned.end]} ${inForceText(tuned)}\n${nextOf(tuned)}`,
  ]
    .filter(Boolean)
    .join('\n\n');
