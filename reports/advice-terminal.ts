import { shellPath } from '../errors/shell-path.ts';
import { changesNothing, inForce } from '../planner/recommend/trials/in-force.ts';
import type { Calibration } from '../runs/schema/calibration.ts';
import type { NotEnoughAdvice, Recommendation } from '../runs/schema/recommendation.ts';
import type { Table } from './charts/figure.ts';
import { formatMs, formatNumber } from './format.ts';
import { changeLines, comparedTable, predictionRows } from './plan/outlook.ts';
import { plannedForTable } from './plan/planned-for.ts';
import { sensitivityTable } from './plan/sensitivity.ts';
import { fitColumns, fitLines, fitsInto, paragraph, textTable, usualColumns } from './text-table.ts';
import { afterDemo, notAfterDemo } from './words/demo.ts';
import { movedText, withinText } from './words/plan/advice.ts';
import { aboveMinimumText } from './words/plan/cost.ts';
import { excuseText } from './words/plan/excuses.ts';
import { guardText } from './words/plan/guard.ts';
import { headroomLines, lagWorthText, toldOf } from './words/plan/headroom.ts';
import { inShortText } from './words/plan/in-short.ts';
import { inputText } from './words/plan/inputs.ts';
import { noteText, ofRecordingTexts, otherNoteTexts } from './words/plan/notes.ts';
import { periodName, plannedForText, predictedFor, sloText } from './words/plan/planned-for.ts';
import { ruleText } from './words/plan/readings.ts';
import { refusalLine, runNextLines } from './words/plan/refusal.ts';
import { nextRunText, recordWholeText } from './words/plan/unknowns.ts';
import { variantText } from './words/plan/variants.ts';
import { figureNames } from './words/proof/figures.ts';
import { knobTexts } from './words/settings/knobs.ts';
import { bareSettingsText, settingsText } from './words/settings/settings.ts';
import { withConfig } from './words/with-config.ts';

const limitText = (name: string, ms: number | null): string =>
  `${name} ${ms === null ? 'no limit' : formatMs(ms)}`;

/** What the report has beside; the terminal keeps to what settles a decision. */
const onlyInReport: readonly string[] = [
  figureNames.p50Latency,
  figureNames.p99Latency,
  figureNames.meanReplicas,
];

/** Of blocks of their own, which are indented. */
const widthMost = usualColumns - 4;

const indent = (text: string): string => text.replace(/^(?=.)/gm, '  ');
const section = (title: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${title}\n${lines.map(indent).join('\n')}`;

const blocks = (parts: readonly (string | null | undefined)[]): string =>
  fitLines(parts.filter(Boolean).join('\n\n'), usualColumns);

/** Without a word over the names of the rows. `heads` are shorter ones for a terminal. */
const tableText = ({ columns: own, rows }: Table, heads = own.slice(1)): string =>
  textTable(['', ...heads], rows);

/** The traffic mix, with shorter heads. Its longest rows can do without the share of the time, which only cost asks for. */
const mixText = ({ rows }: Table): string => {
  const head = ['', 'requests/s', 'of time', 'replicas', 'fail', 'counts for'];
  const fitting = fitColumns({ head, rows }, widthMost, ['of time']);
  return textTable(fitting.head, fitting.rows, widthMost);
};

/** What each setting contributes, as a table; a line each where a rule is too long for a column. */
const contributionText = (advice: Recommendation): string[] => {
  if (advice.sensitivity.length === 0) return [];
  const table = sensitivityTable(advice);
  const text = tableText(table, ['advised', 'turned to', 'SLO met', 'failed, points', 'cost']);
  if (fitsInto(text, widthMost)) return [text];
  return table.rows.map(
    ([name, advised, turned, met, failed, cost]) =>
      `${name}: ${advised}, turned to ${turned}: SLO met in ${met}, failed ${failed} points, cost ${cost}`,
  );
};

/** Settings are too long for a column: those of each candidate stand above its figures. */
const comparedText = (advice: Recommendation): string[] => {
  const { columns: heads, rows } = comparedTable(advice);
  const settings = rows.map(([name, text]) => `${name}: ${text}`);
  const figures = rows.map(([name = '', , ...values]) => [name, ...values]);
  return [...settings, textTable(['', ...heads.slice(2)], figures, widthMost)];
};

const noAdvice = 'NO ADVICE: the data can’t carry one.';

const renderRefusal = (
  { reasons, warnings }: NotEnoughAdvice,
  { folder, isDemo }: { readonly folder: string; readonly isDemo: boolean },
): string =>
  blocks([
    noAdvice,
    section('Why', reasons.map(refusalLine)),
    section('Run next', isDemo ? [afterDemo] : reasons.flatMap((reason) => runNextLines(reason, folder))),
    section('Note', warnings.map(noteText)),
  ]);

/** What to set; where a run must come first, that. */
const headOf = (advice: Recommendation, interim: string | undefined): string => {
  const settings = settingsText(advice.settings, advice.compared.current.settings);
  if (advice.basis === 'certain') {
    const [verb, what] = changesNothing(advice) ? ['keep', settings] : ['set', movedText(advice)];
    return interim === undefined
      ? `${verb.toUpperCase()} ${what}`
      : `INTERIM, until the next run ${verb} ${what}`;
  }
  return interim === undefined
    ? `NO SETTINGS MEET THE SLO of those that were tried${withinText(advice)}. Not a recommendation, but nearest: ${settings}`
    : `NO ADVICE YET: what was recorded can't carry one. Below, no recommendation, what came nearest: ${settings}`;
};

/** What is in force with an advice: of a change all of it, else the limits that the head does not name. */
const inForceText = (advice: Recommendation): string => {
  const { settings, compared, timeouts, basis } = advice;
  const { queueWaitMs, requestTimeoutMs } = inForce(settings, timeouts);
  const limits = `${limitText('queue wait', queueWaitMs)}, ${limitText('request timeout', requestTimeoutMs)}`;
  return basis === 'certain' && !changesNothing(advice)
    ? `All settings after the change (${settings.policy.kind}): ${bareSettingsText(settings, compared.current.settings)}, ${limits}`
    : limits;
};

type Source = {
  /** The run that holds the advice. */
  readonly folder: string;
  /** The recording stops before the end of its plan, so its advice is interim. */
  readonly isFromCut?: boolean;
  /** Where no cluster was watched, so that a person says with how many replicas a proof began: as many as it is predicted with. */
  readonly unseenStart?: number | undefined;
  /** The config that the run was recorded with, as a command names it; undefined: the usual one, or it is not known. */
  readonly config?: string | undefined;
  /** The run is of a demo, whose service has ended. */
  readonly isDemo?: boolean;
};

/** How a change is made and proven. Without a cluster there may be nothing to apply it to, and a person says what ran. */
const changeAndProof = (
  { load, settings }: Recommendation,
  { folder, unseenStart, config }: Pick<Source, 'folder' | 'unseenStart' | 'config'>,
): string => {
  const named = shellPath(folder);
  const stated = unseenStart === undefined ? '' : ` --applied --began-with ${unseenStart}`;
  const ofConfig = config === undefined ? '' : ` --config ${config}`;
  const proof = load.isOther
    ? `headroom test${ofConfig} with the planned load proves it`
    : `headroom verify ${named}${stated}${ofConfig} proves it`;
  const apply = `headroom apply ${named}${ofConfig}`;
  // A deployment of Azure ML can't be found by what was recorded: only the config can name it.
  const where =
    settings.policy.kind === 'azureml-v2' ? ' where the config has apply (such as apply.azure)' : '';
  return unseenStart === undefined
    ? `${apply} shows what changes${where}; ${proof}`
    : `set it by hand, or by ${apply} where the config has apply; then ${proof}`;
};

/** What an advice comes to, for the end of its long text, and what to do next. */
export const adviceInShort = (advice: Recommendation | NotEnoughAdvice, source: Source): string => {
  const { folder, isFromCut = false, config, isDemo = false } = source;
  if (advice.kind === 'notEnoughAdvice') {
    if (isDemo) return fitLines(`${noAdvice}\nnext: ${afterDemo}`, usualColumns);
    const next = advice.reasons.flatMap((reason) => {
      const [command = '', how = ''] = runNextLines(reason, shellPath(folder));
      // Not broken: it is there to be copied.
      return [`next: ${withConfig(command, config)}`, fitLines(how, usualColumns)];
    });
    return [noAdvice, ...next].join('\n');
  }
  const interim = nextRunText(advice) ?? (isFromCut ? recordWholeText : undefined);
  const isToProve = advice.basis === 'certain' && interim === undefined && !changesNothing(advice);
  const otherwise = `headroom capacity ${shellPath(folder)} says how much load the settings in use hold`;
  const toDo = isToProve ? changeAndProof(advice, source) : interim && withConfig(interim, config);
  const next = (isDemo ? toDo && afterDemo : toDo) ?? otherwise;
  return fitLines(`${headOf(advice, interim)}\nnext: ${next}`, usualColumns);
};

const headroomLinesOf = (advice: Recommendation): string[] =>
  [...headroomLines(advice.headroom, toldOf(advice)), lagWorthText(advice.headroom)].filter(
    (line) => line !== undefined,
  );

/**
 * The advice for the terminal: what to set, what it will do, what it was chosen over, and what it rests on.
 */
export const renderAdvice = (
  advice: Recommendation | NotEnoughAdvice,
  calibration: Calibration,
  {
    folder = '<run>',
    isFromCut = false,
    isDemo = false,
  }: Partial<Pick<Source, 'folder' | 'isFromCut' | 'isDemo'>> = {},
): string => {
  if (advice.kind === 'notEnoughAdvice') return renderRefusal(advice, { folder, isDemo });
  const { load, compared, rejected, slo, inputs, warnings, search } = advice;
  const inUse = compared.current.settings;
  const interim = nextRunText(advice) ?? (isFromCut ? recordWholeText : undefined);
  const plannedFor = [
    `SLO: ${sloText(slo)}.`,
    plannedForText(load),
    aboveMinimumText(advice),
    guardText(advice),
  ]
    .filter(Boolean)
    .join(' ');
  const mix = plannedForTable(load);
  const outlook = predictionRows(advice).filter(([name]) => !onlyInReport.includes(name));
  return blocks([
    headOf(advice, interim),
    interim && indent(paragraph(isDemo ? notAfterDemo : interim, widthMost)),
    indent(paragraph(inForceText(advice), widthMost)),
    indent(inShortText(advice, { isDemo })),
    indent(paragraph(plannedFor, widthMost)),
    advice.variant && indent(variantText(advice.variant, knobTexts(advice.settings.policy, inUse.policy))),
    section(
      `Planned for ${load.kind === 'day' ? periodName(load.durationSeconds) : 'this traffic'}`,
      mix === null ? [] : [mixText(mix)],
    ),
    section(`${predictedFor(load)} (in brackets: its 95 % interval)`, [textTable(['', ''], outlook).trim()]),
    section('Headroom', headroomLinesOf(advice)),
    section('Compared on the same simulated runs', [...comparedText(advice), ...ofRecordingTexts(warnings)]),
    section(
      'Why the nearest others lost',
      rejected.map((lost) => `${settingsText(lost.settings, inUse)}: ${excuseText(lost)}`),
    ),
    section(
      'What each setting contributes: it alone turned, all others as advised',
      contributionText(advice),
    ),
    section('What would change the advice', changeLines(advice)),
    section('Rests on', [
      `autoscaler rule: ${ruleText(calibration)}`,
      ...inputs.map((input) => {
        const { name, value } = inputText(input);
        return `${name}: ${value} (${input.provenance})`;
      }),
    ]),
    section('Note', otherNoteTexts(warnings)),
    `${formatNumber(search.candidates)} candidates, ${formatNumber(search.draws)} draws, ${formatNumber(search.simulatedRequests)} simulated requests`,
  ]);
};
