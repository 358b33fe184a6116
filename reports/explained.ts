import type { DecisionRow, Decisions } from '../runs/schema/decisions.ts';
import type { Result } from '../runs/schema/result.ts';
import type { Table } from './charts/figure.ts';
import { decisionCells, decisionSentence, decisionsBasis, moreText } from './words/decisions.ts';

/** One answer to "why did it, or did it not, scale": a table for pages, sentences where a table does not fit. */
type Explained = {
  /** Unique in a page. */
  readonly id: string;
  readonly title: string;
  /** What the rows rest on. */
  readonly basis: string;
  readonly table: Table;
  /** The rows that matter most. */
  readonly sentences: readonly string[];
};

/** A terminal or a comment has room for so many rows. */
const sentencesMost = 10;
/** A page has room for so many. */
const rowsMost = 100;

/** Rows about more replicas: a decision to take some back explains no failed request. */
const isUpward = ({ from, to, asked }: DecisionRow): boolean => to > from || asked === null || asked > to;

const isNews = (row: DecisionRow): boolean =>
  row.kind === 'foreign' || (row.kind === 'unasked' ? true : isUpward(row));

const explainedDecisions = (decisions: Decisions): Explained[] => {
  const { rows } = decisions;
  if (rows.length === 0) return [];
  const news = rows.filter(isNews);
  const told = (news.length === 0 ? rows : news).slice(0, sentencesMost);
  return [
    {
      id: 'decisions',
      title: 'Decisions of the autoscaler',
      basis: decisionsBasis(decisions),
      table: {
        caption: 'Every decision, and each one that was to be expected and did not come',
        columns: ['when', 'wanted replicas', 'metrics', 'why'],
        rows: rows.slice(0, rowsMost).map(decisionCells),
      },
      sentences: [
        ...told.map(decisionSentence),
        ...(rows.length > told.length ? [moreText(rows.length - told.length)] : []),
      ],
    },
  ];
};

/** How the service scaled, and why not otherwise, as far as the recording tells. */
export const explainedScaling = ({ decisions }: Result): readonly Explained[] =>
  decisions === undefined ? [] : explainedDecisions(decisions);
