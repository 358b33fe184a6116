import type { Run } from '../../runs/schema/run.ts';
import { capitalize, formatUtc } from '../format.ts';

/** Digits of a commit's hash that people read; git shows at least seven. */
const shownDigits = 9;

/**
 * The commit of a run; undefined where none is known.
 *
 * @example commitText({ commit: { id: '0123456789abcdef…', branch: 'main', hasChanges: true } }) // 'commit 012345678 (main) with changes'
 */
export const commitText = ({ commit }: Pick<Run, 'commit'>): string | undefined =>
  commit &&
  [
    `commit ${commit.id.slice(0, shownDigits)}`,
    ...(commit.branch === null ? [] : [`(${commit.branch})`]),
    ...(commit.hasChanges ? ['with changes'] : []),
  ].join(' ');

/** Title, commit and tags of a run, as far as it has them. */
export const labelParts = (run: Pick<Run, 'title' | 'tags' | 'commit'>): string[] => [
  ...(run.title === undefined ? [] : [run.title]),
  ...[commitText(run)].filter((text) => text !== undefined),
  ...(run.tags ?? []).map((tag) => `#${tag}`),
];

/** What was tested and when, and what the run is called. */
export const headlineParts = (run: Run): string[] => {
  const { load, target } = run.config;
  const started = formatUtc(run.loadStartedAtMs ?? run.createdAtMs);
  return [`${capitalize(load.scenario)} test of ${target.url}, ${started}`, ...labelParts(run)];
};
