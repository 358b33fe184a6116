import { once } from 'node:events';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { knock } from '../../cluster/check.ts';
import { type Cluster, openCluster } from '../../cluster/connect/open.ts';
import { type FoundService, findServices } from '../../cluster/find-services.ts';
import { type ErrorDetails, HeadroomError, messageOf } from '../../errors/headroom-error.ts';
import { makeFolders } from '../../errors/make-folders.ts';
import { print, printNote } from '../output/print.ts';
import { writeNew, writeWhole } from '../write-whole.ts';
import { filesFor, scalerText } from './files.ts';
import { fetchSample } from './sample.ts';

/** What the command line says. */
type InitOptions = {
  readonly url: string | undefined;
  readonly folder: string;
  readonly kubeconfig: string | undefined;
  readonly context: string | undefined;
  readonly namespace: string | undefined;
  readonly keyVariable: string | undefined;
  /** Take the defaults, ask nothing. */
  readonly isYes: boolean;
  readonly isOverwriting: boolean;
};

const noAnswer = (): HeadroomError =>
  new HeadroomError('E_USAGE', {
    what: process.stdin.isTTY ? 'the input ended without an answer' : 'there is no terminal to ask on',
    where: 'headroom init',
    fix: 'say --yes: it takes the defaults and asks nothing',
  });

type Ask = (question: string, usual: string) => Promise<string>;

const createAsk = (isYes: boolean): Ask & Disposable => {
  const terminal = isYes ? null : createInterface({ input: process.stdin, output: process.stderr });
  const ended = terminal && once(terminal, 'close');
  const ask: Ask = async (question, usual) => {
    if (terminal === null || ended === null) return usual;
    // A question on an input that has ended is never answered: Node would leave it open.
    const answer = await Promise.race([
      ended.then(() => Promise.reject(noAnswer())),
      terminal.question(`${question}${usual === '' ? '' : ` [${usual}]`}: `),
    ]);
    return answer.trim() || usual;
  };
  return Object.assign(ask, { [Symbol.dispose]: () => terminal?.close() });
};

/**
 * The way to the cluster. A kubeconfig that the environment names and that can't be read is none: nobody asked for it here.
 *
 * @throws HeadroomError E_CLUSTER for one that an option names, or a context
 */
const accessOf = async (options: InitOptions): Promise<Cluster['access']> => {
  const { kubeconfig, context, namespace = 'default' } = options;
  try {
    return (await openCluster({ kubeconfig, context, namespace, selector: '' })).access;
  } catch (error) {
    if (kubeconfig !== undefined || context !== undefined || !(error instanceof HeadroomError)) throw error;
    return { kind: 'none', problem: error.details[0]! };
  }
};

const noCluster = ({ what, where, fix }: ErrorDetails): readonly FoundService[] => {
  printNote(`no cluster: ${what}${where === undefined ? '' : ` (${where})`}; ${fix}`);
  return [];
};

/** Services of the cluster; why there are none is said: a URL alone is enough to begin with. */
const servicesOf = async (options: InitOptions): Promise<readonly FoundService[]> => {
  const { namespace } = options;
  const access = await accessOf(options);
  if (access.kind === 'none') return noCluster(access.problem);
  const problem = await knock(access.connection);
  if (problem !== null) return noCluster(problem);
  const all = await findServices(access.connection, namespace ?? null);
  // An account of one namespace may not list all of them.
  const isOneAsked = all.services.length > 0 || namespace !== undefined;
  const { services, unread } = isOneAsked ? all : await findServices(access.connection, 'default');
  if (services.length === 0) {
    const place = namespace === undefined ? 'the cluster' : `namespace ${namespace}`;
    const why = unread ?? `${place} has no Deployment or StatefulSet that may be one`;
    printNote(`no service of the cluster: ${why}`);
  }
  return services;
};

/** The service whose name stands in the URL, or else the likeliest, which comes first. */
const usualOf = (services: readonly FoundService[], url: string | undefined): number =>
  Math.max(
    0,
    services.findIndex(({ name }) => url?.includes(name)),
  ) + 1;

const choose = async (
  services: readonly FoundService[],
  { url, isYes }: InitOptions,
  ask: Ask,
): Promise<FoundService | null> => {
  for (const [i, service] of services.entries()) {
    const { namespace, name, isAzureml } = service;
    const scaler = scalerText(service);
    printNote(
      `  ${i + 1}  ${namespace}/${name}${isAzureml ? ', Azure ML' : ''}${scaler === null ? '' : `, ${scaler}`}`,
    );
  }
  if (services.length === 0) return null;
  const usual = String(usualOf(services, url));
  const answer = Number(await ask('which service is under test (0: none of these)', usual));
  const chosen = services[answer - 1] ?? null;
  const guess = isYes ? ': a guess; correct cluster in k6.config.ts if another one is behind the URL' : '';
  printNote(
    `under test: ${chosen === null ? 'the URL alone' : `${chosen.namespace}/${chosen.name}${guess}`}`,
  );
  return chosen;
};

const urlOf = async ({ url }: InitOptions, ask: Ask): Promise<string> => {
  const answer = url ?? (await ask('URL that a client sends scoring requests to', ''));
  if (URL.canParse(answer) && /^https?:$/.test(new URL(answer).protocol)) return answer;
  throw new HeadroomError('E_USAGE', {
    what:
      answer === ''
        ? 'the URL of the endpoint is not known'
        : `"${answer}" is not an http:// or https:// URL`,
    where: 'headroom init [url]',
    fix: 'give it: headroom init http://scoring.example/score (kubectl get ingress,svc -A lists addresses; kubectl port-forward makes one on this machine)',
  });
};

/** Paths in a config are relative to it. */
const fromFolder = (folder: string, path: string): string =>
  isAbsolute(path) ? path : relative(folder, path);

/** @throws HeadroomError E_DISK */
const writeInto = async (folder: string, path: string, options: { text: string; isOverwriting: boolean }) => {
  const file = join(folder, path);
  try {
    await makeFolders(dirname(file));
    await (options.isOverwriting ? writeWhole : writeNew)(file, options.text);
    return `wrote ${path}`;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'EEXIST')
      return `kept  ${path}: it is there already (--overwrite writes it again)`;
    throw new HeadroomError('E_DISK', {
      what: `the file can't be written: ${messageOf(cause)}`,
      where: file,
      fix: 'check the free space, or choose a folder that can be written to (--folder)',
      cause,
    });
  }
};

/**
 * `headroom init`: writes a config, a request and workflows for a service of the cluster, or for a URL. Nothing is
 * overwritten unless that is asked for; no key is asked for, only the name of its variable.
 *
 * @throws HeadroomError E_USAGE without a URL, or without a terminal where a question is open; E_CLUSTER for a kubeconfig of an option that can't be read; E_DISK
 */
export const runInit = async (options: InitOptions): Promise<void> => {
  using ask = createAsk(options.isYes);
  const service = await choose(await servicesOf(options), options, ask);
  const url = await urlOf(options, ask);
  const keyVariable =
    options.keyVariable ?? (await ask('variable that holds the key or token (empty: no key)', ''));
  const sample = await fetchSample(url);
  const { context, folder, isOverwriting } = options;
  const kubeconfig = options.kubeconfig && fromFolder(folder, options.kubeconfig);
  const files = filesFor({ url, service, kubeconfig, context, keyVariable: keyVariable || null, sample });
  for (const [path, text] of files) print(await writeInto(folder, path, { text, isOverwriting }));
  print('next: npx headroom doctor');
};
