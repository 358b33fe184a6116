import type { ArgumentsCamelCase, Argv } from 'yargs';
import { print, printAnswer, printNote } from '../output/print.ts';
import type { LabelArguments } from '../run/labels.ts';
import { configOption, forceOption, labelOptions, quietOption } from '../shared-options.ts';

type Arguments = LabelArguments & {
  readonly config: string;
  readonly runs: string;
  readonly 'dry-run': boolean;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly json: boolean;
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
      .option('force', forceOption)
      .option('quiet', quietOption)
      .option('json', {
        type: 'boolean',
        default: false,
        describe: 'print result.json (or the plan) on stdout',
      }),
  handler: async ({
    config: file,
    runs,
    dryRun,
    force,
    quiet,
    json,
    ...labels
  }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { loadConfig } = await import('../../config/load-config.ts');
    const { withLabels } = await import('../run/labels.ts');
    const config = withLabels(await loadConfig(file), labels);
    if (dryRun) {
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
      printAnswer(answer, { asJson: json, text: () => renderPlan(plan) + objects });
      return;
    }
    const { runTest } = await import('../run/run-test.ts');
    const { createProgress } = await import('../output/live.ts');
    const { listenForInterrupt } = await import('../run/interrupt.ts');
    const { printResult } = await import('../output/print-result.ts');
    const { nextCommand, nextLine } = await import('../output/next-command.ts');
    const { announce, told } = await import('../ci/announce.ts');
    const { exitCodeOfResult } = await import('../exit-codes.ts');
    using interrupt = listenForInterrupt();
    const written = await runTest(config, {
      runsFolder: runs,
      progress: createProgress(process.stderr, { quiet }),
      interrupt,
      isForced: force,
    });
    printResult({ ...written, json });
    await announce(written, told({ json }));
    const next = nextCommand(written);
    if (!json && next !== undefined) print(nextLine(next));
    process.exitCode = exitCodeOfResult(written.result);
  },
};
