import type { Check, Result } from '../runs/schema/result.ts';
import type { Run } from '../runs/schema/run.ts';
import type { Verification } from '../runs/schema/verification.ts';
import { escapeMarkup } from './html.ts';
import { proofTable } from './plan/proof.ts';
import type { Report } from './report.ts';
import { findingText } from './words/causes.ts';
import { settingsText } from './words/settings.ts';
import { badSecondsText, checkText, unfinishedText, verdictSentence } from './words/verdict.ts';
import { proofText, reasonText } from './words/verification.ts';

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value)).replace(/\s/g, ' ')}"`)
    .join('');

/** One test case: passed where it has no outcome. */
type Case = {
  readonly name: string;
  readonly outcome?: {
    readonly element: 'failure' | 'error';
    readonly message: string;
    readonly type: string;
    readonly detail: string;
  };
};

/** A missed objective is a failure; one that can't be told is an error, so that it never passes unnoticed. */
const caseOf = (check: Check, result: Result): Case => {
  const { name, measured, basis, limit } = checkText(check);
  if (check.met === true) return { name };
  const detail = [
    verdictSentence(result),
    basis,
    badSecondsText(result),
    unfinishedText(result) ?? '',
    ...result.findings.map((finding) => {
      const { sentence, remedy } = findingText(finding, result);
      return `${sentence} Remedy: ${remedy}`;
    }),
  ].filter((line) => line !== '');
  return {
    name,
    outcome: {
      ...(check.met === false
        ? ({ element: 'failure', message: `${name} is ${measured}, the limit is ${limit}` } as const)
        : ({
            element: 'error',
            message: `${name} can't be told (measured: ${measured}, limit: ${limit})`,
          } as const)),
      type: check.unit,
      detail: detail.join('\n'),
    },
  };
};

const proofClauses = {
  refuted: 'is refuted',
  predictionOff: 'met the SLO, its prediction was off',
  cantTell: "can't be told right or wrong",
} as const;

/** The proof of the advice: a refuted one is a failure, one that can't be told an error. */
const proofCase = (verification: Verification): Case => {
  const { verdict } = verification;
  if (verdict === 'confirmed') return { name: 'advice' };
  const lines = proofTable(verification).rows.map(
    ([name, predicted, measured, inside]) =>
      `${name}: predicted ${predicted}, measured ${measured}, ${inside}`,
  );
  return {
    name: 'advice',
    outcome: {
      element: verdict === 'cantTell' ? 'error' : 'failure',
      message: `the advice ${proofClauses[verdict]}: ${reasonText(verification)}`,
      type: 'proof',
      detail: [settingsText(verification.settings), proofText(verification), ...lines].join('\n'),
    },
  };
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

/** The same for every run of a service and scenario: by it a CI server finds the history of a case. */
const classnameOf = ({ target, load, script }: Run['config']): string =>
  `headroom.${dashed(target.url.replace(/[?#].*$/s, ''))}.${dashed(script ?? load.scenario)}`;

/** JUnit XML for a CI server: a test case for each objective of the run, and one for the advice if a re-run tested it. */
export const renderJunit = ({ result, verification }: Report): string => {
  const { verdict, run, timeline } = result;
  const cases = [
    ...verdict.checks.map((check) => caseOf(check, result)),
    ...(verification === undefined ? [] : [proofCase(verification)]),
  ];
  const count = (element: 'failure' | 'error'): number =>
    cases.filter(({ outcome }) => outcome?.element === element).length;
  const suite = {
    name: `headroom ${run.config.load.scenario}`,
    tests: cases.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: 0,
    time: timeline.seconds,
    timestamp: new Date(run.loadStartedAtMs ?? run.createdAtMs).toISOString().slice(0, 19),
  };
  const classname = classnameOf(run.config);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'headroom', tests: suite.tests, failures: suite.failures, errors: suite.errors, time: suite.time })}>`,
    `  <testsuite${attributes(suite)}>`,
    ...cases.map(
      (one) => `    <testcase${attributes({ classname, name: one.name })}>${outcomeXml(one)}</testcase>`,
    ),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
