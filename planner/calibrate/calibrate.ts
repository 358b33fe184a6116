import type { Calibration } from '../../runs/schema/calibration.ts';
import type { Note } from '../../runs/schema/plan/notes.ts';
import { evidenceOf } from '../measure/evidence.ts';
import { measureLimits } from '../measure/limits.ts';
import { platformFor } from '../platforms/outcomes.ts';
import { createWorkspace, giveBackWorkspace } from '../simulate/replicate.ts';
import type { Recorded, Recording } from '../timeline/recording.ts';
import { calibrateBurstiness, isFiredEvenly } from './burstiness.ts';
import { balanceFlow, doubtedService } from './flow-balance.ts';
import { agesToReplay, calibrateHpa, withLikeliestUsage, withReplayedAge } from './hpa.ts';
import { identifyPolicy } from './identify-policy.ts';
import { calibrateLimits } from './limits.ts';
import { calibrateOverhead, settledOverhead } from './overhead.ts';
import { weighReadings } from './policy-readings.ts';
import { calibrateQueuePlace } from './queue-place.ts';
import type { ReplayMemory } from './replay.ts';
import { type ReplayHelper, runsToReplay, sharedWith } from './replay-jobs.ts';
import { requestsPerArrivalNotes } from './requests-per-arrival.ts';
import { identifyRouter } from './router/identify-router.ts';
import { calibrateService } from './service.ts';
import { settledService } from './service-under.ts';
import { calibrateLag } from './startup-lag.ts';

/**
 * The config's word, as recorded; the platform's own where it says nothing. Older folders do not tell which: there, where both
 * are the same.
 */
const slotsOf = (runs: readonly Recorded[]): Calibration['slotsPerReplica'] => {
  const { config } = runs.at(-1)!.run;
  const { value, provenance } = platformFor(config).slotsPerReplica;
  const { slotsPerReplica, slotsFrom } = config.target;
  const isUsual = slotsFrom === undefined ? slotsPerReplica === value : slotsFrom === 'default';
  return {
    value: slotsPerReplica,
    provenance: isUsual ? provenance : 'configured',
    note: isUsual
      ? { code: 'slotsUsual', isDocumented: provenance === 'documented' }
      : { code: 'slotsFromConfig' },
    evidence: evidenceOf(runs.slice(-1), 'run.json', () => 1),
  };
};

const differences = (runs: readonly Recorded[]): Note[] => {
  const slots = new Set(runs.map(({ run }) => run.config.target.slotsPerReplica));
  const urls = new Set(runs.map(({ run }) => run.config.target.url));
  const found: (Note | false)[] = [
    slots.size > 1 && { code: 'slotsDiffer' },
    urls.size > 1 && { code: 'addressesDiffer' },
  ];
  return found.filter((note) => note !== false);
};

const beginWith = (
  memory: ReplayMemory,
  recordings: readonly Recording[],
  helper: ReplayHelper | undefined,
): (() => Calibration) => {
  const runs = runsToReplay(recordings);
  const { startupLag, warnings: ofLag } = calibrateLag(runs);
  const limits = measureLimits(runs);
  const { warnings: ofLimits, ...calibratedLimits } = calibrateLimits(runs, limits);
  const { service: asCounted, warnings: ofService } = calibrateService(runs, limits);
  const overhead = calibrateOverhead(runs, asCounted);
  const burstiness = calibrateBurstiness(runs);
  const isEven = isFiredEvenly({ burstiness });
  const ofRouter = { service: asCounted, overheadMs: overhead.ms.mid, isEven };
  const endRouter = identifyRouter(
    runs,
    { ...ofRouter, memory },
    sharedWith(helper, recordings, { of: 'router', context: ofRouter }),
  );
  return () => {
    // What needs no router is found here while a helper replays.
    const { hpa, warnings: ofHpa } = calibrateHpa(runs);
    const replayed = withLikeliestUsage(runs, hpa);
    const sampleAgesSeconds = agesToReplay(hpa);
    const { policy: rule, warnings: ofPolicy } = identifyPolicy(replayed, sampleAgesSeconds);
    const router = endRouter();
    const service = settledService(asCounted, router.readings);
    const { queuePlace, warnings: ofPlace } = calibrateQueuePlace(runs, router);
    const ofRule = { service, startupLag, routerReadings: router.readings, isEven, sampleAgesSeconds };
    const policy = weighReadings(
      replayed,
      rule,
      { ...ofRule, memory },
      sharedWith(helper, recordings, { of: 'policy', hpa, policy: rule, context: ofRule }),
    );
    const { flowBalance, warnings: ofFlow } = balanceFlow(runs, service, {
      limits,
      readings: router.readings,
    });
    return {
      schemaVersion: 1,
      runs: runs.map(({ run }) => run.id),
      service: doubtedService(service, flowBalance),
      startupLag,
      queuePlace,
      ...calibratedLimits,
      router,
      overhead: settledOverhead(overhead, router.readings),
      slotsPerReplica: slotsOf(runs),
      policy,
      hpa: withReplayedAge(hpa, policy),
      burstiness,
      flowBalance,
      warnings: [
        ...requestsPerArrivalNotes(runs),
        ...differences(runs),
        ...ofService,
        ...ofLag,
        ...ofPlace,
        ...ofLimits,
        ...ofPolicy,
        ...ofHpa,
        ...ofFlow,
      ],
    };
  };
};

/**
 * Begins a calibration: measures, and lets the helper begin to replay.
 *
 * @returns what ends it, and is to be called once; see `calibrate`
 */
export const beginCalibration = (
  recordings: readonly Recording[],
  helper?: ReplayHelper,
): (() => Calibration) => {
  const memory = createWorkspace();
  const end = beginWith(memory, recordings, helper);
  return () => {
    const calibration = end();
    giveBackWorkspace(memory);
    return calibration;
  };
};

/**
 * What recordings of one service tell about it, as the inputs of a simulation: each an interval with its provenance,
 * a note and its evidence. Several runs are used together; settings are those of the last one.
 * Pure: the same recordings give the same calibration.
 *
 * @param recordings at least one, in order of time
 * @param helper who does some of the replays; changes no result
 */
export const calibrate = (recordings: readonly Recording[], helper?: ReplayHelper): Calibration =>
  beginCalibration(recordings, helper)();
