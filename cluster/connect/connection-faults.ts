import type { ErrorDetails } from '../../errors/headroom-error.ts';
import type { Connection, KubeAnswer, LoginPlugin, WatchEnd } from './kube-client.ts';

/**
 * Why a resource can't be read, fit for a report. The server's own text of a 403 names the account, so it is
 * left out.
 *
 * @example watchEndText({ kind: 'refused', status: 403, reason: 'Forbidden' }, 'nodes')
 * // 'forbidden (403): this account may not list and watch nodes'
 */
export const watchEndText = (end: WatchEnd, resource: string): string => {
  if (end.kind === 'ended') return 'the API server ended the watch';
  if (end.kind === 'idle') return 'nothing came from the API server for 30 s';
  if (end.kind === 'lost') return `no connection to the API server: ${end.reason}`;
  if (end.status === 401) return 'not logged in (401): the API server does not accept the credentials';
  if (end.status === 403) return `forbidden (403): this account may not list and watch ${resource}`;
  if (end.status === 404) return `the API server does not serve ${resource} (404)`;
  if (end.status === 410) return 'the API server no longer holds the version to resume from (410)';
  return `the API server answered ${end.status}: ${end.reason}`;
};

/** Ways of logging in that ask a person, whose prompt the client library keeps to itself. */
const promptsOf = (plugin: LoginPlugin): string | null => {
  const inline = plugin.args.find((arg) => /^(--login|-l)=/.test(arg))?.split('=')[1];
  const flag = plugin.args.findIndex((arg) => arg === '--login' || arg === '-l');
  const mode = inline ?? (flag < 0 ? undefined : plugin.args[flag + 1]);
  if (mode === undefined)
    return isKubelogin(plugin) && plugin.args.includes('get-token') ? 'devicecode' : null;
  return mode === 'devicecode' || mode === 'interactive' ? mode : null;
};

const isKubelogin = ({ command }: LoginPlugin): boolean => /(^|[\\/])kubelogin(\.exe)?$/.test(command);

const kubeloginFix = 'run `az login`, then `kubelogin convert-kubeconfig -l azurecli`';

/** What to do when the API server says 401. */
export const explainUnauthorized = ({ server, plugin }: Connection): ErrorDetails => ({
  what: 'the cluster does not accept the credentials of the kubeconfig (401)',
  where: server,
  fix:
    plugin === null
      ? 'the token or client certificate may have expired: fetch the kubeconfig again'
      : isKubelogin(plugin)
        ? kubeloginFix
        : `log in again with ${plugin.command}, the login plugin that the kubeconfig names`,
});

const explainLogin = (reason: string, { server, plugin }: Connection): ErrorDetails => {
  if (plugin === null)
    return {
      what: `the kubeconfig can't be used: ${reason}`,
      where: server,
      fix: 'check the cluster and the user of this context in the kubeconfig, or fetch it again',
    };
  const prompts = promptsOf(plugin);
  if (reason.includes('ENOENT'))
    return {
      what: `the login plugin "${plugin.command}" that the kubeconfig names is not on the PATH`,
      where: server,
      fix: isKubelogin(plugin)
        ? `install kubelogin (az aks install-cli), then ${kubeloginFix}`
        : `install ${plugin.command}, or use a kubeconfig without it`,
    };
  if (prompts !== null)
    return {
      what: `the login plugin "${plugin.command}" gave no token; it logs in by ${prompts}, which waits for a person at a prompt that can't be shown here`,
      where: server,
      fix: isKubelogin(plugin)
        ? kubeloginFix
        : `log in with ${plugin.command} first, so that it holds a token`,
    };
  return {
    what: `the login plugin "${plugin.command}" failed: ${reason.slice(0, 300)}`,
    where: server,
    fix: isKubelogin(plugin) ? kubeloginFix : `run ${plugin.command} by hand to see what it needs`,
  };
};

/** kubectl takes the proxy of the environment, so a cluster that it reaches may be out of reach here. */
const proxyFix = (env: NodeJS.ProcessEnv): string =>
  env['HTTPS_PROXY'] || env['https_proxy']
    ? '; kubectl goes through HTTPS_PROXY, Headroom only through the proxy-url of the cluster in the kubeconfig: name it there if it is needed'
    : '';

const networkFix = (reason: string): string => {
  if (/cert|self.signed|altname|unable to verify/i.test(reason))
    return 'the kubeconfig holds another certificate authority than the server uses: fetch the kubeconfig again';
  if (/ECONNREFUSED/.test(reason))
    return 'start the cluster, or the tunnel to it, that the kubeconfig points to';
  return 'a private cluster, or one with authorized IP ranges, shows like this from outside: use its network or VPN';
};

/** What to do when there was no answer at all: the login plugin failed, or the network did. */
export const explainSilence = (
  silence: Extract<KubeAnswer, { kind: 'silence' }>,
  connection: Connection,
  env: NodeJS.ProcessEnv = process.env,
): ErrorDetails =>
  silence.stage === 'login'
    ? explainLogin(silence.reason, connection)
    : {
        what: `the Kubernetes API server can't be reached: ${silence.reason}`,
        where: connection.server,
        fix: networkFix(silence.reason) + proxyFix(env),
      };
