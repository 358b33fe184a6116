import type { ArgumentsCamelCase, Argv } from 'yargs';

type Arguments = {
  readonly namespace: string;
  readonly apply: boolean;
  readonly user: string | undefined;
  readonly group: string | undefined;
  readonly 'service-account': string | undefined;
};

/** `headroom rbac`: how yargs shows and reads it. */
export const rbacCommand = {
  command: 'rbac',
  describe: 'print the rights that a test may need in the cluster, reading only, for kubectl apply -f -',
  builder: (args: Argv) =>
    args
      .option('namespace', { type: 'string', default: 'default', describe: 'namespace of the service' })
      .option('apply', {
        type: 'boolean',
        default: false,
        describe: 'the rights of apply and rollback, too',
      })
      .option('user', { type: 'string', describe: 'bind the roles to this user' })
      .option('group', { type: 'string', describe: 'bind them to this group' })
      .option('service-account', { type: 'string', describe: 'bind them to this account: [namespace/]name' })
      .conflicts('user', ['group', 'service-account'])
      .conflicts('group', 'service-account'),
  handler: async (args: ArgumentsCamelCase<Arguments>): Promise<void> => {
    const { rbacManifest } = await import('../../cluster/rbac.ts');
    const { user, group, serviceAccount, namespace, apply } = args;
    const name = user ?? group ?? serviceAccount;
    const kind = user !== undefined ? 'User' : group !== undefined ? 'Group' : 'ServiceAccount';
    const subject = name === undefined ? undefined : ({ kind, name } as const);
    process.stdout.write(rbacManifest({ namespace, isWriting: apply, subject }));
  },
};
