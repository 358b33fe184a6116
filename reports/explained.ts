import type { DecisionRow, Decisions } from '../runs/schema/result/decisions.ts';
import type { NodeFit } from '../runs/schema/result/node-fit.ts';
import { lagParts, type ScaleLag } from '../runs/schema/result/scale-lag.ts';
import type { TimeoutChain } from '../runs/schema/result/timeout-chain.ts';
import type { Table } from './charts/figure.ts';
import { capitalize } from './format.ts';
import type { Report } from './report.ts';
import { againText, decisionCells, decisionsBasis, moreText } from './words/causes/decisions.ts';
import { fitPairs } from './words/causes/node-fit.ts';
import {
  eventCells,
  eventSentence,
  medianCells,
  mediansSentence,
  partCostSentences,
  partNames,
  scaleLagBasis,
} from './words/causes/scale-lag.ts';
import { cutOffSentence, faultSentence, linkCells, slowestText } from './words/causes/timeout-chain.ts';

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
const sentencesMost = 8;
/** Of scale-ups, for which the medians stand. */
const eventsMost = 3;
/** A page has room for so many. */
const rowsMost = 100;

/** Rows about more replicas: a decision to take some back explains no failed request. */
const isUpward = ({ from, to, asked }: DecisionRow): boolean => to > from || asked === null || asked > to;

const isNews = (row: DecisionRow): boolean =>
  row.kind === 'foreign' || row.kind === 'unexplained' || (row.kind === 'unasked' ? true : isUpward(row));

/** Decisions that kept the same number for the same reason are told once; each change is told. */
const outcomeOf = (row: DecisionRow): string => {
  const { kind, from, to, reason, fromSecond } = row;
  return from === to ? `${kind} ${to} ${reason}` : `${fromSecond}`;
};

/** The rows that tell why more replicas came, or did not; all of them where none does. */
export const upwardRows = ({ rows }: Decisions): readonly DecisionRow[] => {
  const news = rows.filter(isNews);
  return news.length === 0 ? rows : news;
};

const explainedDecisions = (decisions: Decisions): Explained[] => {
  const { rows } = decisions;
  if (rows.length === 0) return [];
  const groups = [...Map.groupBy(upwardRows(decisions), outcomeOf).values()];
  const told = groups.slice(0, sentencesMost);
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
        ...told.map(([first, ...again]) => againText(first!, again)),
        ...(rows.length > told.flat().length ? [moreText(rows.length - told.flat().length)] : []),
      ],
    },
  ];
};

/** What parts of the lag cost is known only where the service was calibrated. */
const costsOf = (advice: Report['advice']): string[] =>
  advice?.kind === 'advice' ? partCostSentences(advice.headroom) : [];

const explainedLag = (scaleLag: ScaleLag, advice: Report['advice']): Explained => {
  const { events } = scaleLag;
  const told = events.slice(0, eventsMost);
  const costs = costsOf(advice);
  return {
    id: 'scale-lag',
    title: 'From the load to the ready replica',
    basis: [scaleLagBasis, ...costs].join(' '),
    table: {
      caption: 'Every scale-up in its parts, and the medians over them',
      columns: ['decided', 'wanted', ...lagParts.map((part) => partNames[part]), 'together'],
      rows: [...events.slice(0, rowsMost).map(eventCells), medianCells(scaleLag)],
    },
    sentences: [
      mediansSentence(scaleLag),
      ...costs,
      ...told.map(eventSentence),
      ...(events.length > told.length ? [moreText(events.length - told.length)] : []),
    ],
  };
};

const explainedFit = (fit: NodeFit): Explained => {
  const pairs = fitPairs(fit);
  return {
    id: 'node-fit',
    title: 'Room for replicas',
    basis: 'Nodes and quotas as they were found before the load, and what pods of the run ran into.',
    table: {
      caption: 'How many replicas fit, and what is missing for more',
      columns: ['what', 'is'],
      rows: pairs,
    },
    sentences: pairs.map(([name, value]) => `${capitalize(name)}: ${value.replace(/\.$/, '')}.`),
  };
};

/** The chain is told where it matters: requests were cut, or a layer stands wrong. */
const explainedTimeouts = (chain: TimeoutChain, advice: Report['advice']): Explained[] => {
  const { links, cutOffs, faults } = chain;
  if (cutOffs.length === 0 && faults.length === 0) return [];
  const timeouts = advice?.kind === 'advice' ? advice.timeouts : undefined;
  const slowest = slowestText(chain);
  const sentences = [
    ...cutOffs.map((cutOff) => cutOffSentence(cutOff, chain)),
    ...(slowest === null ? [] : [slowest]),
    ...faults.map(faultSentence),
  ];
  return [
    {
      id: 'timeouts',
      title: 'Timeouts, from the outside in',
      basis: sentences.join(' '),
      table: {
        caption: 'Who may cut a request that takes too long',
        columns: ['layer', 'limit', 'how it is known', 'requests that it cut', 'should be'],
        rows: links.map((link) => linkCells(link, timeouts)),
      },
      sentences,
    },
  ];
};

/** How the service scaled, and why not otherwise, as far as the recording and its plan tell. */
export const explainedScaling = ({
  result: { decisions, scaleLag, nodeFit, timeoutChain },
  advice,
}: Pick<Report, 'result' | 'advice'>): readonly Explained[] => [
  ...(decisions === undefined ? [] : explainedDecisions(decisions)),
  ...(scaleLag === undefined ? [] : [explainedLag(scaleLag, advice)]),
  ...(nodeFit === undefined ? [] : [explainedFit(nodeFit)]),
  ...(timeoutChain === undefined ? [] : explainedTimeouts(timeoutChain, advice)),
];
