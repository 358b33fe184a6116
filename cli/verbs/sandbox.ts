import type { Argv } from 'yargs';
import type { SandboxArguments } from '../sandbox/arguments.ts';

const builder = (args: Argv) =>
  args
    .option('options', {
      type: 'string',
      describe: 'JSON file with sandbox options, or - for a line on standard input; those below win over it',
    })
    .option('name', { type: 'string', describe: 'name of the service (demo)' })
    .option('namespace', { type: 'string', describe: 'its Kubernetes namespace (default)' })
    .option('port', { type: 'number', describe: 'scoring port (8890), 0 for any free one' })
    .option('api-port', { type: 'number', describe: 'port of the Kubernetes API (8891), 0 for any free one' })
    .option('policy', { type: 'string', describe: 'autoscaler rule (azureml-v1)' })
    .option('target-utilization', {
      alias: 'target',
      type: 'number',
      describe: 'target utilization as a share (0.7)',
    })
    .option('min', { type: 'number', describe: 'fewest replicas (3)' })
    .option('max', { type: 'number', describe: 'most replicas (30)' })
    .option('replicas', { type: 'number', describe: 'replicas of the policy "fixed"' })
    .option('slots', { type: 'number', describe: 'requests that a replica runs at once (1)' })
    .option('seed', { type: 'number', describe: 'seed of service times and start-up lags (1)' })
    .option('key-env', {
      type: 'string',
      describe: 'environment variable with the key that scoring asks for',
    })
    .option('kubeconfig-folder', {
      type: 'string',
      describe: 'where the file "kubeconfig" is written, and removed at the end (.headroom/sandbox)',
    })
    .option('json', { type: 'boolean', default: false, describe: 'print one line of JSON when ready' })
    .option('exit-with-stdin', {
      type: 'boolean',
      default: false,
      describe: 'end when standard input ends, so with the process that holds it',
    });

/** The sandbox in the foreground, for a person in another terminal or for a parent process. */
export const sandboxCommand = {
  command: 'sandbox',
  describe: 'a scoring service on this machine, with a router, replicas and autoscaler like the real ones',
  builder,
  handler: async (args: SandboxArguments): Promise<void> => {
    const { runSandbox } = await import('../sandbox/run-sandbox.ts');
    await runSandbox(args);
  },
};
