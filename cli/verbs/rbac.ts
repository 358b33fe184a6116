import { existsSync } from 'node:fs';
import type { ArgumentsCamelCase, Argv } from 'yargs';
import { type ServiceKind, serviceKinds } from '../../cluster/rights/needs.ts';
import { printNote } from '../output/print.ts';
import { configOption } from '../shared-options.ts';

type Arguments = {
  readonly config: string;
  readonly namespace: string | undefined;
  readonly kind: readonly ServiceKind[] | undefined;
  readonly apply: boolean;
  readonly room: boolean;
  readonly logs: boolean;
  readonly runners: boolean;
  readonly user: string | undefined;
  readonly group: string | undefined;
  readonly 'service-account': string | undefined;
};

/** `headroom rbac`: how yargs shows and reads it. */
export const rbacCommand = {
  command: 'rbac',
  describe: 'print the least rights that a test of this service needs, for kubectl apply -f -',
  builder: (args: Argv) =>
    args
      .option('config', configOption)
      .option('namespace', { type: 'string', describe: 'namespace of the service, if not as in the config' })
      .option('kind', {
        type: 'string',
        array: true,
        choices: serviceKinds,
        describe: 'what the service is made of beside a Deployment, instead of looking into the cluster',
      })
      .option('apply', {
        type: 'boolean',
        default: false,
        describe: 'the rights of apply and rollback, too',
      })
      .option('room', {
        type: 'boolean',
        default: false,
        describe:
          'list the pods of all namespaces, too: shows what room the nodes have left, and how many routers Azure ML has',
      })
      .option('logs', {
        type: 'boolean',
        default: false,
        describe: 'the rights of explain --logs <pod>, too',
      })
      .option('runners', {
        type: 'boolean',
        default: false,
        describe: 'instead: the rights to fire from pods (load.runners), and those of the pods',
      })
      .option('user', { type: 'string', describe: 'bind the roles to this user' })
      .option('group', { type: 'string', describe: 'bind them to this group' })
      .option('service-account', { type: 'string', describe: 'bind them to this account: [namespace/]name' })
      .conflicts('user', ['group', 'service-account'])
      .conflicts('group', 'service-account'),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { nextLine } = await import('../output/next-command.ts');
    const { loadConfig } = await import('../../config/load-config.ts');
    const { runRbac, runRunnersRbac } = await import('../rbac/run-rbac.ts');
    const { user, group, serviceAccount } = args;
    const name = user ?? group ?? serviceAccount;
    const kind = user !== undefined ? 'User' : group !== undefined ? 'Group' : 'ServiceAccount';
    const config = existsSync(args.config) ? await loadConfig(args.config, { sendsNothing: true }) : null;
    const subject = name === undefined ? undefined : ({ kind, name } as const);
    if (args.runners) {
      process.stdout.write(runRunnersRbac({ config, namespace: args.namespace, subject }));
      return;
    }
    const manifest = await runRbac({
      config,
      namespace: args.namespace,
      kinds: args.kind,
      isWriting: args.apply,
      hasRoom: args.room,
      hasLogs: args.logs,
      subject,
      note: printNote,
    });
    process.stdout.write(manifest);
    if (process.stdout.isTTY) printNote(nextLine('the same command, with | kubectl apply -f - behind it'));
  },
};
