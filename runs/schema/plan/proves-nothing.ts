import type { Verification } from '../verification.ts';

/**
 * Whether a re-run was another one than what was predicted, or may have been: another load, other settings, another start. It
 * then proves nothing of the settings, nor of the prediction.
 *
 * @example provesNothing({ verdict: 'cantTell', reason: { code: 'telemetryLost' } }) // true
 */
export const provesNothing = ({ verdict, reason }: Pick<Verification, 'verdict' | 'reason'>): boolean =>
  verdict === 'cantTell' && reason.code !== 'withinChance';
