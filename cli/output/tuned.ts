import { renderVerification } from '../../reports/verification-terminal.ts';
import { settingsText } from '../../reports/words/settings.ts';
import type { Tuned } from '../tune/run-tune.ts';

const endings: Readonly<Record<Tuned['end'], string>> = {
  confirmed: 'An advice is confirmed.',
  unchanged: 'The advice is to keep the settings in force: there is nothing to prove.',
  noAdvice:
    'The recorded runs can’t carry an advice: `headroom plan` on the last one says why, and what to run next.',
  roundsUsedUp: 'No advice was confirmed in the allowed rounds.',
  budgetUsedUp: 'No advice was confirmed within the budget.',
};

const inForceText = ({ inForce }: Tuned): string =>
  inForce === null ? 'Nothing was applied.' : `In force: ${settingsText(inForce)}.`;

/** How tuning went: each round's verdict, and which settings are in force. */
export const renderTuned = (tuned: Tuned): string =>
  [
    ...tuned.rounds.map(
      ({ verification, htmlPath }, i) =>
        `Round ${i + 1}\n${renderVerification(verification)}\nreport: ${htmlPath}`,
    ),
    endings[tuned.end],
    inForceText(tuned),
    `runs: ${tuned.folders.join(', ')}`,
  ]
    .filter(Boolean)
    .join('\n\n');
