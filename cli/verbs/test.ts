import type { ArgumentsCamelCase, Argv } from 'yargs';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { print, printAnswer, printNote } from '../output/print.ts';
import type { LabelArguments } from '../run/labels.ts';
import { configOption, forceOption, labelOptions, quietOption } from '../shared-options.ts';

type Arguments = LabelArguments & {
  readonly config: string;
  readonly runs: string;
  readonly 'dry-run': boolean;
  readonly repeat: number;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
};

const showPlan = async (config: ResolvedConfig, json: boolean): Promise<void> => {
  const { runsScript } = await import('../../config/endpoints.ts');
  const { planOf, renderPlan } = await import('../output/plan.ts');
  const { readAllPayloads } = await import('../../load/plan/payloads.ts');
  const { readScriptOf } = await import('../run/read-script.ts');
  const payloads = await readAllPayloads(config.endpoints);
  const script = runsScript(config) ? await readScriptOf(config, printNote) : null;
  const plan = planOf(config, payloads, script);
  const { manifestsText, plannedPods } = await import('../run/planned-pods.ts');
  const manifests = await plannedPods(config, payloads, script?.mix ?? []);
  const answer = manifests.length === 0 ? plan : { ...plan, manifests };
  const objects = manifests.length === 0 ? '' : `\n---\n${manifestsText(manifests)}`;
  printAnswer(answer, { asJson: json, text: () => renderPlan(plan, config) + objects });
};

type FireOptions = Pick<Arguments, 'runs' | 'repeat' | 'force' | 'quiet' | 'json'>;

const fireLoad = async (
  config: ResolvedConfig,
  { runs, repeat, force, quiet, json }: FireOptions,
): Promise<void> => {
  const { repeatTest } = await import('../run/repeat.ts');
  const { createProgress } = await import('../output/live.ts');
  const { listenForInterrupt } = await import('../run/interrupt.ts');
  const { printResult } = await import('../output/print-result.ts');
  const { forConfig } = await import('../output/for-config.ts');
  const { nextCommand, nextLine, nextOfRepeats } = await import('../output/next-command.ts');
  const { announce, told } = await import('../ci/announce.ts');
  const { exitCodeOfResults } = await import('../exit-codes.ts');
  const { repeatsText } = await import('../../reports/words/run/repeats.ts');
  using interrupt = listenForInterrupt();
  const all = await repeatTest(config, {
    runsFolder: runs,
    progress: createProgress(process.stderr, { quiet }),
    interrupt,
    isForced: force,
    times: repeat,
    onRun: async (written) => {
      printResult({ ...written, json });
      await announce(written, told({ json }));
    },
  });
  const verdicts = all.map(({ result }) => result.verdict);
  if (repeat > 1) (json ? printNote : print)(repeatsText(verdicts, repeat));
  const next = all.length > 1 ? nextOfRepeats(all) : nextCommand(all[0]!);
  if (!json && next !== undefined) print(nextLine(forConfig(next, config)));
  process.exitCode = exitCodeOfResults(all.map(({ result }) => result));
};

/** `headroom test`: how yargs shows and reads it. */
export const testCommand = {
  command: 'test',
  describe: 'fire the load of k6.config.ts at the endpoint, watch the replicas, and report what happened',
  builder: (args: Argv) =>
    args
      .option('config', configOption)
      .option('runs', { type: 'string', default: 'runs', describe: 'folder in which the run folder is made' })
      .options(labelOptions)
      .option('dry-run', {
        type: 'boolean',
        default: false,
        describe: 'print the plan, read the script, and fire nothing',
      })
      .option('repeat', {
        type: 'number',
        default: 1,
        describe: 'fire the load so many times, each a run of its own: more runs show smaller differences',
      })
      .option('force', forceOption)
      .option('quiet', quietOption)
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print result.json (or the plan) on stdout; of repeats one line for each',
      }),
  handler: async ({
    config: file,
    dryRun,
    title,
    tag,
    ...options
  }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { withLabels } = await import('../run/labels.ts');
    const config = withLabels(await loadConfig(file), { title, tag });
    await (dryRun ? showPlan(config, options.json) : fireLoad(config, options));
  },
};
