import type { ArgumentsCamelCase, Argv } from 'yargs';
import { HeadroomError } from '../../errors/headroom-error.ts';

type Arguments = {
  readonly run: string | undefined;
  readonly logs: readonly string[];
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly namespace: string;
  readonly json: boolean;
};

/** `headroom explain`: how yargs shows and reads it. */
export const explainCommand = {
  command: 'explain [run]',
  describe: 'why requests failed, and why the service did not scale: of a run, or what container logs tell',
  builder: (args: Argv) =>
    args
      .positional('run', { type: 'string', describe: 'the run folder' })
      .option('logs', {
        type: 'string',
        array: true,
        default: [],
        describe:
          'files (kubectl logs, docker logs, get_logs(), az ml), or pods whose logs are read from the cluster',
      })
      .option('kubeconfig', { type: 'string', describe: 'of a pod; default: what kubectl uses' })
      .option('context', { type: 'string', describe: 'of a pod; default: the current one' })
      .option('namespace', { type: 'string', default: 'default', describe: 'of a pod' })
      .option('json', { type: 'boolean', default: false, describe: 'print the findings as JSON' }),
  handler: async ({ run, logs, json, ...place }: ArgumentsCamelCase<Arguments>): Promise<void> => {
    if (run !== undefined) {
      const { explainRun } = await import('../explain/run-explain.ts');
      await explainRun(run, { asJson: json });
    }
    if (run === undefined && logs.length === 0)
      throw new HeadroomError('E_USAGE', {
        what: 'nothing to explain is named',
        fix: 'headroom explain <run folder>, or headroom explain --logs <file or pod>',
      });
    if (logs.length === 0) return;
    const { kubeconfig, context, namespace } = place;
    const { explainLogs } = await import('../explain/run-logs.ts');
    await explainLogs(logs, { kubeconfig, context, namespace, asJson: json });
  },
};
