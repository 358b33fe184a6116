import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readRecording } from '../../cli/read-recording.ts';
import { launcherPath } from '../../cli/version.ts';
import { analyze } from '../../planner/result/build-result.ts';
import { readJson } from '../../runs/folder.ts';
import { type Finding, type Findings, findingsSchema } from '../../runs/schema/result/findings.ts';
import { type Timeline, timelineSchema } from '../../runs/schema/result/timeline.ts';
import { startLab } from './lab/lab.ts';
import type { Planted } from './planted.ts';
import { configOf, type Scenario } from './scenario.ts';
import { type Cell, type Score, scoreOf, truthOf } from './score.ts';

/** What one scenario came to. */
export type Outcome = {
  readonly scenario: string;
  readonly family: Scenario['family'];
  readonly isHealthy: boolean;
  readonly score: Score;
  /** Failed requests by status and planted cause. */
  readonly planted: readonly Cell[];
  /** Failed requests that the planter knows nothing of: the bench itself is wrong if there are any. */
  readonly unplanned: number;
  readonly findings: readonly Finding[];
};

/** Folder names of runs under a parent. */
const runIn = async (folder: string): Promise<string> => {
  const [name] = await readdir(folder);
  if (name === undefined) throw new Error(`no run in ${folder}`);
  return join(folder, name);
};

/** The processes that a process has started. */
const childrenOf = async (processId: number): Promise<number[]> => {
  const text = await readFile(`/proc/${processId}/task/${processId}/children`, 'utf8').catch(() => '');
  return text.split(' ').filter(Boolean).map(Number);
};

const commandOf = (processId: number): Promise<string> =>
  readFile(`/proc/${processId}/cmdline`, 'utf8').catch(() => '');

/** The k6 that `headroom test` has started, however many processes are between. */
const generatorOf = async (processId: number): Promise<number> => {
  for (const child of await childrenOf(processId)) {
    if (/\bk6\b.*\0run\0/.test(await commandOf(child))) return child;
    const below = await generatorOf(child);
    if (below > 0) return below;
  }
  return 0;
};

/**
 * Runs `headroom test` to its end.
 *
 * @returns null, or why nothing was fired: the endpoint of the lab did not answer the first request in time
 * @throws Error when the test ends as none of its kind may
 */
const runTestProcess = async (
  arguments_: readonly string[],
  onStart: (processId: number) => void,
): Promise<string | null> => {
  const child = spawn(process.execPath, [launcherPath, 'test', ...arguments_], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (text: Buffer) => {
    said = `${said}${text}`.slice(-4_000);
  });
  onStart(child.pid!);
  const [code] = (await once(child, 'close')) as [number | null];
  if (code === 7) return said;
  // Met, not met, no verdict: all have a run folder.
  if (code !== 0 && code !== 3 && code !== 8) throw new Error(`headroom test ended with ${code}:\n${said}`);
  return null;
};

type Play = { readonly scenario: Scenario; readonly keep: string | null };

/** What a run folder says now, with what was planted. */
type Explained = Pick<Findings, 'findings' | 'causeBySecond'> & {
  readonly timeline: Timeline;
  readonly planted: Planted;
};

const scored = (scenario: Scenario, { timeline, findings, causeBySecond, planted }: Explained): Outcome => {
  const { cells, unknown } = truthOf(planted, timeline);
  return {
    scenario: scenario.name,
    family: scenario.family,
    isHealthy: scenario.isHealthy === true,
    score: scoreOf(cells, foundCells(causeBySecond)),
    planted: cells,
    unplanned: unknown,
    findings,
  };
};

/** The one place of a kept run. */
const folderOf = (keep: string, { name }: Scenario): string => join(keep, name.replaceAll(/[^\w]+/g, '-'));

/**
 * The causes of a kept run by the rules of this checkout, against what was planted then: a change of a rule needs no load.
 *
 * @param keep the folder that an earlier bench was given
 */
export const rescore = async (scenario: Scenario, keep: string): Promise<Outcome> => {
  const run = await runIn(folderOf(keep, scenario));
  const planted = JSON.parse(await readFile(join(run, 'planted.json'), 'utf8')) as Planted;
  const { timeline, findings } = analyze(await readRecording(run));
  return scored(scenario, { ...findings, timeline, planted });
};

/** Why a load was not fired as planned. */
type NotFired = { readonly notFired: string };

const playOnce = async (play: Play, folder: string): Promise<Outcome | NotFired> => {
  const { scenario, keep } = play;
  let processId = 0;
  await using lab = await startLab(scenario, { folder, generator: () => generatorOf(processId) });
  const configFile = join(folder, 'k6.config.ts');
  const config = JSON.stringify(configOf(scenario, lab), null, 2);
  await writeFile(configFile, `export default ${config};\n`);
  for (const [name, text] of Object.entries(scenario.files ?? {})) await writeFile(join(folder, name), text);
  const runs = folderOf(keep ?? folder, scenario);
  await rm(runs, { recursive: true, force: true });
  await mkdir(runs, { recursive: true });
  const force = scenario.isForced === true ? ['--force'] : [];
  const refused = await runTestProcess(['--config', configFile, '--runs', runs, ...force], (id) => {
    processId = id;
  });
  if (refused !== null) return { notFired: refused };
  const run = await runIn(runs);
  const planted = lab.planted();
  await writeFile(join(run, 'planted.json'), JSON.stringify(planted));
  const timeline = await readJson(run, 'timeline.json', timelineSchema);
  const isStarved = timeline.load.generatorAtFault.some((isAtFault) => isAtFault);
  if (isStarved && scenario.stopsGenerator !== true)
    return { notFired: 'the generator was late or stood still' };
  const findings = await readJson(run, 'findings.json', findingsSchema);
  return scored(scenario, { ...findings, timeline, planted });
};

/** On a machine that does other work, too, a load is now and then not fired as planned: it says nothing of causes. */
const attempts = 4;

/**
 * Plays one scenario: a lab, real k6 by `headroom test`, and the causes that it found against those that were planted. A
 * run whose generator was late or stood still, unplanned, is played again.
 *
 * @param keep a folder in which the run stays; null: it is removed
 */
export const runScenario = async (scenario: Scenario, keep: string | null): Promise<Outcome> => {
  const folder = await mkdtemp(join(tmpdir(), 'headroom-explain-'));
  try {
    const reasons: string[] = [];
    while (reasons.length < attempts) {
      const outcome = await playOnce({ scenario, keep }, folder);
      if (!('notFired' in outcome)) return outcome;
      reasons.push(outcome.notFired);
    }
    throw new Error(`no load of ${attempts} was fired as planned: ${reasons.join('; ')}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};

/** The causes of every failed second, one cell for each outcome. */
const foundCells = (
  causeBySecond: readonly { second: number; outcome: string; requests: number; cause: string }[],
): Cell[] => {
  const byCell = Map.groupBy(causeBySecond, ({ second, outcome }) => `${second} ${outcome}`);
  return [...byCell.values()].map((entries) => {
    const byCause: Record<string, number> = {};
    for (const { cause, requests } of entries) byCause[cause] = (byCause[cause] ?? 0) + requests;
    const { second, outcome } = entries[0]!;
    return { second, outcome, byCause };
  });
};
