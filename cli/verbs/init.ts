import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = {
  readonly url: string | undefined;
  readonly folder: string;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly 'key-env': string | undefined;
  readonly yes: boolean;
  readonly overwrite: boolean;
};

/** `headroom init`: how yargs shows and reads it. */
export const initCommand = {
  command: 'init [url]',
  describe: 'write k6.config.ts, a request and CI workflows for a service of the cluster or a URL',
  builder: (args: Argv) =>
    args
      .positional('url', { type: 'string', describe: 'URL that a client sends scoring requests to' })
      .option('folder', { type: 'string', default: '.', describe: 'where the files are written' })
      .option('kubeconfig', { type: 'string', describe: 'default: KUBECONFIG, then ~/.kube/config' })
      .option('context', { type: 'string', describe: 'default: the current one' })
      .option('namespace', { type: 'string', describe: 'look for services in this one only' })
      .option('key-env', { type: 'string', describe: 'environment variable with the key or token' })
      .option('yes', { type: 'boolean', default: false, describe: 'take the defaults, ask nothing' })
      .option('overwrite', { type: 'boolean', default: false, describe: 'write files again that are there' }),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { runInit } = await import('../init/run-init.ts');
    await runInit({
      ...args,
      keyVariable: args.keyEnv,
      isYes: args.yes,
      isOverwriting: args.overwrite,
    });
  },
};
