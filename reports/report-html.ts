import type { Result } from '../runs/schema/result.ts';
import { errorsAgainstOfferedLoadFigure, errorsAgainstUtilizationFigure } from './charts/errors-against.ts';
import type { FigureBuilder } from './charts/figure.ts';
import { explainedScaling } from './explained.ts';
import { capitalize, formatUtc } from './format.ts';
import { type Html, html } from './html.ts';
import { configurationSection } from './page/configuration.ts';
import { endpointsSection } from './page/endpoints.ts';
import { healthSection, phasesSection } from './page/experiment.ts';
import { explainedSection } from './page/explained.ts';
import { figureHtml } from './page/figure.ts';
import { findingsSection } from './page/findings.ts';
import { formulaSection } from './page/page-formula.ts';
import { groundsSection, planSection, refusalSection } from './page/plan.ts';
import { proofSection } from './page/proof.ts';
import { scriptSection } from './page/script.ts';
import { renderPage } from './page/shell.ts';
import { timelineSection } from './page/timeline.ts';
import { verdictSection } from './page/verdict.ts';
import type { Report } from './report.ts';
import { labelParts } from './words/labels.ts';

/** The charts of errors against load, in their order on the page. */
export const relationFigures: readonly FigureBuilder[] = [
  errorsAgainstUtilizationFigure,
  errorsAgainstOfferedLoadFigure,
];

/** Title in the navigation, by the id of the section's heading. */
type Contents = readonly (readonly [id: string, name: string])[];

const contentsOf = (report: Report): Contents => {
  const { result, advice, verification } = report;
  return [
    ['timeline', 'Second by second'],
    ['relations', 'Errors and load'],
    ...(result.endpoints.length === 1 ? [] : [['endpoints', 'Endpoints'] as const]),
    ['findings', 'Why requests failed'],
    ...(explainedScaling(report).length === 0 ? [] : [['scaling', 'Scaling'] as const]),
    ...(advice?.kind === 'notEnoughAdvice' ? [['refusal', 'No advice'] as const] : []),
    advice?.kind === 'advice' ? ['advice', 'Advice'] : ['page-formula', "Help page's formula"],
    ...(verification === undefined ? [] : [['proof', 'Proof'] as const]),
    ...(advice?.kind === 'advice' ? [['grounds', 'What it rests on'] as const] : []),
    ['phases', 'Phases'],
    ...(result.script === undefined ? [] : [['script', 'Checks'] as const]),
    ['health', 'Health'],
    ['configuration', 'Configuration'],
  ];
};

const navigation = (report: Report): Html =>
  html`<nav aria-label="Sections"><ul>${contentsOf(report).map(([id, name]) => html`<li><a href="#${id}">${name}</a></li>`)}</ul></nav>`;

/** The plan's advice with its proof and its grounds; without a plan, the formula of the help page under its own name. */
const adviceSections = async (report: Report): Promise<Html> => {
  const { result, advice, verification } = report;
  if (advice === undefined) return formulaSection(result);
  if (advice.kind === 'notEnoughAdvice') return html`${refusalSection(advice)}${formulaSection(result)}`;
  return html`${await planSection(advice, report)}
    ${verification !== undefined && (await proofSection(verification))}
    ${groundsSection(advice, report)}`;
};

const figuresHtml = (result: Result, builders: readonly FigureBuilder[]): Promise<Html[]> =>
  Promise.all(builders.map((build) => figureHtml(build(result))));

const headline = ({ run }: Result): string => {
  const { scenario } = run.config.load;
  return `${capitalize(scenario)} test of ${run.config.target.url}`;
};

/**
 * The report of a run as one HTML file: no script, no request to anywhere, readable in both themes, on a phone, on
 * paper and by a screen reader. A pure function: the same report value, the same bytes.
 */
export const renderHtml = async (report: Report): Promise<string> => {
  const { result } = report;
  const { run } = result;
  const started = run.loadStartedAtMs ?? run.createdAtMs;
  const relations = await figuresHtml(result, relationFigures);
  return renderPage(
    headline(result),
    html`
    <header><p class="muted">${[`${headline(result)}, ${formatUtc(started)}`, ...labelParts(run)].join(' · ')}</p></header>
    <main>
    ${verdictSection(report)}
    ${navigation(report)}
    ${timelineSection(result)}
    <section aria-labelledby="relations"><h2 id="relations">Errors and load</h2>${relations}</section>
    ${endpointsSection(result)}
    ${findingsSection(result)}
    ${explainedSection(report)}
    ${await adviceSections(report)}
    ${phasesSection(result)}
    ${scriptSection(result)}
    ${healthSection(result)}
    ${configurationSection(result)}
    </main>
    <footer><p>Made by headroom ${run.tool.version} from run ${run.id}.</p></footer>`,
  );
};
