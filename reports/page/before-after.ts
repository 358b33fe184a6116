import type { Prediction, Recommendation } from '../../runs/schema/recommendation.ts';
import type { Check, Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { Decision } from '../decision.ts';
import { besideLimit, formatInUnit, formatUtc } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Report } from '../report.ts';
import { isRecorded } from '../words/plan/planned-for.ts';
import { beforeAfter } from '../words/run/headline.ts';
import { judgementOf } from '../words/run/objectives.ts';
import { reportLink } from './report-link.ts';

type Line = { readonly kept: boolean | null; readonly text: string };

const tile = (when: string | Html, lines: readonly Line[], isMeasured = true): Html => {
  const [first, ...others] = lines;
  const { tone, symbol } = judgementOf(first?.kept ?? null);
  return html`<div class="tile ${isMeasured ? tone : 'predicted'}"><p>${when}</p>
    <p class="big">${isMeasured && `${symbol} `}${first?.text}</p>
    ${others.map(({ kept, text }) => html`<p>${isMeasured && `${judgementOf(kept).symbol} `}${text}</p>`)}</div>`;
};

const beside = (before: Html, after: Html): Html =>
  html`<div class="pair">${before}<p class="arrow" aria-hidden="true">→</p>${after}</div>`;

const lineOf = (name: string, value: string, kept: boolean | null): Line => ({
  kept,
  text: name === 'failed' ? `${value} ${name}` : `${name} ${value}`,
});

const measuredTiles = ({ result, rerun }: Report, proof: Verification): Html | false => {
  const pairs = beforeAfter(result, proof);
  if (pairs.length === 0) return false;
  const lines = (which: 'before' | 'after'): Line[] =>
    pairs.map((pair) => lineOf(pair.name, pair[which], pair.isKept[which]));
  const at = proof.verifiedAtMs === undefined ? '' : `, ${formatUtc(proof.verifiedAtMs)}`;
  const name = 'Re-run with the advice';
  const when = html`${rerun === undefined ? name : reportLink(rerun.run.id, name)}${at}`;
  return beside(tile('This run', lines('before')), tile(when, lines('after')));
};

type Predicted = { readonly text: string; readonly range: string };

/** An objective with what was measured and what is predicted for it. */
type Pair = { readonly before: Line; readonly after: Predicted };

const pairOf = (check: Check, { errorShare, latencyMs }: Prediction): Pair[] => {
  const { objective, unit, measured, limit, met } = check;
  const predicted = objective === 'errorShare' ? errorShare : latencyMs.p95;
  if (measured === null || predicted === null) return [];
  const format = besideLimit(limit, formatInUnit(unit));
  const text = format(predicted.mid);
  const range = `${format(predicted.low)} to ${format(predicted.high)}`;
  return objective === 'errorShare'
    ? [{ before: lineOf('failed', format(measured), met), after: { text: `${text} fail`, range } }]
    : [
        {
          before: lineOf('p95 latency', format(measured), met),
          after: { text: `p95 latency ${text}`, range },
        },
      ];
};

/** The missed objective first. What is predicted for another load is no after of this run: then there is none. */
const predictedTiles = ({ verdict }: Result, { prediction, load }: Recommendation): Html | false => {
  if (!isRecorded(load)) return false;
  const pairs = verdict.checks
    .filter(({ endpoint }) => endpoint === null)
    .flatMap((check) => pairOf(check, prediction))
    .toSorted((a, b) => Number(a.before.kept !== false) - Number(b.before.kept !== false));
  const [first, ...others] = pairs;
  if (first === undefined) return false;
  const predicted = [
    first.after.text,
    `${first.after.range} in one run`,
    ...others.map(({ after }) => `${after.text} (${after.range})`),
  ].map((text) => ({ kept: null, text }));
  return beside(
    tile(
      'This run',
      pairs.map(({ before }) => before),
    ),
    tile('Predicted with the advice, not proven yet', predicted, false),
  );
};

/** Before and after, side by side: measured where a re-run was fired, else predicted and marked so. */
export const beforeAfterHtml = (report: Report, decision: Decision): Html | false => {
  if (decision.kind !== 'change' && decision.kind !== 'withdrawn') return false;
  const { advice, proof } = decision;
  return proof === undefined ? predictedTiles(report.result, advice) : measuredTiles(report, proof);
};
