import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { tagsSchema, titleSchema } from '../../runs/schema/labels.ts';
import { planningSchema } from '../../runs/schema/planning.ts';
import { readTolerances } from '../compare/tolerances.ts';
import { peakFactorOf } from '../peak-factor.ts';
import { readAge } from '../runs/prune.ts';

/** What a value of an option must be, and what to write instead of one that is not. */
type Rule = {
  readonly accepts: (value: unknown) => boolean;
  readonly fix: string;
  /** What is wrong with a value, where its text alone does not show it: goes on after the value. */
  readonly because?: (value: unknown) => string;
};

const isWhole = (value: unknown, least: number, most = Number.MAX_SAFE_INTEGER): boolean =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** A whole number of things, `most` at most. */
const count = (of: string, example: number, most = 1_000_000): Rule => ({
  accepts: (value) => isWhole(value, 1, most),
  fix: `give a whole number of ${of}, from 1 to ${most.toLocaleString('en')}: ${example}`,
});

const above0 = (of: string, example: number): Rule => ({
  accepts: (value) => Number.isFinite(value) && (value as number) > 0,
  fix: `give a number of ${of} above 0: ${example}`,
});

const price: Rule = {
  accepts: (value) => Number.isFinite(value) && (value as number) >= 0,
  fix: 'give a number that is not below 0: 0.25',
};

const port: Rule = {
  accepts: (value) => isWhole(value, 0, 65_535),
  fix: 'give a port from 1 to 65535, or 0 for any free one',
};

const planning = (key: keyof typeof planningSchema.shape, fix: string): Rule => ({
  accepts: (value) => planningSchema.shape[key].safeParse(value).success,
  fix,
});

const text = (pattern: RegExp, fix: string): Rule => ({
  accepts: (value) => typeof value === 'string' && pattern.test(value),
  fix,
});

const file = (fix: string): Rule => ({
  accepts: (value) =>
    typeof value === 'string' && statSync(value, { throwIfNoEntry: false })?.isFile() === true,
  fix,
  because: (value) => (existsSync(String(value)) ? ', which is not a file' : ', and there is no such file'),
});

/** Whether what lies there is a page of HTML, which a later one may replace, and no config or settings file. */
const isPage = (path: string): boolean => /^\s*<!doctype html>/i.test(readFileSync(path, 'utf8'));

/** Why a page can't be written to a path; undefined where it can. */
const whyNoPage = (path: string): string | undefined => {
  const there = statSync(path, { throwIfNoEntry: false });
  if (there === undefined)
    return existsSync(dirname(path)) ? undefined : `, and there is no folder ${dirname(path)}`;
  if (there.isDirectory()) return ', which is a folder';
  return there.isFile() && there.size > 0 && !isPage(path)
    ? ', which is there and no page of HTML: it is not overwritten'
    : undefined;
};

const pageToWrite = (example: string): Rule => ({
  accepts: (value) => whyNoPage(String(value)) === undefined,
  fix: `name a file in a folder that exists: ${example}`,
  because: (value) => whyNoPage(String(value)) ?? '',
});

/** A value that has its own reader: what that refuses, with its own fix. */
const readBy = (read: (value: string) => unknown): Rule['accepts'] => {
  return (value) => {
    try {
      read(String(value));
      return true;
    } catch (error) {
      if (error instanceof HeadroomError) return false;
      throw error;
    }
  };
};

const isJsonObject = (value: unknown): boolean => {
  try {
    const parsed: unknown = JSON.parse(String(value));
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed);
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
};

/** A name in Kubernetes, as of a namespace. */
const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/;

const numbers: Readonly<Record<string, Rule>> = {
  confidence: planning('confidence', 'give a share between 0 and 1: 0.95 for 95 %'),
  margin: planning('margin', 'give a share of the recorded peak from 0 to 3: 0.2 for 20 % above it'),
  'spike-share': planning('spikeShare', 'give a share of the time from 0 to 1: 0.01 for 1 %'),
  budget: count('replicas', 12),
  'price-per-replica-hour': price,
  'price-per-node-hour': price,
  'pods-per-node': count('replicas', 4),
  step: above0('seconds', 60),
  seed: { accepts: (value) => isWhole(value, 0), fix: 'give a whole number that is not below 0: 1' },
  replications: count('simulated runs', 20, 100_000),
  workers: count('threads', 2, 1024),
  target: above0('what the rule keeps', 0.7),
  'target-utilization': {
    accepts: (value) => Number.isFinite(value) && (value as number) > 0 && (value as number) <= 1,
    fix: 'give a share above 0, at most 1: 0.7 for 70 %',
  },
  min: { accepts: (value) => isWhole(value, 0), fix: 'give a whole number of replicas: 3' },
  max: count('replicas', 30),
  replicas: count('replicas', 12),
  slots: count('requests', 1, 1000),
  port,
  'api-port': port,
  keep: count('runs', 20),
  rounds: count('advices to try', 3, 100),
  repeat: count('runs', 4, 100),
  'budget-minutes': above0('minutes', 60),
  'began-with': { accepts: (value) => isWhole(value, 0), fix: 'give the number of ready replicas: 3' },
};

const texts: Readonly<Record<string, Rule>> = {
  peak: { accepts: readBy(peakFactorOf), fix: 'give how many times as high the spike is to be: 2x' },
  tolerance: {
    accepts: readBy((value) => readTolerances([value])),
    fix: 'write figure=amount: p95=5%, p95=20ms, errors=0.2%, recovery=2s or replicas=1; other figures: rejected, timedout, p50, p99, service, startup, overhead',
  },
  'older-than': { accepts: readBy(readAge), fix: 'give hours, days or weeks: 12h, 30d, 8w' },
  title: {
    accepts: (value) => titleSchema.safeParse(value).success,
    fix: 'give a short line of plain text, at most 100 characters: "after the fix"',
  },
  tag: {
    accepts: (value) => tagsSchema.safeParse([value]).success,
    fix: 'give one word of at most 50 characters: nightly, or team=search',
  },
  change: {
    accepts: isJsonObject,
    fix: 'give the fields to change as a JSON object: \'{"router": {"queueWaitLimitMs": 1000}}\'',
  },
  settings: file('name your own settings file; without --settings, fresh files are written'),
  for: file('name a file of requests, of their numbers, or of a day'),
  html: pageToWrite('compare.html'),
  report: pageToWrite('simulation.html'),
  namespace: text(dnsLabel, 'give the name of a namespace: a-z, 0-9 and - , 63 characters at most'),
  object: text(
    /^[A-Za-z]+\/[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    'give Kind/name: HorizontalPodAutoscaler/score',
  ),
  'key-env': text(/^[A-Za-z_]\w*$/, 'give the name of a variable, not the key itself: SCORING_KEY'),
  'service-account': text(
    /^([a-z0-9][-a-z0-9]*\/)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    'give [namespace/]name: models/headroom',
  ),
  url: {
    accepts: (value) => URL.canParse(String(value)) && /^https?:$/.test(new URL(String(value)).protocol),
    fix: 'give the address that a client sends scoring requests to: http://scoring.example/score',
  },
};

/**
 * What the values of options must be beyond their type, by the option's name: a name means the same in every verb. An
 * option that is not here takes any text.
 */
export const rules: Readonly<Record<string, Rule>> = { ...numbers, ...texts };

/** Pairs of options of which the first may not pass the second. */
export const ordered: readonly (readonly [least: string, most: string])[] = [['min', 'max']];
