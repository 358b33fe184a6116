import type { readJsonIfAny } from '../runs/folder.ts';

type Unusable = Extract<Awaited<ReturnType<typeof readJsonIfAny>>, { readonly kind: 'unusable' }>;

const writers: Readonly<Record<Unusable['writtenBy'], string>> = {
  otherVersion: 'another version of Headroom made it',
  otherHand: 'another version of Headroom made it, or somebody changed it',
  damaged: 'it is broken',
};

/**
 * Why a file of a run can't be used: who left it so, and what is wrong, without a full stop.
 *
 * @example unusableText({ kind: 'unusable', writtenBy: 'damaged', why: 'id is 3' }) // 'it is broken: id is 3'
 */
export const unusableText = ({ writtenBy, why }: Unusable): string => `${writers[writtenBy]}: ${why}`;
