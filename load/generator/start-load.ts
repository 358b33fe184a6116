import type { K6Script } from '../../config/bundle/k6-script.ts';
import type { LoadPlan, PlanDocument } from '../../runs/schema/load-plan.ts';
import type { LoadEnd, LoadLine } from '../../runs/schema/load-series.ts';
import type { Kill, StopReason } from '../../runs/schema/result/stop-reason.ts';
import { type K6Paths, k6CommandOf, k6EnvironmentOf } from './command.ts';
import { type K6End, startK6 } from './process.ts';
import { readLines, type StreamEnd } from './read-lines.ts';
import { silenceSeconds, watchSilence } from './watch-silence.ts';

type LoadOptions = {
  readonly paths: K6Paths;
  /** The bundled script. */
  readonly script: K6Script;
  readonly document: PlanDocument;
  /** Whole lines of the stream as they came. */
  readonly onText: (text: string) => void;
  readonly onLine: (line: LoadLine) => void;
  /** Told when the generator stands still: nothing has come from it for some seconds. */
  readonly onSilence: (seconds: number) => void;
};

/** How a load ended, as far as it is known. */
export type LoadEnded = {
  readonly k6: K6End;
  readonly stream: StreamEnd;
  /** The generator's own last line; null where it never came. */
  readonly end: LoadEnd | null;
  /** Why the tool killed k6; null where it did not. */
  readonly killed: Kill | null;
  /** Of several runners: why the tool ended the load for all; null where it did not. */
  readonly why: StopReason | null;
};

/** A load while it goes on, fired by one generator or by several. */
export type RunningLoad = AsyncDisposable & {
  /** Ends the load: nothing new starts, requests in flight finish and are counted. */
  readonly stop: () => void;
  /** Ends the load at once: what is in flight is cut, and counted as canceled. */
  readonly cut: () => void;
  readonly ended: Promise<LoadEnded>;
};

/** Milliseconds after which k6 is killed: it has hung, or was stopped by a signal. */
const patienceMs = { start: 180_000, beyondPlan: 15_000, beyondGrace: 5_000, cut: 4_000 } as const;

const planMs = ({ phases, limits }: LoadPlan): number =>
  ((phases.at(-1)?.toSecond ?? 0) + limits.graceSeconds) * 1000;

/** Kills k6 when its time is up, and knows why. */
const killer = (k6: { readonly kill: () => void }) => {
  let why: Kill | null = null;
  let timer: NodeJS.Timeout | undefined;
  const now = (reason: Kill): void => {
    why ??= reason;
    k6.kill();
  };
  return {
    now,
    after: (delayMs: number, reason: Kill): void => {
      clearTimeout(timer);
      timer = setTimeout(() => now(reason), delayMs);
    },
    /** It has ended, or may take its time: why it was killed, or null where it was not. */
    rest: (): Kill | null => {
      clearTimeout(timer);
      return why;
    },
  };
};

/** Watches the generator from its first line on until its last. */
const watchGenerator = (onSilence: LoadOptions['onSilence'], kill: (reason: Kill) => void) => {
  let watch: ReturnType<typeof watchSilence> | undefined;
  const stop = (): void => watch?.stop();
  return {
    onLine: ({ kind }: LoadLine): void => {
      if (kind === 'header')
        watch = watchSilence({
          onNotice: () => onSilence(silenceSeconds.notice),
          onEnd: () => kill({ code: 'stoodStill', limitMs: silenceSeconds.end * 1000 }),
        });
      watch?.heard();
      if (kind === 'end') stop();
    },
    stop,
  };
};

/** One generator. */
type RunningGenerator = RunningLoad & {
  /** Only of one of several runners: the whole second at which its plan begins, in epoch ms. */
  readonly start: (atMs: number) => void;
  readonly kill: () => void;
};

/**
 * Runs k6 with its plan and reads its stream. However k6 behaves, the load comes to an end: it is killed when it does
 * not start, stands still, does not stop, or goes on long after its plan.
 */
export const startLoad = ({
  paths,
  script,
  document,
  onText,
  onLine,
  onSilence,
}: LoadOptions): RunningGenerator => {
  const { plan, secret } = document;
  const k6 = startK6(k6CommandOf(paths, script.exports), {
    script,
    document: JSON.stringify(document),
    environment: k6EnvironmentOf(process.env, Object.keys(secret.secrets)),
  });
  let end: LoadEnd | null = null;
  const kill = killer(k6);
  kill.after(patienceMs.start, { code: 'notBegun', limitMs: patienceMs.start });
  const watch = watchGenerator(onSilence, kill.now);
  const lines = readLines(k6.stream, {
    onText,
    onLine: (line) => {
      watch.onLine(line);
      if (line.kind === 'armed') kill.rest(); // it waits for the others, however long they take
      if (line.kind === 'header') kill.after(planMs(plan) + patienceMs.beyondPlan, { code: 'wentOn' });
      if (line.kind === 'end') end = line;
      onLine(line);
    },
  });
  const ended = Promise.all([k6.ended, lines])
    .then(([process, stream]) => ({ k6: process, stream, end, killed: kill.rest(), why: null }))
    .finally(watch.stop);
  return {
    start: (atMs) => {
      k6.order(`start ${atMs}`);
      kill.after(patienceMs.start, { code: 'notBegun', limitMs: patienceMs.start });
    },
    kill: k6.kill,
    stop: () => {
      k6.order('stop');
      kill.after(plan.limits.graceSeconds * 1000 + patienceMs.beyondGrace, { code: 'keptRunning' });
    },
    cut: () => {
      k6.order('cut');
      kill.after(patienceMs.cut, { code: 'keptRequests' });
    },
    ended,
    [Symbol.asyncDispose]: async () => {
      k6.kill();
      await ended;
    },
  };
};
