import type { Recommendation } from '../../runs/schema/recommendation.ts';
import type { Result } from '../../runs/schema/result.ts';
import type { Verification } from '../../runs/schema/verification.ts';
import type { Decision } from '../decision.ts';
import { formatShare, formatUtc } from '../format.ts';
import { type Html, html } from '../html.ts';
import type { Report } from '../report.ts';
import { beforeAfter } from '../words/headline.ts';
import { judgementOf } from '../words/verdict.ts';
import { reportLink } from './report-link.ts';

type Line = { readonly kept: boolean | null; readonly text: string };

const tile = (when: string | Html, lines: readonly Line[], isMeasured = true): Html => {
  const [first, ...others] = lines;
  const { tone, symbol } = judgementOf(first?.kept ?? null);
  return html`<div class="tile ${isMeasured ? tone : 'foretold'}"><p>${when}</p>
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

const foretoldTiles = ({ verdict }: Result, { prediction }: Recommendation): Html | false => {
  const failed = verdict.checks.find(
    ({ objective, endpoint }) => objective === 'errorShare' && endpoint === null,
  );
  if (failed === undefined || failed.measured === null) return false;
  const { mid, low, high } = prediction.errorShare;
  const foretold = [
    { kept: null, text: `${formatShare(mid)} fail` },
    { kept: null, text: `${formatShare(low)} to ${formatShare(high)} in one run` },
  ];
  return beside(
    tile('This run', [lineOf('failed', formatShare(failed.measured), failed.met)]),
    tile('Foretold with the advice, not proven yet', foretold, false),
  );
};

/** Before and after, side by side: measured where a re-run was fired, else foretold and marked so. */
export const beforeAfterHtml = (report: Report, decision: Decision): Html | false => {
  if (decision.kind !== 'change' && decision.kind !== 'withdrawn') return false;
  const { advice, proof } = decision;
  return proof === undefined ? foretoldTiles(report.result, advice) : measuredTiles(report, proof);
};
