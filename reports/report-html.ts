import type { Result } from '../runs/schema/result.ts';
import { errorsAgainstOfferedLoadFigure, errorsAgainstUtilizationFigure } from './charts/errors-against.ts';
import type { FigureBuilder } from './charts/figure.ts';
import { decide } from './decision.ts';
import { type Html, html } from './html.ts';
import { configurationSection } from './page/configuration.ts';
import { endpointsSection } from './page/endpoints.ts';
import { healthSection, phasesSection } from './page/experiment.ts';
import { explainedSection } from './page/explained.ts';
import { figureHtml } from './page/figure.ts';
import { firstScreen } from './page/first-screen.ts';
import { fold } from './page/fold.ts';
import { formulaSection } from './page/page-formula.ts';
import { groundsSection, planSection, refusalSection } from './page/plan.ts';
import { proofSection } from './page/proof.ts';
import { scriptSection } from './page/script.ts';
import { renderPage } from './page/shell.ts';
import { timelineSection } from './page/timeline.ts';
import { whatIfSection } from './page/what-if.ts';
import { whySection } from './page/why.ts';
import type { Report } from './report.ts';
import { tabTitle } from './words/run/headline.ts';
import { headlineParts } from './words/run/labels.ts';

/** The charts of errors against load, in their order on the page. */
export const relationFigures: readonly FigureBuilder[] = [
  errorsAgainstUtilizationFigure,
  errorsAgainstOfferedLoadFigure,
];

const header = ({ run }: Result): Html =>
  html`<header><p class="muted">${headlineParts(run).join(' · ')}</p></header>`;

const relationsSection = (result: Result): Html => {
  const figures = relationFigures.map((build) => figureHtml(build(result)));
  return fold({ id: 'relations', title: 'Errors against load' }, html`${figures}`);
};

/** What stands behind the decision, folded: the proof, the plan, its grounds; without a plan Azure ML's formula. */
const groundSections = ({ result, ...report }: Report): Html => {
  const { advice, verification } = report;
  return html`${verification !== undefined && proofSection(verification)}
    ${advice?.kind === 'advice' && html`${planSection(advice)}${groundsSection(advice, { result, ...report })}`}
    ${advice?.kind === 'notEnoughAdvice' && refusalSection(advice, { result, ...report })}
    ${advice?.kind !== 'advice' && formulaSection(result)}`;
};

/**
 * The report of a run as one HTML file: one decision with what stands behind it, readable without a script, in both themes,
 * on a phone, on paper and by a screen reader. A pure function: the same report value, the same bytes.
 */
export const renderHtml = async (report: Report): Promise<string> => {
  const { result, advice } = report;
  const { run } = result;
  const decision = decide(report);
  return renderPage(
    tabTitle(result, decision),
    html`
    ${header(result)}
    <main>
    ${firstScreen(decision, report)}
    ${timelineSection(report)}
    ${endpointsSection(result)}
    ${whySection(decision, result)}
    ${advice?.kind === 'advice' && whatIfSection(advice)}
    <div class="folds">
    ${explainedSection(report)}
    ${groundSections(report)}
    ${phasesSection(result)}
    ${relationsSection(result)}
    ${scriptSection(result)}
    ${healthSection(result)}
    ${configurationSection(result)}
    </div>
    </main>
    <footer><p>Made by headroom ${run.tool.version} from run ${run.id}.</p></footer>`,
  );
};
