import type { DoctorLine, DoctorTopic } from '../../cluster/doctor/line.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { exitCodeOf } from '../../errors/catalogue.ts';
import { exit } from '../../errors/exit-codes.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { findK6 } from '../../load/k6/find.ts';
import { readAllPayloads } from '../../load/plan/payloads.ts';
import { preflight } from '../../load/preflight/preflight.ts';
import { checkHosts } from '../../load/resolve-hosts.ts';
import { renderDoctor } from '../output/doctor.ts';
import { printAnswer } from '../output/print.ts';
import { examine } from '../run/prepare-cluster.ts';
import { askImage } from './ask-image.ts';
import { runnersLines } from './runners-lines.ts';

type Lines = readonly DoctorLine[];

/** What a check finds, with its faults as lines. Whatever is no expected fault is thrown on. */
const linesOf = async (topic: DoctorTopic, check: () => Promise<Lines>): Promise<Lines> => {
  try {
    return await check();
  } catch (error) {
    if (!(error instanceof HeadroomError)) throw error;
    return error.details.map(({ what, where, fix }) => ({
      level: 'problem' as const,
      topic,
      what,
      ...(where !== undefined && { where }),
      ...(fix !== undefined && { fix }),
    }));
  }
};

const k6Lines = (config: ResolvedConfig, note: (text: string) => void): Promise<Lines> =>
  linesOf('k6', async () => {
    const { path, extensions, releases } = config.k6;
    const k6 = await findK6({ configuredPath: path, extensions, releasesUrl: releases, onProgress: note });
    return [{ level: 'ok', topic: 'k6', what: `k6 ${k6.version} (${k6.source}): ${k6.path}` }];
  });

/** @example keyText({ target: { auth: { env: 'SCORING_KEY' } } }) // 'with the key of SCORING_KEY' */
const keyText = ({ target: { auth } }: Pick<ResolvedConfig, 'target'>): string =>
  auth === undefined ? 'without target.auth' : `with the key of ${auth.env}`;

/** One scoring request to each endpoint, as a test sends it before its load. */
const endpointLines = (config: ResolvedConfig): Promise<Lines> =>
  linesOf('endpoint', async () => {
    await checkHosts(config.safety.allowedHosts);
    const payloads = await readAllPayloads(config.endpoints);
    const asked = config.endpoints.map((endpoint, i) =>
      linesOf('endpoint', async () => {
        const told: string[] = [];
        const { status, headers } = await preflight({
          config,
          endpoint,
          payloads: payloads[i]!,
          isForced: false,
          note: (text) => told.push(text),
          stop: new AbortController().signal,
        });
        const what = [...told, keyText(config), headers].filter(Boolean).join('; ');
        return [{ level: status < 300 ? 'ok' : 'warning', topic: 'endpoint', what }];
      }),
    );
    return (await Promise.all(asked)).flat();
  });

const withoutCluster = 'the config names no cluster: replicas, start-up lags and the autoscaler stay unknown';

/** A server on this machine, or a container that nothing scales, has none to name. */
const noCluster = ({ target: { kind } }: ResolvedConfig): DoctorLine =>
  kind === 'local' || kind === 'aci'
    ? { level: 'ok', topic: 'cluster', what: `none is watched for target.kind '${kind}': ${withoutCluster}` }
    : {
        level: 'warning',
        topic: 'cluster',
        what: withoutCluster,
        fix: "add cluster: { namespace: …, selector: 'app=…' }, or write a config with `headroom init`",
      };

const clusterLines = (config: ResolvedConfig): Promise<Lines> =>
  linesOf(
    'cluster',
    async () => (await examine(config, new AbortController().signal))?.lines ?? [noCluster(config)],
  );

const codes: Readonly<Partial<Record<DoctorTopic, number>>> = {
  k6: exitCodeOf('E_K6_MISSING'),
  endpoint: exitCodeOf('E_ENDPOINT'),
};

/** The exit code of the first problem; 0 without one. */
const exitCodeOfLines = (lines: Lines): number => {
  const problem = lines.find(({ level }) => level === 'problem');
  return problem === undefined ? exit.ok : (codes[problem.topic] ?? exitCodeOf('E_CLUSTER'));
};

type DoctorOptions = {
  readonly asJson: boolean;
  /** The person said --yes: a pod may be started that tells what is in the image of the runners. */
  readonly mayAskImage: boolean;
  readonly note: (text: string) => void;
};

/** What is known of the image of runners in pods: what it says of itself where it may be asked, else what its tag says. */
const imageLines = async (config: ResolvedConfig, mayAskImage: boolean): Promise<Lines> => {
  const { runners } = config.load;
  if (runners?.where !== 'cluster' || !mayAskImage) return runnersLines(config);
  return linesOf('k6', async () => [await askImage(config, runners)]);
};

/**
 * `headroom doctor`: everything that can be wrong before a load, looked at without one: k6, the endpoint by one scoring
 * request, the cluster. A test makes the same checks. With --yes also the image of runners in pods, by a pod. Sets the exit
 * code to that of the first problem.
 */
export const runDoctor = async (config: ResolvedConfig, options: DoctorOptions): Promise<void> => {
  const { asJson, mayAskImage, note } = options;
  const warned = config.warnings.map((what): DoctorLine => ({ level: 'warning', topic: 'config', what }));
  const found = await Promise.all([
    imageLines(config, mayAskImage),
    k6Lines(config, note),
    endpointLines(config),
    clusterLines(config),
  ]);
  const lines = [...warned, ...found.flat()];
  const count = (wanted: DoctorLine['level']) => lines.filter(({ level }) => level === wanted).length;
  const summary = { problems: count('problem'), warnings: count('warning') };
  printAnswer(
    { schemaVersion: 1, ...summary, lines },
    { asJson, text: () => renderDoctor(lines, { ...summary, config }) },
  );
  process.exitCode = exitCodeOfLines(lines);
};
