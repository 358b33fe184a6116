import { renderVerification } from '../../reports/verification-terminal.ts';
import { settingsText } from '../../reports/words/settings.ts';
import type { Tuned } from '../tune/run-tune.ts';

const endings: Readonly<Record<Tuned['end'], string>> = {
  confirmed: 'An advice is confirmed.',
  noAdvice:
    'The recorded runs can’t carry an advice: `headroom plan` on the last one says why, and what to run next.',
  roundsUsedUp: 'No advice was confirmed in the allowed rounds.',
  budgetUsedUp: 'No advice was confirmed within the budget.',
};

const driftText = ({ rounds, fedBack }: Tuned): string | undefined => {
  const last = rounds.at(-1);
  if (fedBack === null || last === undefined) return undefined;
  return `fed back with all runs, the advice is: ${settingsText(fedBack)} (it was ${settingsText(last.settings)})`;
};

/** How tuning went: each round's verdict, and whether the advice stands still when fed back. */
export const renderTuned = (tuned: Tuned): string =>
  [
    ...tuned.rounds.map(
      ({ verification, htmlPath }, i) =>
        `Round ${i + 1}\n${renderVerification(verification)}\nreport: ${htmlPath}`,
    ),
    endings[tuned.end],
    driftText(tuned),
    `runs: ${tuned.folders.join(', ')}`,
  ]
    .filter(Boolean)
    .join('\n\n');
