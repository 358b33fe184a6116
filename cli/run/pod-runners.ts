import { hostname } from 'node:os';
import type { Connection } from '../../cluster/connect/kube-client.ts';
import type { RunnersInput } from '../../cluster/runners/manifests.ts';
import type { PodEnded } from '../../cluster/runners/pod-life.ts';
import type { ClusterRunners } from '../../cluster/runners/pod-spec.ts';
import { runPods } from '../../cluster/runners/run-pods.ts';
import type { K6Script } from '../../config/bundle/k6-script.ts';
import type { ResolvedConfig } from '../../config/resolve.ts';
import { podDocumentOf } from '../../load/plan/pod-document.ts';
import type { LaunchRunner, RunnerEnded } from '../../load/runners/runner.ts';
import { runnerName } from '../../runs/schema/load/runner-share.ts';
import type { PlanDocument } from '../../runs/schema/load-plan.ts';
import { createPodLog } from './pod-log.ts';
import { runnersNamespace } from './runners-cluster.ts';

type Parts = {
  readonly runId: string;
  readonly script: K6Script;
  readonly document: PlanDocument;
};

/** Beyond all that is planned: for orders, last lines, and the end of pods. */
const marginSeconds = 120;

/**
 * What the pods of a run are made from.
 *
 * @throws HeadroomError E_CONFIG for what can't be given to a pod
 */
export const podsInputOf = (
  config: ResolvedConfig,
  runners: ClusterRunners,
  { runId, script, document }: Parts,
): RunnersInput => {
  const { phases, limits } = document.plan;
  const loadSeconds = (phases.at(-1)?.toSecond ?? 0) + Math.ceil(limits.graceSeconds);
  return {
    runId,
    runners,
    namespace: runnersNamespace(config),
    bundle: { script: script.text, document: podDocumentOf(config, runners, document) },
    secondsMost: runners.readySeconds + loadSeconds + marginSeconds,
  };
};

const fateOf = (
  { exitCode, said, place, cuts }: PodEnded,
  log: ReturnType<typeof createPodLog>,
): RunnerEnded => ({
  k6: { code: exitCode, signal: null, output: said, printed: '' },
  brokenLines: log.brokenLines(),
  failure: {
    code: 'pod',
    said: [said, log.lastWords()].filter(Boolean).join(': ') || 'its last line never came',
  },
  place,
  cuts,
});

/** Runners in pods, and the end of all that was made for them. */
type PodRunners = AsyncDisposable & { readonly launch: LaunchRunner };

/**
 * Makes the pods of a run in the cluster; their lines come out of their logs, and orders go to all at once.
 *
 * @throws HeadroomError E_CLUSTER where something can't be made
 */
export const startPodRunners = async (
  connection: Connection,
  input: RunnersInput,
  note: (text: string) => void,
): Promise<PodRunners> => {
  const logs = Array.from({ length: input.runners.count }, createPodLog);
  const pods = await runPods({
    connection,
    input,
    holder: `${hostname()}:${process.pid}`,
    now: Date.now,
    onText: (index, text) => {
      logs[index]!.take(text);
      const misfit = logs[index]!.misfit();
      if (misfit !== null) pods.giveUp(index, misfit);
    },
    onCut: (index, reason) => {
      logs[index]!.forget();
      note(`the log of runner ${index} is read again: ${reason}`);
    },
    onFault: note,
    isDue: (index) => logs[index]!.isDue(),
  });
  return {
    launch: (index, onLine) => {
      logs[index]!.listen(onLine);
      return {
        start: (atMs) => pods.give(`start ${atMs}`),
        again: (from, to, turn) => pods.give(`again ${runnerName(index)} ${from} ${to} ${turn}`),
        stop: () => pods.give('stop'),
        cut: () => pods.give('cut'),
        kill: () => pods.giveUp(index, 'it was given up'),
        ended: pods.ended(index).then((ended) => fateOf(ended, logs[index]!)),
      };
    },
    [Symbol.asyncDispose]: () => pods[Symbol.asyncDispose](),
  };
};
