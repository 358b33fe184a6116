import type { Options, Scenario } from 'k6/options';
import type { ResolvedConfig } from '../config/resolve.ts';
import { graceSecondsOf, virtualUsersOf } from '../config/virtual-users.ts';
import { plannedSecondsOf } from '../planner/timeline/planned-rate.ts';
import type { Phase } from '../runs/schema/load.ts';
import { controlScenario } from '../scenarios/lib/metrics.ts';
import { rampOf, timeUnitSeconds } from './k6-stages.ts';

const phaseScenario = (phase: Phase, requestTimeoutMs: number): Scenario => ({
  executor: 'ramping-arrival-rate',
  startTime: `${phase.startSeconds}s`,
  timeUnit: `${timeUnitSeconds}s`,
  ...rampOf(phase),
  preAllocatedVUs: virtualUsersOf(phase, requestTimeoutMs),
  gracefulStop: `${graceSecondsOf(requestTimeoutMs)}s`,
});

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
