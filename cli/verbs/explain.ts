import type { ArgumentsCamelCase, Argv } from 'yargs';
import { HeadroomError } from '../../errors/headroom-error.ts';

type Arguments = {
  readonly run: string | undefined;
  readonly logs: readonly string[];
  readonly from: string | undefined;
  readonly selector: string | undefined;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly json: boolean;
};

/** `headroom explain`: how yargs shows and reads it. */
export const explainCommand = {
  command: 'explain [run]',
  describe: 'why requests failed, and why the service did not scale: of a run, of a dump, of container logs',
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
      .option('from', {
        type: 'string',
        describe: 'a dump: a folder of `kubectl get deploy,rs,pods,hpa,events,nodes -o json` and of logs',
      })
      .option('selector', { type: 'string', describe: 'of a dump that holds several services: app=…' })
      .option('kubeconfig', { type: 'string', describe: 'of a pod; default: what kubectl uses' })
      .option('context', { type: 'string', describe: 'of a pod; default: the current one' })
      .option('namespace', { type: 'string', describe: 'of a pod (default: default) or a dump' })
      .option('json', { type: 'boolean', default: false, describe: 'print the findings as JSON' }),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { run, from, logs, selector, kubeconfig, context, namespace, json: asJson } = args;
    if (run === undefined && from === undefined && logs.length === 0)
      throw new HeadroomError('E_USAGE', {
        what: 'nothing to explain is named',
        fix: 'headroom explain <run folder>, or --logs <file or pod>, or --from <dump>',
      });
    if (run !== undefined) {
      const { explainRun } = await import('../explain/run-explain.ts');
      await explainRun(run, { asJson });
    }
    if (from !== undefined) {
      const { explainDump } = await import('../explain/run-dump.ts');
      await explainDump(from, { selector, namespace, asJson });
    }
    if (logs.length > 0) {
      const { explainLogs } = await import('../explain/run-logs.ts');
      await explainLogs(logs, { kubeconfig, context, namespace: namespace ?? 'default', asJson });
    }
  },
};
