import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { refusalParts } from '../../reports/words/plan/refusal.ts';
import { readJson } from '../../runs/folder.ts';
import type { Recommendation } from '../../runs/schema/recommendation.ts';
import { runSchema } from '../../runs/schema/run.ts';
import { readAdviceOf } from '../read-advice.ts';
import { type ApplyOptions, applySettings, wayOf } from './apply-settings.ts';
import { demandOwnService } from './demand-own-service.ts';
import { demandRecommended } from './demand-recommended.ts';
import { demandRecordedCluster } from './demand-recorded-cluster.ts';
import { formerSettings } from './former-settings.ts';
import { v1Call } from './v1-call.ts';

type RunApplyOptions = Pick<ApplyOptions, 'folder' | 'object' | 'isForced' | 'note'> & {
  /** Without it, only what would be written is shown. */
  readonly isAllowed: boolean;
  /** The recorded objects were recreated in the same cluster. */
  readonly isRecreated?: boolean;
};

/** The advice of a folder. @throws HeadroomError E_NOT_ENOUGH_DATA where its data could not carry one */
const readAdvised = async (folder: string): Promise<Recommendation> => {
  const advice = await readAdviceOf(folder);
  if (advice.kind === 'advice') return advice;
  throw new HeadroomError('E_NOT_ENOUGH_DATA', {
    what: 'there is no advice to apply: the data could not carry one',
    where: folder,
    fix: advice.reasons.map((reason) => refusalParts(reason).runNext).join('; '),
  });
};

/** Azure ML keeps its settings in a deployment: an object of Kubernetes that is named would be ignored. */
const refuseObject = ({ object, settings: { policy } }: Pick<ApplyOptions, 'object' | 'settings'>): void => {
  if (object === undefined || (policy.kind !== 'azureml-v1' && policy.kind !== 'azureml-v2')) return;
  throw new HeadroomError('E_USAGE', {
    what: 'the advice is for Azure ML, which keeps its settings in a deployment, and --object names an object of Kubernetes',
    where: `--object ${object}`,
    fix: 'leave --object out',
  });
};

/** How it ended: written, only shown, or a call that only a person can make. */
type Applied = 'written' | 'shown' | 'byHand';

/**
 * `headroom apply`: shows what the advice would change and, once allowed, writes it. Of Azure ML v1 it shows the call.
 *
 * @throws HeadroomError for whatever stands in the way
 */
export const runApply = async (config: ResolvedConfig, options: RunApplyOptions): Promise<Applied> => {
  const { folder, note, isAllowed } = options;
  const advice = await readAdvised(folder);
  const run = await readJson(folder, 'run.json', runSchema);
  demandOwnService(config, run, folder);
  await demandRecommended(advice, { folder, run });
  const { settings } = advice;
  const given = { ...options, settings, former: formerSettings(advice), isApplied: false };
  refuseObject(given);
  const { apply } = config;
  if (given.settings.policy.kind === 'azureml-v1' && (apply === undefined || 'kubernetes' in apply)) {
    note(v1Call(config.target.url, given.settings));
    return 'byHand';
  }
  await demandRecordedCluster(config, options);
  const way = await wayOf(config, given);
  note(await way.preview());
  if (isAllowed) await applySettings(config, { ...given, isPreviewed: true });
  return isAllowed ? 'written' : 'shown';
};
