import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = ArgumentsCamelCase<{
  readonly options: string | undefined;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  readonly port: number | undefined;
  readonly 'api-port': number | undefined;
  readonly policy: string | undefined;
  readonly target: number | undefined;
  readonly min: number | undefined;
  readonly max: number | undefined;
  readonly replicas: number | undefined;
  readonly slots: number | undefined;
  readonly seed: number | undefined;
  readonly 'key-env': string | undefined;
  readonly 'kubeconfig-folder': string | undefined;
  readonly json: boolean;
  readonly 'exit-with-stdin': boolean;
}>;

type Given = ArgumentsCamelCase<Arguments>;

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

const withoutUndefined = (values: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));

/** The first line of standard input, which stays open: its end may be the end of the sandbox. */
const firstLineOfStdin = (): Promise<string> =>
  new Promise((resolve) => {
    let text = '';
    const take = (chunk: string): void => {
      text += chunk;
      if (!text.includes('\n')) return;
      process.stdin.off('data', take);
      resolve(text);
    };
    process.stdin.setEncoding('utf8').on('data', take);
    process.stdin.once('end', () => resolve(text));
  });

const readOptionsFile = async (file: string | undefined): Promise<Record<string, unknown>> => {
  if (file === undefined) return {};
  const { readFile } = await import('node:fs/promises');
  const { HeadroomError, messageOf } = await import('../../errors/headroom-error.ts');
  try {
    const text = file === '-' ? await firstLineOfStdin() : await readFile(file, 'utf8');
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    const what = `the sandbox options can't be read: ${messageOf(error)}`;
    throw new HeadroomError('E_CONFIG', { what, where: file, fix: 'name a JSON file that can be read' });
  }
};

/** The key comes by the name of a variable, as arguments show up in process lists. */
const readKey = async (name: string | undefined): Promise<string | undefined> => {
  const key = name === undefined ? undefined : process.env[name];
  if (name === undefined || key) return key;
  const { HeadroomError } = await import('../../errors/headroom-error.ts');
  const fix = `set ${name}, or leave --key-env out for a service without a key`;
  throw new HeadroomError('E_CONFIG', { what: `the variable ${name} is empty`, where: '--key-env', fix });
};

/** A rule given by name starts from its own defaults; single numbers change the rule that there would be. */
const policyOf = async (
  { policy: kind, target, min, max, replicas }: Arguments,
  inFile: unknown,
): Promise<unknown> => {
  const numbers = withoutUndefined({
    targetUtilization: target,
    minReplicas: min,
    maxReplicas: max,
    replicas,
  });
  if (kind !== undefined) return { kind, ...numbers };
  if (Object.keys(numbers).length === 0) return inFile;
  const { defaultSandboxPolicy } = await import('../../runs/schema/sandbox.ts');
  return { ...(inFile ?? defaultSandboxPolicy), ...numbers };
};

const inputOf = async (args: Given): Promise<Record<string, unknown>> => {
  const file = await readOptionsFile(args.options);
  return {
    // Whoever gives the options on standard input reads the kubeconfig's path from the answer: a folder of its own.
    ...(args.options === '-' ? {} : { kubeconfigFolder: '.headroom/sandbox' }),
    ...file,
    ...withoutUndefined({
      kubeconfigFolder: args.kubeconfigFolder,
      serviceName: args.name,
      namespace: args.namespace,
      port: args.port,
      apiPort: args.apiPort,
      slotsPerReplica: args.slots,
      seed: args.seed,
      key: await readKey(args.keyEnv),
      policy: await policyOf(args, file['policy']),
    }),
  };
};

/**
 * Ends with SIGTERM, and with Ctrl-C or the end of standard input. A Ctrl-C in a terminal reaches the children of
 * a tool too; one that holds our standard input decides itself when its requests are done.
 */
const untilAskedToEnd = (withStdin: boolean): Promise<void> =>
  new Promise((resolve) => {
    const end = (): void => resolve();
    process.once('SIGTERM', end);
    process.on('SIGINT', withStdin ? () => {} : end);
    if (!withStdin) return;
    for (const event of ['end', 'close', 'error']) process.stdin.once(event, end);
    process.stdin.resume();
  });

const handler = async (args: Arguments): Promise<void> => {
  const { startSandbox } = await import('../../sandbox/sandbox.ts');
  const asked = untilAskedToEnd(args.exitWithStdin);
  const sandbox = await startSandbox(await inputOf(args));
  const { scoreUrl, apiUrl, kubeconfigPath, options } = sandbox;
  const { serviceName, namespace } = options;
  if (args.json) {
    const ready = { ready: true, scoreUrl, apiUrl, kubeconfigPath, serviceName, namespace, pid: process.pid };
    console.log(JSON.stringify(ready));
  } else {
    console.log(`Service "${serviceName}" with ${sandbox.replicas().ready} ready replicas. Ctrl-C ends it.`);
    console.log(`  score       POST ${scoreUrl}`);
    console.log(`  kubeconfig  ${kubeconfigPath} (namespace ${namespace}, API ${apiUrl})`);
  }
  await asked;
  await sandbox.close();
  if (args.exitWithStdin) process.stdin.destroy();
};

/** The sandbox in the foreground, for a person in another terminal or for a parent process. */
export const sandboxCommand = {
  command: 'sandbox',
  describe: 'a scoring service on this machine, with a router, replicas and autoscaler like the real ones',
  builder,
  handler,
};
