import type { Options, Scenario } from 'k6/options';
import type { ResolvedConfig } from '../config/resolve.ts';
import { graceSecondsOf, virtualUsersOf } from '../config/virtual-users.ts';
import { plannedSecondsOf } from '../planner/timeline/planned-rate.ts';
import type { Phase, Piece } from '../runs/schema/load.ts';
import { controlScenario } from '../scenarios/lib/metrics.ts';

/** k6 takes whole numbers per time unit only; a long unit keeps three decimals of a rate per second. */
const timeUnitSeconds = 1000;
const perUnit = (ratePerSecond: number): number => Math.round(ratePerSecond * timeUnitSeconds);

/** k6 stages of one phase: a piece that does not start where the last one ended is an instant step, a stage of no length. */
export const stagesOf = (pieces: readonly Piece[]): { target: number; duration: string }[] => {
  let current = pieces[0]?.fromRatePerSecond ?? 0;
  return pieces.flatMap(({ durationSeconds, fromRatePerSecond, toRatePerSecond }) => {
    const step =
      fromRatePerSecond === current ? [] : [{ target: perUnit(fromRatePerSecond), duration: '0s' }];
    current = toRatePerSecond;
    return [...step, { target: perUnit(toRatePerSecond), duration: `${durationSeconds}s` }];
  });
};

/**
 * k6 starts the n-th arrival when the area under the rate reaches n: at the end of its share of time, so the last
 * one of a second would fall on the border and be booked in the next. Half an arrival more in the first second moves
 * every arrival to the middle of its share: counts per second are exact, and a total is rounded, not cut.
 */
export const halfAnArrivalAhead = ([first, ...rest]: readonly Piece[]): Piece[] => {
  if (first === undefined) return [];
  const { durationSeconds, fromRatePerSecond, toRatePerSecond } = first;
  const leadSeconds = Math.min(1, durationSeconds);
  const rateThen =
    fromRatePerSecond + ((toRatePerSecond - fromRatePerSecond) * leadSeconds) / durationSeconds;
  const extra = 0.5 / leadSeconds;
  const lead = {
    durationSeconds: leadSeconds,
    fromRatePerSecond: fromRatePerSecond + extra,
    toRatePerSecond: rateThen + extra,
  };
  const remainder = {
    durationSeconds: durationSeconds - leadSeconds,
    fromRatePerSecond: rateThen,
    toRatePerSecond,
  };
  return [lead, ...(remainder.durationSeconds > 0 ? [remainder] : []), ...rest];
};

const phaseScenario = (phase: Phase, requestTimeoutMs: number): Scenario => {
  const pieces = halfAnArrivalAhead(phase.pieces);
  return {
    executor: 'ramping-arrival-rate',
    startTime: `${phase.startSeconds}s`,
    startRate: perUnit(pieces[0]?.fromRatePerSecond ?? 0),
    timeUnit: `${timeUnitSeconds}s`,
    stages: stagesOf(pieces),
    preAllocatedVUs: virtualUsersOf(phase, requestTimeoutMs),
    gracefulStop: `${graceSecondsOf(requestTimeoutMs)}s`,
  };
};

/** Turns per second in which the control scenario asks the tool whether to go on. */
const controlRatePerSecond = 2;

/** The second virtual user is initialized only when the first hangs: that is the stop signal (scenarios/lib/control.ts). */
const control = (durationSeconds: number): Scenario => ({
  executor: 'constant-arrival-rate',
  exec: 'headroomControl',
  rate: controlRatePerSecond,
  timeUnit: '1s',
  duration: `${durationSeconds}s`,
  preAllocatedVUs: 1,
  maxVUs: 2,
  gracefulStop: '0s',
});

/**
 * The k6 options of a run: one open-model scenario per phase (dropped iterations carry only the scenario's name),
 * and the network fence: every address but those of the allowed hosts is blocked at the dial.
 *
 * @param blockedRanges CIDR ranges, see `addressesOutside`
 */
export const k6OptionsOf = (config: ResolvedConfig, blockedRanges: readonly string[]): Options => {
  const { requestTimeoutMs, tls } = config.target;
  return {
    scenarios: {
      ...Object.fromEntries(
        config.phases.map((phase) => [phase.name, phaseScenario(phase, requestTimeoutMs)]),
      ),
      [controlScenario]: control(plannedSecondsOf(config.phases)),
    },
    blacklistIPs: [...blockedRanges],
    // k6 books every hop as a request; a scoring endpoint has no business redirecting.
    maxRedirects: 0,
    setupTimeout: '120s',
    ...(tls?.insecureSkipVerify && { insecureSkipTLSVerify: true }),
  };
};
