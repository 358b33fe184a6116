import { startSandbox } from '../../sandbox/sandbox.ts';
import type { SandboxArguments } from './arguments.ts';
import { sandboxInput } from './sandbox-input.ts';

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

/**
 * `headroom sandbox`: starts a sandbox, says where it listens, and ends it when it is asked to.
 *
 * @throws HeadroomError E_CONFIG for options that make no sandbox
 */
export const runSandbox = async (args: SandboxArguments): Promise<void> => {
  const asked = untilAskedToEnd(args.exitWithStdin);
  const sandbox = await startSandbox(await sandboxInput(args));
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
