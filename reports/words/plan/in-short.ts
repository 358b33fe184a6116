import { changesNothing } from '../../../planner/recommend/trials/in-force.ts';
import type { Recommendation } from '../../../runs/schema/recommendation.ts';
import type { Verification } from '../../../runs/schema/verification.ts';
import { usualColumns, wrapText } from '../../text-table.ts';
import { againstHeadroom, marginText } from '../proof/margin-fired.ts';
import { recordedProofOf, scoredFindingsText } from '../proof/verification.ts';
import { costText } from './cost.ts';
import { holdsShort } from './headroom.ts';
import { metRunsText } from './met-runs.ts';
import { nextPeakText } from './planned-for.ts';

type Line = readonly [name: string, text: string];

type Known = {
  readonly verification?: Verification | undefined;
  /** The service of a demo ends with it: nothing but the demo itself proves an advice for it. */
  readonly isDemo?: boolean;
};

const marginLine = ({ load, prediction, basis }: Recommendation, { verification }: Known): Line => {
  const runs = `in ${metRunsText(prediction, prediction.meetsSloWithMargin)} simulations`;
  const peak = nextPeakText(load);
  const simulated =
    basis === 'certain' ? `SLO met at ${peak} ${runs}` : `SLO NOT met at ${peak}: only ${runs}`;
  const margin = verification?.margin;
  return ['margin', margin === undefined ? simulated : `${simulated}; ${marginText(margin)}`];
};

/** Why no run has proven an advice. */
const unprovenText = (advice: Recommendation, isDemo: boolean): string => {
  if (advice.basis !== 'certain') return 'nothing to prove: no settings meet the SLO';
  if (changesNothing(advice)) return 'nothing to prove: the settings in use are kept';
  if (isDemo) return 'not proven yet: only the demo itself fires its load again';
  if (advice.load.isOther) return 'not proven: a test with this load can, a re-run of the recorded one can’t';
  return 'not proven yet: "headroom verify" sets it and fires the load again';
};

const proofLine = (advice: Recommendation, { verification, isDemo = false }: Known): Line => {
  if (verification === undefined) return ['proof', unprovenText(advice, isDemo)];
  const { symbol, word } = recordedProofOf(verification);
  return ['proof', `${symbol} ${word} by the same load again: ${scoredFindingsText(verification)}`];
};

/** When the settings of an advice are in force, beside today; undefined where they are those in use. */
const whenOf = (advice: Recommendation): string | undefined => {
  if (advice.basis !== 'certain') return 'with the nearest';
  return changesNothing(advice) ? undefined : 'once changed';
};

/** An advice in four lines that need no knowledge of autoscalers: margin, headroom, cost and proof. */
export const inShort = (advice: Recommendation, known: Known = {}): Line[] => [
  marginLine(advice, known),
  ['headroom', [holdsShort(advice, whenOf(advice)), ...againstHeadroom(known.verification)].join('; ')],
  ['cost', costText(advice)],
  proofLine(advice, known),
];

/** It fits where it is indented, too. */
const widthMost = usualColumns - 4;

/** The same as text, the names in a column, long lines broken beside it. */
export const inShortText = (advice: Recommendation, known: Known = {}): string => {
  const lines = inShort(advice, known);
  const margin = Math.max(...lines.map(([name]) => name.length)) + 2;
  return lines
    .flatMap(([name, text]) =>
      wrapText(text, widthMost - margin).map((part, i) => `${(i === 0 ? name : '').padEnd(margin)}${part}`),
    )
    .join('\n');
};
