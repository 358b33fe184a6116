import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import type { Fact, RemedyCode } from '../../../runs/schema/result/findings.ts';
import { pileOf } from '../../measure/pile.ts';
import { isInterval } from '../../stats/interval.ts';
import { emptySketch, mergeSketches, type Sketch } from '../../stats/sketch.ts';
import type { Part } from '../evidence/part.ts';
import type { View } from '../evidence/view.ts';
import { answersFact, factOf, headersFact, inFlightFact, replicasFact, spanOf } from '../facts.ts';
import type { Rule } from './rule.ts';
import {
  cameTooSoon,
  isSlowByBoundedWait,
  isSlowByIdleSlots,
  preflightEndedSo,
  slowShare,
} from './turned-away.ts';

const latenciesOf = (parts: readonly Part[], view: View): Sketch => {
  const startSecond = Math.floor(view.recorded.timeline.startedAtMs / 1000);
  return parts
    .map(
      ({ second, outcome }) =>
        view.recorded.load.bySecond.get(startSecond + second)?.latencyMs[outcome] ?? emptySketch,
    )
    .reduce(mergeSketches, emptySketch);
};

/** How near a multiple of the limit a cut-off must be to be tries of it. */
const triesSlack = 0.1;

/** Cut off after a whole number of the server's limits: someone tries again. */
const triesOf = (atMs: number, limitMs: number | null): number | undefined => {
  if (limitMs === null) return undefined;
  const tries = Math.round(atMs / limitMs);
  return tries >= 2 && tries <= 10 && Math.abs(atMs / limitMs - tries) <= triesSlack * tries
    ? tries
    : undefined;
};

/** What the config or the platform says of the server's own limit. */
const statedLimitMs = ({ recorded, platform }: View): number | null =>
  recorded.run.config.router?.requestTimeoutMs ?? platform.requestTimeoutMs.value;

/** Where requests were cut off, whose limits are known, and how many tries that is. */
const cutOffFact = (parts: readonly Part[], view: View): Fact[] => {
  const sketch = latenciesOf(parts, view);
  const pile = pileOf(sketch);
  if (!isInterval(pile)) return [];
  const platformMs = statedLimitMs(view);
  const tries = triesOf(pile.mid, platformMs);
  const { config } = view.recorded.run;
  const clientMs =
    config.script === null
      ? Math.max(...endpointsOf(config).map(({ requestTimeoutMs }) => requestTimeoutMs))
      : undefined;
  return [
    factOf('cutOff', spanOf(parts), {
      file: 'load.ndjson',
      n: sketch.count,
      numbers: {
        atMs: pile.mid,
        ...(clientMs !== undefined && { clientMs }),
        ...(platformMs !== null && { platformMs }),
        ...(tries !== undefined && { tries }),
      },
    }),
  ];
};

/** A success that took this share of the time after which others were cut shows that answers may be slow. */
const nearCutShare = 0.5;

/**
 * Whether nothing tells a slow service from one that hangs: no request without a queue succeeded after nearly as long as
 * others were cut after, so what was cut may not have been the slowest of many, but never answered.
 */
const mayHang = (parts: readonly Part[], { unqueuedSlowestMs }: View): boolean => {
  const cutAfterMs = parts.reduce((least, { medianMs }) => Math.min(least, medianMs ?? least), Infinity);
  return (unqueuedSlowestMs ?? 0) < nearCutShare * cutAfterMs;
};

const slowFacts: Rule['facts'] = (parts, view) => {
  const okMedianMs = view.unqueuedMedianMs;
  const single = parts.some((part) => preflightEndedSo(part, view))
    ? [
        factOf(
          'cutOff',
          { fromSecond: 0, toSecond: 0 },
          { file: 'run.json', n: 1, numbers: { atMs: view.recorded.run.preflight![0]!.latencyMs } },
        ),
      ]
    : [];
  return [
    ...cutOffFact(parts, view),
    ...single,
    ...(okMedianMs === undefined
      ? []
      : [
          factOf(
            'serviceTime',
            { fromSecond: 0, toSecond: view.recorded.timeline.seconds },
            {
              file: 'load.ndjson',
              numbers: { okMedianMs, ...(mayHang(parts, view) && { okSlowestMs: view.unqueuedSlowestMs! }) },
            },
          ),
        ]),
    ...answersFact(parts),
    ...headersFact(parts),
    ...inFlightFact(parts, view),
    ...replicasFact(parts, view),
  ];
};

/** A retry by the front end: the time is a multiple of the limit, or nobody knows the limit and nothing excludes it. */
const slowRemedies = (parts: readonly Part[], view: View): RemedyCode[] => {
  const tries = cutOffFact(parts, view)[0]?.numbers['tries'];
  const mayRetry = tries !== undefined || statedLimitMs(view) === null;
  return mayRetry
    ? ['speedUpModel', 'raiseTimeout', 'noRetryAfterTimeout']
    : ['speedUpModel', 'raiseTimeout'];
};

const whetherSlow: Rule['wouldTell'] = (parts, view) =>
  mayHang(parts, view) ? ['lateAnswer', 'containerLogs'] : [];

const slow: Rule['share'] = (part, view) =>
  isSlowByIdleSlots(part, view) || isSlowByBoundedWait(part, view) ? 1 : slowShare(part, view);

/** A limit of the server cut requests that had waited for no slot. */
export const modelSlowerThanTimeout: Rule = {
  cause: 'modelSlowerThanTimeout',
  share: (part, view) => (part.outcome === 'timeout' || cameTooSoon(part, view) ? 0 : slow(part, view)),
  facts: slowFacts,
  remedies: slowRemedies,
  wouldTell: whetherSlow,
};

/** The client gave up on requests that had waited for no slot. */
export const clientTimeout: Rule = {
  cause: 'clientTimeout',
  share: (part, view) => (part.outcome === 'timeout' ? slow(part, view) : 0),
  facts: slowFacts,
  remedies: (parts, view) =>
    mayHang(parts, view) ? ['raiseClientTimeout'] : ['raiseClientTimeout', 'speedUpModel'],
  wouldTell: whetherSlow,
};
