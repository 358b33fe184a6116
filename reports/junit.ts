import { isLoopback } from '../config/loopback.ts';
import type { Result } from '../runs/schema/result.ts';
import type { Run } from '../runs/schema/run.ts';
import type { Verification } from '../runs/schema/verification.ts';
import { resultOfEndpoint } from './endpoints.ts';
import { escapeMarkup } from './html.ts';
import { proofTable } from './plan/proof.ts';
import type { Report } from './report.ts';
import { findingText } from './words/causes/finding.ts';
import { marginText } from './words/proof/margin-fired.ts';
import { reasonText } from './words/proof/proof-reason.ts';
import { proofText } from './words/proof/verification.ts';
import { badSecondsText } from './words/run/bad-seconds.ts';
import { heldRatesToldLines } from './words/run/held-rates.ts';
import { type CheckText, objectiveTexts } from './words/run/objectives.ts';
import { slowTextsOf } from './words/run/slow.ts';
import { unfinishedText } from './words/run/unfinished.ts';
import { verdictSentence } from './words/run/verdict.ts';
import { wholeSettingsText } from './words/settings/settings.ts';

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value)).replace(/\s/g, ' ')}"`)
    .join('');

/** One test case: passed where it has no outcome. */
type Case = {
  readonly name: string;
  /** How long it took to find out; undefined where this folder does not tell. */
  readonly seconds: number | undefined;
  /** What the result says beyond what its requests show. */
  readonly note?: string | undefined;
  readonly outcome?: {
    readonly element: 'failure' | 'error' | 'skipped';
    readonly message: string;
    readonly type: string;
    readonly detail: string;
  };
};

/** What became of an objective that is not met. */
const outcomeOf = (
  { name, measured, limit, judgement }: CheckText,
  { run }: Result,
): Pick<NonNullable<Case['outcome']>, 'element' | 'message'> => {
  if (judgement.tone === 'bad')
    return { element: 'failure', message: `${name} is ${measured}, the limit is ${limit}` };
  const untold = `${name} can't be told (measured: ${measured}, limit: ${limit})`;
  return run.stopped?.by === 'user'
    ? { element: 'skipped', message: `the run was interrupted: ${untold}` }
    : { element: 'error', message: untold };
};

/** The result as an objective is judged by it: of one endpoint with what befell that one, no other's failures. */
const judgedBy = ({ endpoint }: CheckText, result: Result): Result => {
  const at = result.endpoints.findIndex(({ name }) => name === endpoint);
  if (at < 0) return result;
  const findings = result.findings.filter(
    ({ endpoints }) => endpoints === undefined || endpoints.some(({ name }) => name === endpoint),
  );
  return { ...resultOfEndpoint(result, at), findings };
};

/** What explains an objective that is not met: failures have causes and bad seconds, the latency of successes has another reason. */
const whyLines = ({ type, endpoint }: CheckText, whole: Result, judged: Result): string[] =>
  type === 'millisecond'
    ? slowTextsOf(whole, endpoint)
    : [
        badSecondsText(judged),
        ...judged.findings.map((finding) => {
          const { sentence, remedy } = findingText(finding, judged);
          return `${sentence} Remedy: ${remedy}`;
        }),
      ];

/**
 * A missed objective, or threshold of the script, is a failure. One that can't be told is an error, so that it never passes
 * unnoticed; where a person ended the run, it is skipped: nothing is wrong with the service or the load.
 */
const caseOf = (text: CheckText, whole: Result): Case => {
  const { basis, type, judgement, notShown: note } = text;
  const result = judgedBy(text, whole);
  // A metric may have several thresholds: only what it must keep tells them apart.
  const name = type === 'threshold' ? `${text.name}: ${text.limit}` : text.name;
  const { seconds } = result.timeline;
  if (judgement.tone === 'good') return { name, seconds, note };
  const detail = [
    ...heldRatesToldLines(result),
    verdictSentence(result),
    basis,
    unfinishedText(result) ?? '',
    ...whyLines(text, whole, result),
  ].filter((line) => line !== '');
  return {
    name,
    seconds,
    note,
    outcome: {
      ...outcomeOf(text, result),
      type,
      detail: detail.join('\n'),
    },
  };
};

const proofClauses = {
  refuted: 'is refuted',
  predictionOff: 'met the SLO, its prediction was off',
  cantTell: "can't be judged right or wrong",
} as const;

/** The proof of the advice: a refuted one is a failure, one that can't be told an error. */
const proofCase = (verification: Verification, { run, timeline }: Result): Case => {
  const { verdict, verifiedBy } = verification;
  const seconds = run.id === verifiedBy ? timeline.seconds : undefined;
  if (verdict === 'confirmed') return { name: 'advice', seconds };
  const lines = proofTable(verification).rows.map(
    ([name, predicted, measured, inside]) =>
      `${name}: predicted ${predicted}, measured ${measured}, ${inside}`,
  );
  return {
    name: 'advice',
    seconds,
    outcome: {
      element: verdict === 'cantTell' ? 'error' : 'failure',
      message: `the advice ${proofClauses[verdict]}: ${reasonText(verification)}`,
      type: 'proof',
      detail: [wholeSettingsText(verification.settings), proofText(verification), ...lines].join('\n'),
    },
  };
};

/** What firing the margin has shown: missed is a failure, what can't be told an error. */
const marginCases = ({ settings, margin }: Verification): Case[] => {
  if (margin === undefined) return [];
  const name = 'advice at the margin';
  const message = marginText(margin);
  const outcomeAs = (element: NonNullable<Case['outcome']>['element']): Case[] => [
    {
      name,
      seconds: undefined,
      outcome: { element, message, type: 'proof', detail: wholeSettingsText(settings) },
    },
  ];
  if (!margin.fired) return outcomeAs('skipped');
  if (margin.sloHeld === true) return [{ name, seconds: undefined, note: message }];
  return outcomeAs(margin.sloHeld === false ? 'failure' : 'error');
};

const outcomeXml = ({ outcome }: Case): string => {
  if (outcome === undefined) return '';
  const { element, message, type, detail } = outcome;
  return `<${element}${attributes({ message, type })}>${escapeMarkup(detail)}</${element}>`;
};

/** Letters and digits of a name, the rest as single dashes: a dot would be read as the end of a package. */
const dashed = (name: string): string =>
  name
    .replace(/^[a-z]+:\/\//i, '')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');

/** An address without its query; on this machine without its port, which a port-forward picks anew each time. */
const serviceOf = (url: string): string => {
  const { host, pathname } = new URL(url);
  return `${isLoopback(url) ? 'localhost' : host}${pathname}`;
};

/** The same for every run of a service and scenario: by it a CI server finds the history of a case. */
const classnameOf = ({ target, load, script }: Run['config']): string =>
  `headroom.${dashed(serviceOf(target.url))}.${dashed(script ?? load.scenario)}`;

/** What a person finds the run by; CI servers show it beside the suite. */
const propertiesXml = (run: Run): string[] => {
  const { title, tags, commit } = run;
  const values: Readonly<Record<string, string | undefined>> = {
    run: run.id,
    title,
    tags: tags?.join(' '),
    commit: commit?.id,
  };
  return [
    '    <properties>',
    ...Object.entries(values).flatMap(([name, value]) =>
      value === undefined ? [] : [`      <property${attributes({ name, value })}/>`],
    ),
    '    </properties>',
  ];
};

/** Text that CI servers show beside a case, or a suite, whatever became of it. */
const printedXml = (text: string): string => `<system-out>${escapeMarkup(text)}</system-out>`;

const caseXml = (classname: string, one: Case): string => {
  const { name, seconds, note } = one;
  const time = seconds === undefined ? {} : { time: seconds };
  return `    <testcase${attributes({ classname, name, ...time })}>${outcomeXml(one)}${note === undefined ? '' : printedXml(note)}</testcase>`;
};

/** JUnit XML for a CI server: a test case for each objective of the run and each threshold of its script, and one for the advice if a re-run tested it, with one for its margin if that was asked for. */
export const renderJunit = ({ result, verification, ownProof }: Report): string => {
  const { verdict, run, timeline } = result;
  const proof = verification ?? ownProof;
  const cases = [
    ...objectiveTexts(verdict).map((text) => caseOf(text, result)),
    ...(proof === undefined ? [] : [proofCase(proof, result), ...marginCases(proof)]),
  ];
  const count = (element: 'failure' | 'error' | 'skipped'): number =>
    cases.filter(({ outcome }) => outcome?.element === element).length;
  const suite = {
    name: `headroom ${run.config.load.scenario}`,
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
    time: timeline.seconds,
    timestamp: new Date(run.loadStartedAtMs ?? run.createdAtMs).toISOString().slice(0, 19),
  };
  const classname = classnameOf(run.config);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'headroom', tests: suite.tests, failures: suite.failures, errors: suite.errors, time: suite.time })}>`,
    `  <testsuite${attributes(suite)}>`,
    ...propertiesXml(run),
    ...cases.map((one) => caseXml(classname, one)),
    ...heldRatesToldLines(result).map((line) => `    ${printedXml(line)}`),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
