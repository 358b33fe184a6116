import type { Headroom } from '../runs/schema/plan/headroom.ts';
import type { Note } from '../runs/schema/plan/notes.ts';
import type { HeldRates } from '../runs/schema/result/held-rates.ts';
import type { Table } from './charts/figure.ts';
import { formatNumber, formatShare } from './format.ts';
import { byLagTable, byPeakTable } from './plan/headroom.ts';
import { fitLines, paragraph, textTable, usualColumns } from './text-table.ts';
import type { GrownLoad } from './words/plan/growth.ts';
import { adviceOfOtherText, headroomLines, lagWorthText } from './words/plan/headroom.ts';
import { noteText } from './words/plan/notes.ts';
import { cutText } from './words/plan/simulation.ts';
import { heldRatesTold } from './words/run/held-rates.ts';

const tableText = ({ caption, columns, rows }: Table): string =>
  `${paragraph(caption)}\n${textTable(columns, rows, usualColumns - 2).replace(/^(?=.)/gm, '  ')}`;

type Told = {
  /** What a staircase or a ramp measured. */
  readonly measured: HeldRates | null;
  readonly runId: string;
  /** The recording stops before the end of its plan. */
  readonly isCut: boolean;
  /** What the inputs of the simulation lack. */
  readonly warnings: readonly Note[];
  /** What the advised settings were planned for; undefined without advised settings. */
  readonly advisedFor?: GrownLoad | undefined;
  /** The last line: what to type next. */
  readonly next: string;
};

/** Whether a warning says that the recorded load, simulated, comes to something else: it belongs beside what is simulated. */
const isDoubt = ({ code }: Note): boolean => code === 'simulatedOtherwise';

/**
 * How much load settings hold, for the terminal: what was measured first, then what is simulated. The settings in use stand
 * again at the end, as tables push the beginning off a small terminal; where their simulation does not come to what was recorded,
 * both places say so.
 */
export const renderCapacity = (headroom: Headroom, told: Told): string => {
  const { measured, runId, advisedFor, next } = told;
  const others = told.warnings.filter((warning) => !isDoubt(warning));
  const notes = [...(told.isCut ? [cutText] : []), ...others.map(noteText)];
  const doubts = told.warnings.filter(isDoubt).map(noteText);
  const blocks = [
    measured && `measured by ${runId}: ${heldRatesTold(measured)}`,
    headroomLines(headroom).join('\n'),
    ...doubts,
    `In simulation, with ${formatShare(headroom.confidence)} of ${formatNumber(headroom.runs)} runs, requests at random.`,
    advisedFor && adviceOfOtherText(advisedFor),
    lagWorthText(headroom),
    tableText(byPeakTable(headroom)),
    tableText(byLagTable(headroom)),
    notes.length > 0 && ['Note', ...notes.map((note) => `  ${note}`)].join('\n'),
    headroomLines(headroom)[0],
    ...doubts,
  ]
    .filter((block) => typeof block === 'string')
    .join('\n\n');
  return `${fitLines(blocks, usualColumns)}\n${next}`;
};
