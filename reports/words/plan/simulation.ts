import type { Note } from '../../../runs/schema/plan/notes.ts';
import type { Latency } from '../../../runs/schema/result.ts';
import { formatMs, formatOr, formatQuantity, formatShare } from '../../format.ts';
import { byOutcome, outcomeLabel } from '../run/outcomes.ts';
import { noteText } from './notes.ts';

/** With how many ready replicas a run began, and its simulation. */
export type SimulatedStart = {
  /** When the load began; undefined: nobody saw them. */
  readonly recorded: number | undefined;
  /** What the settings in use keep without load. */
  readonly kept: number;
  /** Of the simulation of those settings. */
  readonly simulated: number;
};

/** What a run came to, in the figures of a simulation. */
export type RecordedFigures = {
  readonly runId: string;
  /** Requests that ended, by outcome. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** Of the requests that ended ok. */
  readonly latency: Latency;
  /** The recording stops before the end of its plan. */
  readonly isCut: boolean;
  readonly start: SimulatedStart;
  /** What the inputs of the simulation lack. */
  readonly warnings: readonly Note[];
};

/** What to know of a simulation whose recording was cut. */
export const cutText = 'The recording ends early: what is simulated is the whole load.';

/** With how many replicas a simulation of the settings in use begins, where that is not what anybody would take for granted. */
const startText = ({ recorded, kept, simulated }: SimulatedStart): string[] => {
  const others = 'With other settings it begins with what those keep without load.';
  if (recorded === undefined)
    return [
      `Nobody saw with how many replicas the recording began: the simulation begins with ${kept}, what the settings in use keep without load.`,
    ];
  if (recorded === kept) return [];
  const began = `The recording began with ${formatQuantity(recorded, 'ready replica')}, where the settings in use keep ${kept} without load:`;
  return recorded === simulated
    ? [`${began} so does a simulation of these settings. ${others}`]
    : [`${began} their simulation begins with ${simulated}, the nearest number that they allow.`];
};

/**
 * What was recorded, in the figures of a simulation: how near the simulation comes shows beside it. Recorded latencies
 * hold the way through network and router, simulated ones do not.
 */
export const recordedText = ({
  runId,
  outcomes,
  latency,
  isCut,
  start,
  warnings,
}: RecordedFigures): string => {
  const ended = Object.values(outcomes).reduce((sum, n) => sum + n, 0);
  const shares = Object.keys(outcomes)
    .sort(byOutcome)
    .map((outcome) => `${outcomeLabel(outcome)} ${formatShare(outcomes[outcome]! / ended)}`);
  const quantiles = [latency.p50Ms, latency.p95Ms, latency.p99Ms].map((ms) => formatOr(ms, formatMs));
  const recorded =
    ended === 0
      ? `Recorded in ${runId}: no answer.`
      : `Recorded in ${runId}: ${shares.join(', ')}; latency p50 / p95 / p99 ${quantiles.join(' / ')}, network and router included.`;
  return [
    recorded,
    ...(isCut ? [cutText] : []),
    ...startText(start),
    'Simulated are other arrivals at the recorded rates, with the middle of every calibrated interval: headroom plan says what a single run may come to.',
    ...warnings.map(noteText),
  ].join('\n');
};
