import type { ArgumentsCamelCase } from 'yargs';

/** What the command line of `headroom sandbox` says, by the names of its options. */
export type SandboxArguments = ArgumentsCamelCase<{
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
