import { hostname } from 'node:os';
import { type DoctorLine, fine } from '../../cluster/doctor/line.ts';
import type { ClusterRunners } from '../../cluster/runners/pod-spec.ts';
import { runPods } from '../../cluster/runners/run-pods.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { HeadroomError } from '../../errors/headroom-error.ts';
import { moduleVersion, parseK6Version } from '../../load/k6/version.ts';
import { runIdOf } from '../../runs/folder.ts';
import { runnersCluster, runnersNamespace } from '../run/runners-cluster.ts';
import { imagePlace } from './runners-lines.ts';

const problem = (what: string): DoctorLine => ({ level: 'problem', ...imagePlace, what });

/** What an image's own answer to `k6 version` comes to. */
export const judgeAnswer = (answer: string): DoctorLine => {
  const k6 = parseK6Version(answer);
  if (k6 === null) {
    const said = answer.trim().slice(0, 200);
    return problem(`the image of the runners was asked in a pod: it answers "${said}", no version of k6`);
  }
  if (k6.module === `v${moduleVersion}`)
    return fine('k6', `the image of the runners was asked in a pod: k6 ${k6.version}, module ${k6.module}`);
  const has = k6.module === null ? 'no module of Headroom' : `the module ${k6.module}`;
  return problem(`the image of the runners was asked in a pod: it has ${has}, this is v${moduleVersion}`);
};

/** One pod that asks for next to nothing, placed as the runners are. */
const onePodOf = (runners: ClusterRunners): ClusterRunners => ({
  ...runners,
  count: 1,
  resources: { requests: { cpu: '10m', memory: '32Mi' } },
});

/**
 * Starts a pod of the image of the runners, which tells the version of its k6 and ends, and removes it. It fires nothing.
 *
 * @throws HeadroomError E_CLUSTER where the pod can't be made
 */
export const askImage = async (config: ResolvedConfig, runners: ClusterRunners): Promise<DoctorLine> => {
  const access = await runnersCluster(config);
  if (access.kind === 'none') throw new HeadroomError('E_CLUSTER', access.problem);
  const { readySeconds } = runners;
  const input = {
    runId: runIdOf(Date.now(), 'doctor'),
    namespace: runnersNamespace(config),
    runners: onePodOf(runners),
    bundle: null,
    secondsMost: readySeconds,
  };
  let answer = '';
  await using pods = await runPods({
    connection: access.connection,
    input,
    holder: `${hostname()}:${process.pid}`,
    now: Date.now,
    onText: (_, text) => {
      answer += text;
    },
    onCut: () => {
      answer = '';
    },
    onFault: () => {}, // the pod does not depend on its Lease
    isDue: () => false,
  });
  const late = `it did not answer within ${readySeconds} s`;
  const patience = setTimeout(() => pods.giveUp(0, late), readySeconds * 1000);
  const { exitCode, said } = await pods.ended(0).finally(() => clearTimeout(patience));
  return exitCode === 0
    ? judgeAnswer(answer)
    : problem(`the image of the runners can't be asked in a pod: ${said || answer.trim()}`);
};
