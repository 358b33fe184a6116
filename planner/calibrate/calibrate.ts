import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Recording } from '../result/build-result.ts';
import { calibrateBurstiness } from './burstiness.ts';
import { balanceFlow } from './flow-balance.ts';
import { identifyPolicy } from './identify-policy.ts';
import { calibrateLimits } from './limits.ts';
import { evidenceOf, type Recorded, recordedOf } from './recorded.ts';
import { calibrateService } from './service.ts';
import { calibrateLag } from './startup-lag.ts';

/** Documented for Azure ML: max_concurrent_requests per replica; elsewhere the config's word is all there is. */
const slotsOf = (runs: readonly Recorded[]): Calibration['slotsPerReplica'] => ({
  value: runs.at(-1)!.run.config.target.slotsPerReplica,
  provenance: 'documented',
  note: 'slotsPerReplica of the config: requests that a replica runs at once',
  evidence: evidenceOf(runs.slice(-1), 'run.json', () => 1),
});

const differences = (runs: readonly Recorded[]): string[] => {
  const slots = new Set(runs.map(({ run }) => run.config.target.slotsPerReplica));
  const urls = new Set(runs.map(({ run }) => run.config.target.url));
  return [
    ...(slots.size > 1
      ? ['the runs were made with different slotsPerReplica: that of the last run is used']
      : []),
    ...(urls.size > 1 ? ['the runs were fired at different addresses: are they the same service?'] : []),
  ];
};

/**
 * What recordings of one service tell about it, as the inputs of a simulation: each an interval with its provenance,
 * a note in words and its evidence. Several runs are used together; settings are those of the last one.
 * Pure: the same recordings give the same calibration.
 *
 * @param recordings at least one, in order of time
 */
export const calibrate = (recordings: readonly Recording[]): Calibration => {
  const runs = recordings.map(recordedOf);
  const { service, warnings: ofService } = calibrateService(runs);
  const { startupLag, warnings: ofLag } = calibrateLag(runs);
  const { queueWaitLimit, requestTimeout, onTimeout, warnings: ofLimits } = calibrateLimits(runs);
  const { policy, warnings: ofPolicy } = identifyPolicy(runs);
  const { flowBalance, warnings: ofFlow } = balanceFlow(runs, service);
  return {
    schemaVersion: 1,
    runs: runs.map(({ run }) => run.id),
    service,
    startupLag,
    queueWaitLimit,
    requestTimeout,
    onTimeout,
    slotsPerReplica: slotsOf(runs),
    policy,
    burstiness: calibrateBurstiness(runs),
    flowBalance,
    warnings: [...differences(runs), ...ofService, ...ofLag, ...ofLimits, ...ofPolicy, ...ofFlow],
  };
};
