import { endpointsOf } from '../../../runs/schema/recorded-endpoints.ts';
import type { RecordedConfig, Run } from '../../../runs/schema/run.ts';
import { capitalize, formatUtc } from '../../format.ts';

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

/**
 * What was tested: the address, or how many endpoints of it.
 *
 * @example testedText(run.config) // '3 endpoints of http://scoring.example/'
 */
export const testedText = (config: RecordedConfig): string => {
  const { length } = endpointsOf(config);
  return length === 1 ? config.target.url : `${length} endpoints of ${config.target.url}`;
};

/** Put to a heading over what is not told by endpoint; empty where there is one. */
export const togetherText = (config: RecordedConfig): string =>
  endpointsOf(config).length === 1 ? '' : ', all endpoints together';

/** What was tested and when, and what the run is called. */
export const headlineParts = (run: Run): string[] => {
  const { load } = run.config;
  const started = formatUtc(run.loadStartedAtMs ?? run.createdAtMs);
  return [`${capitalize(load.scenario)} test of ${testedText(run.config)}, ${started}`, ...labelParts(run)];
};
