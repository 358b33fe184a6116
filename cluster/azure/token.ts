import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { withoutSecretShapes } from '../../errors/redact/shapes.ts';

/** The part of `@azure/identity` that is used; the package is the user's to install. */
type Identity = {
  readonly DefaultAzureCredential: new () => {
    readonly getToken: (scope: string) => Promise<{ readonly token: string } | null>;
  };
};

/** Not a name that a compiler or bundler resolves: who does not write to Azure need not have it. */
const identityPackage = '@azure/identity';

const importIdentity = async (): Promise<Identity | null> => {
  try {
    return (await import(identityPackage)) as Identity;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw error;
  }
};

/** The characters of a bearer token. Source: https://www.rfc-editor.org/rfc/rfc6750#section-2.1 */
const tokenPattern = /^[\w.~+/-]+=*$/;

/** The token that az printed. @throws Error if it printed something else; what that is may be a secret */
const tokenIn = (stdout: string): string => {
  const token = stdout.trim();
  if (tokenPattern.test(token)) return token;
  throw new Error(`az ended without an error and printed ${token === '' ? 'nothing' : 'what is no token'}`);
};

const byCli = async (managementUrl: string): Promise<string> => {
  const args = [
    'account',
    'get-access-token',
    '--resource',
    managementUrl,
    '--query',
    'accessToken',
    '-o',
    'tsv',
  ];
  try {
    return tokenIn((await promisify(execFile)('az', args)).stdout);
  } catch (cause) {
    // What az prints on failure is long: its last words tell what to do.
    throw new HeadroomError('E_CLUSTER', {
      what: `there is no token for Azure: ${withoutSecretShapes(messageOf(cause)).trim().split('\n').at(-1)}`,
      where: 'az account get-access-token',
      fix: 'run az login, or npm install @azure/identity for other ways to log in (workload identity, managed identity)',
      cause,
    });
  }
};

/**
 * A bearer token for Azure Resource Manager: by `@azure/identity` where it is installed, else by the Azure CLI.
 *
 * @throws HeadroomError E_CLUSTER if neither gives one
 */
export const managementToken = async (managementUrl: string): Promise<string> => {
  const identity = await importIdentity();
  if (identity === null) return byCli(managementUrl);
  const scope = `${managementUrl.replace(/\/$/, '')}/.default`;
  try {
    const token = await new identity.DefaultAzureCredential().getToken(scope);
    if (token !== null) return token.token;
    throw new Error('the credential gave none');
  } catch (cause) {
    throw new HeadroomError('E_CLUSTER', {
      what: `there is no token for Azure: ${withoutSecretShapes(messageOf(cause)).split('\n')[0]}`,
      where: `DefaultAzureCredential of ${identityPackage}`,
      fix: 'log in (az login), or set the environment that the credential names',
      cause,
    });
  }
};
