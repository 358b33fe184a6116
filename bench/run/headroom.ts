/** Headroom's own generator, as the tool runs it: the module in k6, and the tool that reads its stream. */
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createProblems } from '../../cli/run/judge-end.ts';
import { recordSeries } from '../../cli/run/record-series.ts';
import type { K6Script } from '../../config/bundle/k6-script.ts';
import { type ResolvedConfig, resolveConfig } from '../../config/resolve.ts';
import { bundleScript } from '../../load/generator/bundle-script.ts';
import { startLoad } from '../../load/generator/start-load.ts';
import { type LoadWork, loadPlanSchema, type PlanDocument } from '../../runs/schema/load-plan.ts';
import { inFolder, readCost } from './process-cost.ts';
import type { Programs } from './programs.ts';
import { beyondAnyRatePerSecond, body, type Generator, type Shape } from './shape.ts';

const timeoutMs = 5000;

const endpoint = {
  name: 'default',
  method: 'POST',
  timeoutMs,
  followRedirects: false,
  discardBody: true,
  payload: { kind: 'one', count: 1 },
};

/** A saturated load is planned at a rate that no machine fires: what finds no free place in flight is dropped. */
const loadOf = (shape: Shape): { perSecond: number; inFlightMax: number } =>
  shape.kind === 'open'
    ? { perSecond: shape.ratePerSecond, inFlightMax: 10_000 }
    : { perSecond: beyondAnyRatePerSecond, inFlightMax: shape.inFlight };

const workOf = (kind: LoadWork['kind'], shape: Shape): LoadWork => {
  if (kind === 'request') return { kind };
  if (shape.kind === 'saturated')
    return { kind, usersAtStart: shape.inFlight, usersMax: shape.inFlight, firstIterationMs: 1 };
  const { ratePerSecond, inFlight } = shape;
  // The tool knows from its first request how long answers take; bare k6 is told how many users that needs.
  const users =
    inFlight === undefined
      ? { usersAtStart: 20, firstIterationMs: 10 }
      : { usersAtStart: inFlight, firstIterationMs: (inFlight / ratePerSecond) * 1000 };
  return { kind, usersMax: 2 * ratePerSecond + 50, ...users };
};

const documentOf = (kind: LoadWork['kind'], shape: Shape, url: string): PlanDocument => {
  const { perSecond, inFlightMax } = loadOf(shape);
  const counts = Array.from({ length: shape.seconds }, () => perSecond);
  return {
    plan: loadPlanSchema.parse({
      schemaVersion: 2,
      seed: 1,
      generator: 'local',
      startAtMs: null,
      phases: [{ name: 'soak', fromSecond: 0, toSecond: shape.seconds }],
      arrivals: { placement: 'even', perSecond: counts, perEndpoint: [counts] },
      endpoints: [endpoint],
      work: workOf(kind, shape),
      connections: { mode: 'reuse', maxAgeSeconds: null, http2: true },
      limits: {
        inFlightMax,
        requestsPerSecondMax: 2 * beyondAnyRatePerSecond,
        graceSeconds: timeoutMs / 1000 + 1,
        autoStop: { maxErrorShare: 0.9, windowSeconds: 60, overdueMs: 10_000 },
      },
      fence: { hosts: [new URL(url).host], proxy: null },
    }),
    secret: {
      endpoints: [
        {
          url,
          headers: { 'Content-Type': 'application/json' },
          payloads: [Buffer.from(body).toString('base64')],
        },
      ],
      clientCertificate: null,
      caPem: null,
      insecureSkipVerify: false,
      secrets: {},
      redact: [],
    },
  };
};

/** A config that has k6 run nothing for the built-in request, and bare k6's script for a user's. */
const configOf = (kind: LoadWork['kind'], shape: Shape, url: string): ResolvedConfig =>
  resolveConfig(
    {
      target: { url, requestTimeoutMs: timeoutMs },
      load: { scenario: 'soak', ratePerSecond: 1, soakSeconds: shape.seconds },
      ...(kind === 'script' && { script: join(import.meta.dirname, 'bare.js') }),
    },
    join(import.meta.dirname, 'k6.config.ts'),
  );

type Job = { readonly config: ResolvedConfig; readonly document: PlanDocument };

/** A program in front of k6 that runs it under bench/target/cost. */
const costlyK6 = async (folder: string, cost: string, k6: string): Promise<string> => {
  const path = join(folder, 'costly-k6.sh');
  await writeFile(path, `#!/bin/sh\nexec "${cost}" "${join(folder, 'cost.json')}" "${k6}" "$@"\n`);
  await chmod(path, 0o755);
  return path;
};

/** Nobody watches a benchmark; what the live line shows is computed all the same. */
const silent = { note: () => {}, status: () => {}, step: () => {}, close: () => {} };

/** Fires a load as `headroom test` does, into a folder, and fails when it did not end as planned. */
const fireInto = async (folder: string, k6: string, script: K6Script, job: Job): Promise<void> => {
  const problems = createProblems();
  await using series = recordSeries({ folder, runId: 'bench' }, job.config, silent);
  await using load = startLoad({
    paths: { k6, log: join(folder, 'k6.log') },
    script,
    document: job.document,
    onText: series.onLoadText,
    onLine: (line) => {
      problems.add(line);
      series.onLoadLine(line);
    },
    onSilence: () => {},
  });
  const { end, k6: ended } = await load.ended;
  await series.close(Date.now());
  if (end?.reason !== 'complete')
    throw new Error(`the load ended by ${end?.reason ?? 'no end line'}: ${ended.output}`);
};

const headroom = (kind: LoadWork['kind'], name: string, k6: string, { cost }: Programs): Generator => ({
  name,
  fire: (shape, url) =>
    inFolder(async (folder) => {
      const job = { config: configOf(kind, shape, url), document: documentOf(kind, shape, url) };
      const script = await bundleScript(job.config);
      const costly = await costlyK6(folder, cost, k6);
      // A user's script reads its address and body from the environment, as under bare k6.
      Object.assign(process.env, { TARGET: url, BODY: body });
      const before = process.cpuUsage();
      await fireInto(folder, costly, script, job);
      const { user, system } = process.cpuUsage(before);
      return { ...(await readCost(join(folder, 'cost.json'))), toolCpuSeconds: (user + system) / 1e6 };
    }),
});

/** The built-in scoring request: no virtual user, no JavaScript. */
export const builtIn = (k6: string, programs: Programs): Generator =>
  headroom('request', 'built-in request', k6, programs);

/** A user's script with `k6/http`. */
export const userScript = (k6: string, programs: Programs): Generator =>
  headroom('script', "user's script", k6, programs);
