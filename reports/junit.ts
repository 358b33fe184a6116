import type { Check, Result } from '../runs/schema/result.ts';
import { escapeMarkup } from './html.ts';
import { badSecondsText, checkText, unfinishedText } from './verdict.ts';

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeMarkup(String(value)).replace(/\s/g, ' ')}"`)
    .join('');

/** A missed objective is a failure; one that can't be told is an error, so that it never passes unnoticed. */
const outcomeOf = (check: Check, result: Result): string => {
  if (check.met === true) return '';
  const { name, measured, interval, limit } = checkText(check);
  const [element, message] =
    check.met === false
      ? ['failure', `${name} is ${measured}, the limit is ${limit}`]
      : ['error', `${name} can't be told (measured: ${measured}, limit: ${limit})`];
  const detail = [
    result.verdict.sentence,
    interval,
    badSecondsText(result),
    unfinishedText(result) ?? '',
    ...result.findings.map(({ sentence, remedy }) => `${sentence} Remedy: ${remedy}`),
  ].filter((line) => line !== '');
  return `<${element}${attributes({ message, type: check.unit })}>${escapeMarkup(detail.join('\n'))}</${element}>`;
};

/** JUnit XML for a CI server: one test case for each objective of the run. */
export const renderJunit = (result: Result): string => {
  const { verdict, run, timeline } = result;
  const suite = {
    name: `headroom ${run.config.load.scenario}`,
    tests: verdict.checks.length,
    failures: verdict.checks.filter(({ met }) => met === false).length,
    errors: verdict.checks.filter(({ met }) => met === null).length,
    skipped: 0,
    time: timeline.seconds,
    timestamp: new Date(run.loadStartedAtMs ?? run.createdAtMs).toISOString().slice(0, 19),
  };
  const cases = verdict.checks.map(
    (check) =>
      `    <testcase${attributes({ classname: run.id, name: check.name, time: timeline.seconds })}>${outcomeOf(check, result)}</testcase>`,
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'headroom', tests: suite.tests, failures: suite.failures, errors: suite.errors, time: suite.time })}>`,
    `  <testsuite${attributes(suite)}>`,
    ...cases,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');
};
