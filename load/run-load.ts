import type { LoadLine } from '../runs/schema/load-series.ts';
import { controlScenario } from '../scenarios/lib/metrics.ts';
import type { RunSpec } from '../scenarios/lib/run-spec.ts';
import { runSpecVariable } from '../scenarios/lib/run-spec.ts';
import { createLoadControl } from './control-routes.ts';
import { type K6End, type K6Paths, k6CommandOf, startK6 } from './k6-process.ts';
import { telemetryArguments, telemetryEnvironment } from './telemetry/k6-environment.ts';
import { startReceiver } from './telemetry/receiver.ts';
import { createRecorder, type LiveTotals } from './telemetry/recorder.ts';

/** What a load needs beside its config. */
export type LoadOptions = {
  readonly paths: K6Paths;
  readonly specOf: (controlUrl: string) => RunSpec;
  /** Environment of k6 beside the tool's own, e.g. SSL_CERT_FILE. */
  readonly environment: Readonly<Record<string, string>>;
  readonly requestTimeoutMs: number;
  readonly now: () => number;
  /** The first arrival is planned at this moment. */
  readonly onStart: (startAtMs: number) => void;
  /** Once a second while k6 runs: new lines of the load series, and the sums so far. */
  readonly onLines: (lines: readonly LoadLine[], totals: LiveTotals) => void;
};

/** A load that is under way: how to end it, and how it ended. */
export type RunningLoad = {
  /** Ends the load: nothing new starts, requests in flight finish and are counted. */
  readonly stop: () => void;
  /** Ends k6 at once; what is in flight is lost. */
  readonly kill: () => void;
  readonly ended: Promise<K6End>;
};

/** A stopped load has drained when k6 has reported this long without a new arrival and nothing is in flight. */
const quietMsMin = 1500;

/**
 * Runs k6 against its plan while the tool's own server receives its telemetry, tells it when to start and when to stop.
 *
 * @throws HeadroomError E_PORT when no port on loopback is free
 */
export const startLoad = async (options: LoadOptions): Promise<RunningLoad> => {
  const { now, paths } = options;
  const recorder = createRecorder({ generator: 'local', endpoint: 'default', controlScenario });
  const control = createLoadControl(now, options.onStart);
  let lastArrivalAtMs = 0;
  let arrivals = 0;

  const receive = (lines: LoadLine[]): void => {
    const totals = recorder.totals();
    if (totals.arrivals > arrivals) lastArrivalAtMs = now();
    arrivals = totals.arrivals;
    options.onLines(lines, totals);
  };
  const receiver = await startReceiver({
    host: '127.0.0.1',
    port: 0,
    onMetrics: (points) => receive(recorder.add(points)),
    routes: control.routes,
  });

  const k6 = startK6(k6CommandOf(paths, telemetryArguments()), {
    ...telemetryEnvironment({ port: receiver.port, inherited: process.env }),
    ...options.environment,
    [runSpecVariable]: JSON.stringify(options.specOf(`http://127.0.0.1:${receiver.port}`)),
  });

  let draining: NodeJS.Timeout | undefined;
  const stop = (): void => {
    if (draining !== undefined) return;
    control.requestStop();
    const stopAtMs = now();
    draining = setInterval(() => {
      const isQuiet =
        now() - Math.max(stopAtMs, lastArrivalAtMs) > quietMsMin && recorder.totals().inFlight <= 0;
      if (isQuiet || now() - stopAtMs > options.requestTimeoutMs + 2 * quietMsMin) k6.interrupt();
    }, 200);
  };

  const ended = (async (): Promise<K6End> => {
    try {
      const end = await k6.ended;
      receive(recorder.finish(now()));
      return end;
    } finally {
      clearInterval(draining);
      await receiver.close();
    }
  })();
  return { stop, kill: k6.kill, ended };
};
