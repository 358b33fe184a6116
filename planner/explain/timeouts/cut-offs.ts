import { isOk } from '../../../runs/schema/outcome.ts';
import type { CutOff, TimeoutLink } from '../../../runs/schema/result/timeout-chain.ts';
import { above, pileOf } from '../../measure/pile.ts';
import { isCut, isTimedOut, isTurnedAway } from '../../platforms/outcomes.ts';
import { isInterval } from '../../stats/interval.ts';
import { latencyOf } from '../../timeline/fold-load.ts';
import type { Recorded } from '../../timeline/recording.ts';

/** A failure that comes sooner had no time to run into a limit. */
const soonestMs = 500;

/** Timers and network delay an answer past the limit, by so much of it; nothing comes before it. */
const lateShare = 0.05;
const lateMs = 100;

/** More tries of one request than this are no retry of a mesh. */
const triesMost = 5;

const fits = (seenMs: number, limitMs: number, times: number): boolean =>
  Math.abs(seenMs - times * limitMs) <= Math.max(lateMs, lateShare * times * limitMs);

type Known = Pick<TimeoutLink, 'layer' | 'ms'>;

type Cutter = Pick<CutOff, 'layer' | 'tries'>;

/** Whose limit lies where requests were cut off, or goes into it a whole number of times. */
const cutterOf = (seenMs: number, known: readonly Known[]): Cutter => {
  for (let times = 1; times <= triesMost; times++) {
    const found = known.find(({ ms }) => ms !== null && ms > 0 && fits(seenMs, ms, times));
    if (found !== undefined) return { layer: found.layer, tries: times };
  }
  return { layer: null, tries: null };
};

/**
 * Where failures pile up at one time: limits that cut. What was turned away waited in a queue, which is another limit. A
 * client that gives up says so itself; the platform's own answer for a timeout can't be the client's.
 *
 * @param links what is known of each layer's limit
 */
export const cutOffsIn = ({ run, load }: Recorded, links: readonly Known[]): CutOff[] => {
  const { config } = run;
  const behind = links.filter(({ layer }) => layer !== 'client');
  return Object.entries(load.total.outcomes).flatMap(([outcome, requests]): CutOff[] => {
    if (requests === 0 || isOk(outcome) || isTurnedAway(config, outcome)) return [];
    const pile = pileOf(
      above(
        latencyOf(load.total, (one) => one === outcome),
        soonestMs,
      ),
    );
    if (!isInterval(pile)) return [];
    const isClient = isCut(config, outcome) && !isTimedOut(config, outcome);
    const cutter: Cutter = isClient ? { layer: 'client', tries: 1 } : cutterOf(pile.mid, behind);
    return [{ outcome, requests, ms: pile.mid, fromMs: pile.low, toMs: pile.high, ...cutter }];
  });
};
