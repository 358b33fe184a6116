import { meaningOf } from '../../load/k6/exit-codes.ts';
import { type K6LogSummary, readK6Log } from '../../load/k6/log.ts';
import type { K6End } from '../../load/k6-process.ts';
import type { Problem, Run } from '../../runs/schema/run.ts';
import { controlScenario } from '../../scenarios/lib/metrics.ts';

/** Problems of the load as k6's log tells them; its exit code is 0 with most of them. */
/** A stack frame without the folders of this machine. */
const frameText = (frame: string): string => frame.replace(/\([^()]*[\\/]/, '(');

const problemsIn = (log: K6LogSummary): Problem[] => {
  const { uncaughtExceptions, failedUploads, insufficientVus, blockedHosts, brokenLines } = log;
  const problems: Problem[] = uncaughtExceptions.kinds.map(({ message, stack, count }) => ({
    code: 'scenario exception',
    message: `${count} × ${message}${stack[0] ? ` at ${frameText(stack[0])}` : ''}`,
  }));
  if (failedUploads.count > 0) {
    problems.push({
      code: 'telemetry upload',
      message: `${failedUploads.count} windows could not be sent: counts are a lower bound`,
    });
  }
  for (const { scenario, activeVus } of insufficientVus) {
    if (scenario !== controlScenario) {
      problems.push({
        code: 'virtual users',
        message: `phase ${scenario} ran out of its ${activeVus} virtual users`,
      });
    }
  }
  for (const { message, count } of blockedHosts.byMessage) {
    problems.push({
      code: 'host not allowed',
      message: `${count} requests to ${message} were not sent: see safety.allowedHosts`,
    });
  }
  if (brokenLines > 0)
    problems.push({ code: 'k6 log', message: 'the log of k6 ends in the middle of a line: k6 was killed' });
  return problems;
};

type EndFacts = { readonly end: K6End; readonly stopped: Run['stopped']; readonly logPath: string };

/**
 * How the run ended, from k6's exit code, its log, and whether the tool itself had asked it to stop.
 */
export const judgeEnd = async ({
  end,
  stopped,
  logPath,
}: EndFacts): Promise<Pick<Run, 'status' | 'stopped' | 'k6Exit' | 'problems'>> => {
  const { verdict, meaning, fix } = meaningOf(end.code, end.signal);
  const problems = problemsIn(await readK6Log(logPath));
  const k6Exit = { code: end.code, meaning };
  if (stopped !== null) return { status: 'interrupted', stopped, k6Exit, problems };
  if (verdict === 'complete') return { status: 'complete', stopped: null, k6Exit, problems };
  const lastWords = end.stderr.trim().split('\n').at(-1);
  const reason = [meaning, fix, lastWords].filter(Boolean).join('; ');
  return {
    status: verdict,
    stopped: { by: 'k6', reason, atMs: Date.now() },
    k6Exit,
    problems: [{ code: 'k6', message: reason }, ...problems],
  };
};
