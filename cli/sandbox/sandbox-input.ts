import { readFile } from 'node:fs/promises';
import { utf8Text } from '../../errors/encoding.ts';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { defaultSandboxPolicy } from '../../runs/schema/sandbox.ts';
import type { SandboxArguments } from './arguments.ts';

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
  try {
    const text = file === '-' ? await firstLineOfStdin() : utf8Text(await readFile(file));
    return JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    const what = `the sandbox options can't be read: ${messageOf(error)}`;
    throw new HeadroomError('E_CONFIG', { what, where: file, fix: 'name a JSON file that can be read' });
  }
};

/** The key comes by the name of a variable, as arguments show up in process lists. */
const readKey = (name: string | undefined): string | undefined => {
  const key = name === undefined ? undefined : process.env[name];
  if (name === undefined || key) return key;
  const fix = `set ${name}, or leave --key-env out for a service without a key`;
  throw new HeadroomError('E_CONFIG', { what: `the variable ${name} is empty`, where: '--key-env', fix });
};

/** A rule given by name starts from its own defaults; single numbers change the rule that there would be. */
const policyOf = (
  { policy: kind, target, min, max, replicas }: SandboxArguments,
  inFile: unknown,
): unknown => {
  const numbers = withoutUndefined({
    targetUtilization: target,
    minReplicas: min,
    maxReplicas: max,
    replicas,
  });
  if (kind !== undefined) return { kind, ...numbers };
  if (Object.keys(numbers).length === 0) return inFile;
  return { ...(inFile ?? defaultSandboxPolicy), ...numbers };
};

/**
 * The options of a sandbox by its command line: those of a file, with the others of the line over them.
 *
 * @throws HeadroomError E_CONFIG for a file that can't be read, and for an empty variable of the key
 */
export const sandboxInput = async (args: SandboxArguments): Promise<Record<string, unknown>> => {
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
      key: readKey(args.keyEnv),
      policy: policyOf(args, file['policy']),
    }),
  };
};
