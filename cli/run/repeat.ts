import type { ResolvedConfig } from '../../config/resolve.ts';
import { waitForStart } from '../verify/wait-for-start.ts';
import type { WrittenReport } from '../write-report.ts';
import { holdServices } from './hold-services.ts';
import type { PreparedCluster } from './prepare-cluster.ts';
import { runTest, type TestOptions } from './run-test.ts';

type RepeatOptions = Omit<TestOptions, 'beforeLoad' | 'proves'> & {
  /** At least 1. */
  readonly times: number;
  /** After each run: it may take long until all have ended. */
  readonly onRun: (written: WrittenReport) => Promise<void>;
};

/**
 * The same load so many times, each recorded on its own: what one run against another can't tell, several can. Each but the
 * first waits until the replicas are back where the autoscaler's rule keeps them without load. A run that was cut is the
 * last one.
 *
 * @throws HeadroomError as `runTest`; E_VERIFY where replicas are missing before a load; E_INTERRUPTED between two loads
 */
export const repeatTest = async (
  config: ResolvedConfig,
  { times, onRun, ...options }: RepeatOptions,
): Promise<WrittenReport[]> => {
  const { progress, interrupt } = options;
  const beforeLoad = async (prepared: PreparedCluster | null): Promise<unknown> => {
    const policy = prepared?.inForce.policy ?? config.policy;
    return (
      policy && waitForStart(prepared?.cluster ?? null, { purpose: 'repeat', policy, note: progress.note })
    );
  };
  await using _held = await holdServices(config, options);
  const all: WrittenReport[] = [];
  while (all.length < times && (all.at(-1)?.result.run.stopped ?? null) === null) {
    await interrupt.check();
    if (times > 1) progress.note(`load ${all.length + 1} of ${times}`);
    const written = await runTest(config, all.length === 0 ? options : { ...options, beforeLoad });
    all.push(written);
    await onRun(written);
  }
  return all;
};
