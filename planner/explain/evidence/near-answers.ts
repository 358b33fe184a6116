import type { LoadSample } from '../../../runs/schema/load-series.ts';
import { atOnceMs } from '../../measure/limits.ts';
import { above } from '../../measure/pile.ts';
import { firstPlace } from '../../stats/first-place.ts';
import type { View } from './view.ts';

/** An answer that was kept this many seconds away speaks for others of its outcome. */
const nearSeconds = 5;

type Kept = View['samples'][number];

/** When answers came that sound alike: all at once, all after a wait, or now so, now so. */
type Timing = 'atOnce' | 'waited' | 'both';

/** Who speaks, and how: numbers in a body differ from one answer to the next. */
const voiceOf = ({ headers = {}, body = '', error = '' }: LoadSample): string =>
  [headers['server'] ?? '', body, error].join('\n').replaceAll(/\d+/g, '#');

/** How the requests of a second ended that had this outcome; undefined: some at once and some after a wait. */
const timingIn = (view: View, outcome: string, second: number): Timing | undefined => {
  const startSecond = Math.floor(view.recorded.timeline.startedAtMs / 1000);
  const sketch = view.recorded.load.bySecond.get(startSecond + second)?.latencyMs[outcome];
  if (sketch === undefined || sketch.count === 0) return undefined;
  const late = above(sketch, atOnceMs).count;
  if (late === 0) return 'atOnce';
  return late === sketch.count ? 'waited' : undefined;
};

/** When each voice of an outcome came, learned from the seconds in which all of the outcome came alike. */
const timingsOf = (view: View, outcome: string, own: readonly Kept[]): Map<string, Timing> => {
  const timings = new Map<string, Timing>();
  for (const { second, sample } of own) {
    const timing = timingIn(view, outcome, second);
    if (timing === undefined) continue;
    const voice = voiceOf(sample);
    const before = timings.get(voice) ?? timing;
    timings.set(voice, before === timing ? timing : 'both');
  }
  return timings;
};

/**
 * Answers of an outcome that speak for its requests: the nearest ones that were kept. Two causes of one status in one second
 * answer in two voices. A voice that is known to come at once says nothing of requests that waited, and the other way round.
 *
 * @returns a look-up by second, and by whether the requests were answered at once
 */
export const answersNear = (
  view: View,
  outcome: string,
): ((second: number, isAtOnce: boolean) => LoadSample[]) => {
  const own = view.samples.filter(({ sample }) => outcome.startsWith(sample.outcome));
  const timings = timingsOf(view, outcome, own);
  const timed = own.map((kept) => ({ ...kept, timing: timings.get(voiceOf(kept.sample)) }));
  const firstSince = (second: number): number =>
    firstPlace(timed.length, (place) => timed[place]!.second >= second);
  return (second, isAtOnce) => {
    const distanceOf = (kept: Kept): number => Math.abs(kept.second - second);
    const near = timed.slice(firstSince(second - nearSeconds), firstSince(second + nearSeconds + 1));
    const [mine, other] = isAtOnce ? (['atOnce', 'waited'] as const) : (['waited', 'atOnce'] as const);
    const known = near.filter(({ timing }) => timing === mine || timing === 'both');
    const possible = near.filter(({ timing }) => timing !== other);
    const speaking = [known, possible, near].find(({ length }) => length > 0) ?? [];
    const least = speaking.reduce((low, kept) => Math.min(low, distanceOf(kept)), nearSeconds);
    return speaking.filter((kept) => distanceOf(kept) === least).map(({ sample }) => sample);
  };
};
