import { strictestErrorShare } from '../../runs/schema/recorded-endpoints.ts';
import type { Result } from '../../runs/schema/result.ts';
import { isCut, isTurnedAway } from '../platforms/outcomes.ts';
import { clopperPearson } from '../stats/clopper-pearson.ts';
import { sumOf } from '../stats/sum.ts';
import { risenSeconds } from './load-rise.ts';

/** Requests that ended, and those of them that failed, before the load rises. */
type BeforeRise = { readonly failed: number; readonly requests: number };

/** Failures that load brings on are far fewer before the rise: at least this share of those after it is no sign of load. */
const alikeShareMin = 0.5;

const confidence = 0.95;

/**
 * The failures before the load rises, where they are no matter of load, so that no settings of an autoscaler remove them.
 * Their cause is unknown, and no limit of the platform turned them away or cut them. They miss the SLO by themselves, and are
 * about as frequent as after the rise. null: it is not so, or the load never rises.
 *
 * @param result counts are of the outcomes of the main cause, by second of arrival
 */
export const failsBeforeRise = ({ run, timeline, findings }: Result): BeforeRise | null => {
  const main = findings.find(({ requests }) => requests > 0);
  const isLimit = (outcome: string): boolean =>
    isTurnedAway(run.config, outcome) || isCut(run.config, outcome);
  if (main === undefined || main.cause !== 'cantTell' || main.outcomes.some(isLimit)) return null;
  const rise = risenSeconds(timeline).indexOf(true);
  if (rise <= 0) return null;
  const { outcomes } = timeline.load;
  const counted = (from: number, to: number | undefined): BeforeRise => {
    const ended = (names: readonly string[]): number =>
      sumOf(names.map((name) => sumOf((outcomes[name] ?? []).slice(from, to))));
    return { failed: ended(main.outcomes), requests: ended(Object.keys(outcomes)) };
  };
  const [before, after] = [counted(0, rise), counted(rise, undefined)];
  if (before.requests === 0) return null;
  const isMissed =
    clopperPearson(before.failed, before.requests, confidence).low > strictestErrorShare(run.config);
  const isAlike = before.failed * after.requests >= alikeShareMin * after.failed * before.requests;
  return isMissed && isAlike ? before : null;
};
